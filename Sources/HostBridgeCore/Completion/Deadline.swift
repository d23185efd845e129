internal import CHostBridge

/// A moment on the monotonic clock, in nanoseconds; a call without one has ``never``.
package struct Deadline: Comparable, Sendable {
  /// Nanoseconds on the clock of ``now``.
  package let nanoseconds: Int64

  /// A moment that does not come.
  package static let never = Deadline(nanoseconds: .max)

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The moment when `timeout` from now has passed; ``never`` for nil and for what is past counting (292 years).
  package init(after timeout: Duration?) {
    guard let timeout else {
      self = .never
      return
    }
    // In 128 bits: `Duration.components` traps for durations past 2^63 seconds.
    let span = timeout.attoseconds / 1_000_000_000
    let end = Int128(Self.now.nanoseconds) + span
    nanoseconds = Int64(clamping: end)
  }

  package static var now: Deadline { Deadline(nanoseconds: hostcall_monotonic_ns()) }

  /// Nanoseconds from `now` until then, at least 0; `Int64.max` for ``never``.
  package func remaining(at now: Deadline) -> Int64 {
    if self == .never { return .max }
    return self <= now ? 0 : Int64(clamping: Int128(nanoseconds) - Int128(now.nanoseconds))
  }

  package static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }
}
