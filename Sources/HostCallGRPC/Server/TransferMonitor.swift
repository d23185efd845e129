// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import NIOCore

/// Measures one transfer against a ``MinimumTransferRate``.
struct TransferMonitor {
  private let rate: MinimumTransferRate
  private var carried: Int
  /// The end of the current window.
  private(set) var end: NIODeadline

  /// Creates a monitor of a transfer that begins now.
  ///
  /// - Parameters:
  ///   - rate: The rate that the transfer must have.
  ///   - now: The current time.
  ///   - carried: How many bytes the connection has carried before.
  init(_ rate: MinimumTransferRate, at now: NIODeadline, carried: Int) {
    self.rate = rate
    self.carried = carried
    end = now + rate.window
  }

  /// Returns whether the transfer is too slow; if it is not, and the window has ended, begins the next window.
  ///
  /// - Parameters:
  ///   - now: The current time.
  ///   - carried: How many bytes the connection has carried by now.
  mutating func isTooSlow(at now: NIODeadline, carried: Int) -> Bool {
    guard end <= now else { return false }
    if carried - self.carried < rate.bytes { return true }
    self = TransferMonitor(rate, at: now, carried: carried)
    return false
  }
}
#endif
