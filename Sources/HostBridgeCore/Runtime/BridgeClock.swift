// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The clock of a bridge's deadlines: the system's monotonic clock, or one that a test advances.
///
/// Deadlines, remaining times and stale calls use it. How long a thread spins before it sleeps does not.
package enum BridgeClock: Sendable {
  case system
  case virtual(VirtualClock)

  package var now: Deadline {
    switch self {
    case .system: .now
    case .virtual(let clock): clock.now
    }
  }

  /// Returns whether times on both clocks can be compared.
  func isSame(as other: BridgeClock) -> Bool { virtual === other.virtual }

  var virtual: VirtualClock? {
    switch self {
    case .system: nil
    case .virtual(let clock): clock
    }
  }
}
