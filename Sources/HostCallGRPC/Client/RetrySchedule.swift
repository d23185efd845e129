// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
/// The attempts at one call that are left, and the pause before each.
struct RetrySchedule {
  private var left: Int
  /// Doubles with each attempt, from 50 ms to 400 ms before the fifth and last.
  private var maximumPause = 0.05
  private let waitsForReady: Bool
  private var transientPauses = [1, 2, 4, 8, 16, 32, 64, 128][...]

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - count: The maximum number of attempts, not counting those of which no server has done anything.
  ///   - waitsForReady: Whether a call that servers refuse while they shut down is tried until its deadline.
  init(_ count: Int, waitsForReady: Bool) {
    left = count - 1
    self.waitsForReady = waitsForReady
  }

  /// Returns the pause before the next attempt; `nil` if no attempt is left.
  ///
  /// The pause is random, so that callers that fail together do not retry together.
  mutating func next(after failure: AttemptFailure) -> Duration? {
    if failure.isTransient, let pause = transientPauses.popFirst() ?? (failure.isRefusal && waitsForReady ? 256 : nil) {
      return .milliseconds(Double.random(in: Double(pause) / 2...Double(pause)))
    }
    guard left > 0 else { return nil }
    left -= 1
    defer { maximumPause *= 2 }
    return .seconds(Double.random(in: maximumPause / 2...maximumPause))
  }
}
#endif
