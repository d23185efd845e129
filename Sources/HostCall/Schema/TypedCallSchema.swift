internal import HostBridgeCore

/// The schema of a type of call in one pair of formats, found when it is first asked for.
final class TypedCallSchema: CallSchema {
  let identity: SchemaIdentity
  private let make: @Sendable () -> HostCallSchema
  private let found = Guarded<HostCallSchema?>(nil)

  init(_ identity: SchemaIdentity, _ make: @escaping @Sendable () -> HostCallSchema) {
    self.identity = identity
    self.make = make
  }

  var isRaw: Bool { identity.request == .raw || identity.response == .raw }

  var outline: SchemaOutline { schema.lines }

  /// The schema. Finding it runs the `init(from:)` of the call's types, so that is done outside of the lock; of two threads
  /// that do it at once, one result stands.
  var schema: HostCallSchema {
    if let schema = found.withLock({ $0 }) { return schema }
    let schema = make()
    return found.withLock { found in
      if let found { return found }
      found = schema
      return schema
    }
  }

  static func describe(_ calls: [DeclaredCall]) -> [UInt8] { HostCallDescriptor(calls).encoded }
}
