#if GRPC
  internal import NIOCore

  /// How fast a peer has to send a request, or to take a response: within some time, or else its connection has to
  /// carry 8 KiB a second in that time, and in each that follows.
  ///
  /// Streams share the connection's line. So a request that waits for others has as long as they move, and one on a
  /// slow line as long as it needs; and a peer that holds requests open, or trickles them, is not waited for.
  struct MinimumTransferRate: Sendable {
    /// The time.
    let window: TimeAmount

    /// The bytes that a connection has to carry in it.
    var bytes: Int { Int(Double(window.nanoseconds) / 1e9 * 8192) }
  }

  /// A transfer that is measured by a ``MinimumTransferRate``.
  struct TransferMonitor {
    private let rate: MinimumTransferRate
    private var carried: Int
    /// When it is to be looked at.
    private(set) var end: NIODeadline

    /// - Parameter carried: How many bytes the connection has carried before.
    init(_ rate: MinimumTransferRate, at now: NIODeadline, carried: Int) {
      self.rate = rate
      self.carried = carried
      end = now + rate.window
    }

    /// Whether the transfer is too slow; begins the next time if it is not.
    ///
    /// - Parameter carried: How many bytes the connection has carried by now.
    mutating func isTooSlow(at now: NIODeadline, carried: Int) -> Bool {
      guard end <= now else { return false }
      if carried - self.carried < rate.bytes { return true }
      self = TransferMonitor(rate, at: now, carried: carried)
      return false
    }
  }
#endif
