internal import Synchronization

/// A clock that stands still until it is moved.
///
/// It belongs to one bridge, and no thread watches its deadlines: the test that moves it has the bridge do what is due by
/// ``HostBridge/settle()``.
package final class VirtualClock: Sendable {
  /// Nanoseconds since the clock was created.
  private let time = Atomic<Int64>(0)
  private let onEnd: @Sendable () -> Void

  /// Creates a clock that shows zero.
  ///
  /// - Parameter onEnd: Runs when the bridge is closed, before the tasks that closed it are resumed.
  package init(onEnd: @escaping @Sendable () -> Void = {}) {
    self.onEnd = onEnd
  }

  package var now: Deadline { Deadline(nanoseconds: time.load(ordering: .sequentiallyConsistent)) }

  /// The last moment that there is, after 146 years.
  ///
  /// What the bridge adds to the time for its own purposes still fits.
  private static let last = Deadline(nanoseconds: .max / 2)

  /// The moment when `duration` from now has passed; now, for less than nothing.
  package func moment(after duration: Duration) -> Deadline {
    min(max(now, Deadline(after: duration, from: now)), Self.last)
  }

  /// Moves the clock forward to `moment`; it never goes back.
  package func move(to moment: Deadline) {
    _ = time.max(min(moment, Self.last).nanoseconds, ordering: .sequentiallyConsistent)
  }

  /// The bridge is closed.
  func end() {
    onEnd()
  }
}
