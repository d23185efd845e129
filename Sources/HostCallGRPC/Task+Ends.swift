// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
extension Task where Success: Sendable {
  /// Waits until the task ends, `time` passes, or the waiting task is cancelled.
  ///
  /// - Returns: Whether the task has ended.
  func ends(within time: Duration) async -> Bool {
    let (firsts, first) = AsyncStream.makeStream(of: Bool.self)
    Task<Void, Never> {
      _ = await result
      first.yield(true)
    }
    let timer = Task<Void, any Error> {
      try await Task<Never, Never>.sleep(for: time)
      first.yield(false)
    }
    defer { timer.cancel() }
    for await hasEnded in firsts { return hasEnded }
    return false
  }
}
#endif
