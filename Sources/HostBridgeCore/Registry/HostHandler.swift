internal import Synchronization

/// A function that the host has registered.
///
/// The registry keeps it while it is registered. Then it is *retired*, and the thread for callbacks keeps it until no slot
/// of the pending table holds it; see ``HandlerCell``.
final class HostHandler: WorkItem, @unchecked Sendable {  // immutable but for atomics, and what WorkItem says of itself
  let wireName: WireName
  let functions: HostFunctions
  /// What it was made for.
  let schema: HandlerSchema
  /// Differs from that of every other handler of the process, also of those at the same address before.
  let serial: UInt64
  private let warned = Atomic<Bool>(false)

  private static let lastSerial = Atomic<UInt64>(0)

  init(_ functions: HostFunctions, _ wireName: WireName, _ schema: HandlerSchema = .unchecked) {
    self.wireName = wireName
    self.functions = functions
    self.schema = schema
    serial = Self.lastSerial.add(1, ordering: .relaxed).newValue
  }

  /// Whether a warning about its schema has been given.
  var hasWarned: Bool { warned.load(ordering: .relaxed) }

  /// Returns whether this is the first warning about its schema.
  func claimWarning() -> Bool { !warned.exchange(true, ordering: .relaxed) }
}
