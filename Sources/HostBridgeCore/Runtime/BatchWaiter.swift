// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Counts the calls that a task waits for, and identifies the last to end.
///
///     missing:   0 ─► -1 ─► -2 ─►      calls arrive before their number is known
///                +5 at the suspension  ─► 3 ─► 2 ─► 1 ─► 0      the last one resumes the task
///
/// The task that makes the calls owns it; other threads only call ``arrive()``.
@usableFromInline
package final class BatchWaiter: CallWaiter, @unchecked Sendable {
  private let missing = Atomic<Int>(0)
  /// The number of calls that will arrive.
  @exclusivity(unchecked) private(set) var expected = 0

  package init() { super.init(isStream: false) }

  /// Expects one more call, which may already have arrived.
  func expect() {
    unsafe expected += 1
  }

  /// Records that a call has ended.
  ///
  /// - Returns: Whether it was the last, so that the task must be resumed. If not, the batch may already have been
  ///   freed.
  override func arrive() -> Bool {
    missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
  }

  /// Suspends the task until all expected calls, at least one, have arrived.
  ///
  /// - Returns: False if all have, so that the task must not suspend.
  func suspend(_ waiter: Waiter) -> Bool {
    self.waiter = waiter
    return missing.add(unsafe expected, ordering: .acquiringAndReleasing).newValue != 0
  }
}
