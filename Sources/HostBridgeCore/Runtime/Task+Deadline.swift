// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension Task where Success == Never, Failure == Never {
  /// Sleeps until `deadline`; throws `CancellationError` when the task is cancelled.
  ///
  /// Sleeps for at most one second at a time: the runtime keeps the timer of a cancelled sleep, half a kilobyte, until
  /// its time has passed (Swift 6.3 on Linux), and calls may have long deadlines.
  package static func sleep(until deadline: Deadline) async throws {
    while true {
      let left = deadline.remaining(at: .now)
      guard left > 0 else { return }
      try await sleep(for: .nanoseconds(min(left, 1_000_000_000)), tolerance: .zero)
    }
  }
}
