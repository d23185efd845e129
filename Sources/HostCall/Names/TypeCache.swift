internal import HostBridgeCore

/// What was found out about a type once, for the next time.
final class TypeCache<Value: Sendable>: Sendable {
  private let values = Guarded<[ObjectIdentifier: Value]>([:])

  /// What `find` says of `type`. It runs outside the lock, so two threads may both run it at first.
  func value(for type: Any.Type, _ find: () -> Value) -> Value {
    let key = ObjectIdentifier(type)
    if let value = values.withLock({ $0[key] }) { return value }
    let value = find()
    return values.withLock { values in
      values[key] = value
      return value
    }
  }
}
