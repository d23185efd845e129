extension Task where Success == Never, Failure == Never {
  /// Sleeps until `deadline`, or throws `CancellationError` when the task is cancelled.
  ///
  /// A second at a time, since a sleep that was cancelled is kept, with half a kilobyte, until its time has passed (Swift
  /// 6.3 on Linux): timers of calls that have long been answered would be kept for as long as their callers like.
  package static func sleep(until deadline: Deadline) async throws {
    while true {
      let left = deadline.remaining(at: .now)
      guard left > 0 else { return }
      try await sleep(for: .nanoseconds(min(left, 1_000_000_000)), tolerance: .zero)
    }
  }
}
