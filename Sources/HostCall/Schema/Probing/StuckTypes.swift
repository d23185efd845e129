internal import HostBridgeCore

/// The types whose `init(from:)` did not return, for as long as the process lives: they are not tried again, since each
/// time would cost a thread.
enum StuckTypes {
  private static let known = Guarded<Set<ObjectIdentifier>>([])

  static func insert(_ type: ObjectIdentifier) { known.withLock { _ = $0.insert(type) } }

  static func contains(_ type: Any.Type) -> Bool {
    let type = ObjectIdentifier(type)
    return known.withLock { $0.contains(type) }
  }
}
