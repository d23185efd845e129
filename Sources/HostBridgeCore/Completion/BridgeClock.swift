/// Where a bridge reads the time of its calls' deadlines: the system's monotonic clock, or a clock that a test moves.
///
/// All that concerns deadlines, what remains until one, and calls that are pending for long is read here. How long the
/// loop looks out before it sleeps is not: that is a matter of the machine's time.
package enum BridgeClock: Sendable {
  case system
  case virtual(VirtualClock)

  package var now: Deadline {
    switch self {
    case .system: .now
    case .virtual(let clock): clock.now
    }
  }

  /// A sweep looks at all slots, so between two of them there is at least this much time, in nanoseconds; a deadline
  /// may be noticed that much late.
  ///
  /// On a virtual clock none is.
  var sweepInterval: Int64 {
    switch self {
    case .system: 1_000_000
    case .virtual: 0
    }
  }

  var virtual: VirtualClock? {
    switch self {
    case .system: nil
    case .virtual(let clock): clock
    }
  }
}

extension HostBridge {
  /// The moment when `timeout` from now has passed on the bridge's clock, which is not read without a timeout.
  package func deadline(after timeout: Duration?) -> Deadline {
    guard let timeout else { return .never }
    return Deadline(after: timeout, from: clock.now)
  }
}
