// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A clock that stands still until a test advances it.
///
/// It belongs to one bridge. No thread watches its deadlines: after advancing it, the test calls
/// ``HostBridge/settle()``.
package final class VirtualClock: Sendable {
  /// Nanoseconds since the clock was created.
  private let time = Atomic<Int64>(0)
  private let onEnd: @Sendable () -> Void

  /// Creates a clock that reads zero.
  ///
  /// - Parameter onEnd: Runs when the bridge is closed, before the tasks that closed it resume.
  package init(onEnd: @escaping @Sendable () -> Void = {}) {
    self.onEnd = onEnd
  }

  package var now: Deadline { Deadline(nanoseconds: time.load(ordering: .sequentiallyConsistent)) }

  /// The latest time, 146 years, chosen so that the bridge can add its own intervals without overflow.
  private static let last = Deadline(nanoseconds: .max / 2)

  /// Returns the time `duration` from now; now, if `duration` is negative.
  package func moment(after duration: Duration) -> Deadline {
    min(max(now, Deadline(after: duration, from: now)), Self.last)
  }

  /// Advances the clock to `moment`; it never goes back.
  package func advance(to moment: Deadline) {
    _ = time.max(min(moment, Self.last).nanoseconds, ordering: .sequentiallyConsistent)
  }

  /// Ends the clock's use, when the bridge is closed.
  func end() {
    onEnd()
  }
}
