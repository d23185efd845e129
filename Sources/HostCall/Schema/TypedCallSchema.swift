internal import HostBridgeCore

/// The schema of a type of call in one pair of formats, found when it is first asked for.
final class TypedCallSchema: CallSchema {
  let identity: SchemaIdentity
  private let descriptor: CallDescriptor
  private let make: @Sendable () -> HostCallSchema
  private let found = Guarded<HostCallSchema?>(nil)
  /// How the schemas of some fingerprints differ, in words: who calls a wrong handler once calls it again.
  private let differences = Guarded<[UInt64: String]>([:])
  private static let mostDifferences = 16

  init(_ identity: SchemaIdentity, of descriptor: CallDescriptor, _ make: @escaping @Sendable () -> HostCallSchema) {
    self.identity = identity
    self.descriptor = descriptor
    self.make = make
  }

  var isRaw: Bool { identity.request == .raw || identity.response == .raw }

  var fingerprint: UInt64 { schema.fingerprint }

  var inCBOR: any CallSchema {
    isRaw ? descriptor.schema(SchemaIdentity(type: identity.type, request: .cbor, response: .cbor)) : self
  }

  func difference(fromHost fingerprint: UInt64, _ schema: (any CallSchema)?) -> String {
    if let difference = differences.withLock({ $0[fingerprint] }) { return difference }
    let difference = findDifference(fromHost: fingerprint, schema)
    differences.withLock { differences in
      if differences.count >= Self.mostDifferences { differences = [:] }
      differences[fingerprint] = difference
    }
    return difference
  }

  private func findDifference(fromHost fingerprint: UInt64, _ schema: (any CallSchema)?) -> String {
    let core = self.schema.lines
    if let host = (schema as? TypedCallSchema)?.schema.lines {
      return SchemaDifference.list(SchemaDifference.all(host: host, core: core))
    }
    let host = SchemaFingerprint(rawValue: fingerprint)
    guard let differences = FingerprintSearch.differences(host: host, core: core) else {
      return SchemaDifference.unknown(host, core: core)
    }
    return SchemaDifference.list(differences)
  }

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
