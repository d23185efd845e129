// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// A time on a bridge's clock, in nanoseconds; ``never`` stands for no deadline.
@usableFromInline
package struct Deadline: Comparable, Sendable {
  /// Nanoseconds on the system's monotonic clock, or since a ``VirtualClock`` was created.
  package let nanoseconds: Int64

  /// A time that never comes.
  package static let never = Deadline(nanoseconds: .max)

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Creates the time `timeout` after `now`; ``never`` if that overflows (292 years).
  package init(after timeout: Duration, from now: Deadline) {
    let (end, overflow) = now.nanoseconds.addingReportingOverflow(Self.nanoseconds(of: timeout))
    nanoseconds = overflow ? .max : max(0, end)
  }

  /// Creates a deadline from its ``inverted`` number.
  init(inverted: Int64) {
    nanoseconds = .max - inverted
  }

  /// A number that is larger for an earlier deadline, and 0 for ``never``, which is what zeroed memory holds.
  var inverted: Int64 { .max - max(nanoseconds, 0) }

  /// Returns a duration in nanoseconds, clamped to 64 bits.
  static func nanoseconds(of duration: Duration) -> Int64 {
    // Computed in 128 bits: `Duration.components` traps for durations beyond 2^63 seconds.
    Int64(clamping: duration.attoseconds / 1_000_000_000)
  }

  /// The current time of the system's clock.
  ///
  /// A bridge uses its ``BridgeClock`` instead.
  package static var now: Deadline { Deadline(nanoseconds: hostcall_monotonic_ns()) }

  /// Returns the nanoseconds from `now` to this time, at least 0; `Int64.max` for ``never``.
  package func remaining(at now: Deadline) -> Int64 {
    if self == .never { return .max }
    return self <= now ? 0 : Int64(clamping: Int128(nanoseconds) - Int128(now.nanoseconds))
  }

  /// Returns the time from `now` to this time, at least zero; `nil` for ``never``.
  package func timeout(at now: Deadline) -> Duration? {
    self == .never ? nil : .nanoseconds(remaining(at: now))
  }

  /// Returns the time from `start` to this time, which is not ``never``.
  package func since(_ start: Deadline) -> Duration { .nanoseconds(remaining(at: start)) }

  @usableFromInline
  package static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }
}
