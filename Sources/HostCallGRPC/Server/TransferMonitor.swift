#if GRPC
  internal import NIOCore

  /// The minimum rate at which a peer must send a request or receive a response.
  ///
  /// A transfer that takes longer than one window of time may continue only while its connection carries at least 8 KiB
  /// a second in every window. The rate is that of the connection because its streams share it: a request may wait for
  /// others that make progress, and may be slow on a slow network. The server does not wait for a peer that stops
  /// sending a request, or sends it in tiny pieces.
  struct MinimumTransferRate: Sendable {
    /// The length of a window.
    let window: TimeAmount

    /// The bytes that a connection must carry in a window.
    var bytes: Int { Int(Double(window.nanoseconds) / 1e9 * 8192) }
  }

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
