internal import Synchronization

/// A function that the host has registered, counted by who may still use it.
///
/// The registry holds one lease for as long as the handler is registered, and every call holds one from its look-up
/// until it is done with. When the last lease is dropped the handler can be given back to its host. Counted by hand,
/// and not left to reference counting, because a suspended Swift task may hold a reference for as long as it likes.
final class HostHandler: Sendable {
  let functions: HostFunctions
  private let leases = Atomic<Int>(1)

  init(_ functions: HostFunctions) {
    self.functions = functions
  }

  /// Takes another lease. Only who is sure that there is one may do it.
  func lease() {
    leases.add(1, ordering: .relaxed)
  }

  /// Drops a lease; true if it was the last.
  func drop() -> Bool {
    leases.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
  }
}
