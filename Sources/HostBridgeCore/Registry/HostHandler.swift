internal import Synchronization

/// A function that the host has registered.
///
/// The registry holds it while it is registered. Then it is *retired*, and held by the bridge's loop, until no slot of the
/// pending table uses it; see ``RetiredHandlers``.
final class HostHandler: Sendable {
  let wireName: WireName
  let functions: HostFunctions
  private let retired = Atomic<Bool>(false)

  init(_ functions: HostFunctions, _ wireName: WireName) {
    self.wireName = wireName
    self.functions = functions
  }

  /// Whether it was replaced or removed.
  var isRetired: Bool { retired.load(ordering: .sequentiallyConsistent) }

  func retire() {
    retired.store(true, ordering: .sequentiallyConsistent)
  }
}
