internal import Synchronization

/// A function that the host has registered.
///
/// The registry holds it while it is registered. Then it is *retired*, and held by the bridge's loop, until no slot of
/// the pending table uses it; see ``RetiredHandlers``.
final class HostHandler: Sendable {
  let wireName: WireName
  let functions: HostFunctions
  /// What it was made for.
  let schema: HandlerSchema
  private let retired = Atomic<Bool>(false)
  private let warned = Atomic<Bool>(false)

  init(_ functions: HostFunctions, _ wireName: WireName, _ schema: HandlerSchema = .unchecked) {
    self.wireName = wireName
    self.functions = functions
    self.schema = schema
  }

  /// Whether somebody has been warned of its schema.
  var hasWarned: Bool { warned.load(ordering: .relaxed) }

  /// Whether nobody has yet been warned of its schema; somebody is now.
  func claimWarning() -> Bool { !warned.exchange(true, ordering: .relaxed) }

  /// Whether it was replaced or removed.
  var isRetired: Bool { retired.load(ordering: .sequentiallyConsistent) }

  func retire() {
    retired.store(true, ordering: .sequentiallyConsistent)
  }
}
