internal import CBridgePlatform

/// A moment on a bridge's clock, in nanoseconds; a call without one has ``never``.
@usableFromInline
package struct Deadline: Comparable, Sendable {
  /// Nanoseconds on the system's monotonic clock, or since a ``VirtualClock`` was made.
  package let nanoseconds: Int64

  /// A moment that does not come.
  package static let never = Deadline(nanoseconds: .max)

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The moment when `timeout` from `now` has passed; ``never`` for what is past counting (292 years).
  package init(after timeout: Duration, from now: Deadline) {
    let (end, overflow) = now.nanoseconds.addingReportingOverflow(Self.nanoseconds(of: timeout))
    nanoseconds = overflow ? .max : max(0, end)
  }

  /// A duration in nanoseconds, as near as a number of 64 bits comes to it.
  static func nanoseconds(of duration: Duration) -> Int64 {
    // In 128 bits: `Duration.components` traps for durations past 2^63 seconds.
    Int64(clamping: duration.attoseconds / 1_000_000_000)
  }

  /// Now, on the system's clock.
  ///
  /// What a bridge does about its calls goes by the bridge's ``BridgeClock``.
  package static var now: Deadline { Deadline(nanoseconds: hostcall_monotonic_ns()) }

  /// Nanoseconds from `now` until then, at least 0; `Int64.max` for ``never``.
  package func remaining(at now: Deadline) -> Int64 {
    if self == .never { return .max }
    return self <= now ? 0 : Int64(clamping: Int128(nanoseconds) - Int128(now.nanoseconds))
  }

  @usableFromInline
  package static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }
}
