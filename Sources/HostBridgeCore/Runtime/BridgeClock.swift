/// Where a bridge reads the time of its calls' deadlines: the system's monotonic clock, or a clock that a test moves.
///
/// All that concerns deadlines, what remains until one, and calls that are pending for long is read here. How long a
/// thread looks out before it sleeps is not: that is a matter of the machine's time.
package enum BridgeClock: Sendable {
  case system
  case virtual(VirtualClock)

  package var now: Deadline {
    switch self {
    case .system: .now
    case .virtual(let clock): clock.now
    }
  }

  var virtual: VirtualClock? {
    switch self {
    case .system: nil
    case .virtual(let clock): clock
    }
  }
}
