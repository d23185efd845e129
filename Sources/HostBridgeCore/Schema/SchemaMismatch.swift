/// A handler whose schema differs from the core's.
public struct SchemaMismatch: Hashable, Sendable {
  /// The wire name of the call.
  public let wireName: String
  /// The fingerprint that the handler was registered with.
  public let hostFingerprint: UInt64
  /// The fingerprint of the core's schema.
  public let coreFingerprint: UInt64
  /// A description of the difference: the fields that differ if they can be determined, otherwise the core's schema.
  public let difference: String
}

extension SchemaMismatch: CustomStringConvertible {
  /// One line with the call, the difference, and both fingerprints.
  public var description: String {
    let fingerprints = [hostFingerprint, coreFingerprint].map { "0x" + String($0, radix: 16) }
    return "the host's schema of \(wireName) is not the core's: \(difference) "
      + "(fingerprints \(fingerprints[0]) and \(fingerprints[1]))"
  }
}

extension SchemaMismatch {
  /// Creates the mismatch for a handler of which only the fingerprint is known.
  ///
  /// - Parameter schema: The call's schema; `nil` if only its fingerprint is known.
  package init(of wireName: String, call fingerprint: UInt64, _ schema: (any CallSchema)?, handler: UInt64) {
    self.init(
      wireName: wireName, hostFingerprint: handler, coreFingerprint: fingerprint,
      difference: schema?.difference(fromHost: handler, nil) ?? "only the fingerprints of both are known")
  }

  /// Compares a call of the core with a handler; returns `nil` if they match or cannot be compared.
  init?(_ call: NamedCall, _ handler: HandlerSchema) {
    guard let core = call.schema else { return nil }
    let host: (fingerprint: UInt64, schema: (any CallSchema)?)
    switch handler {
    case .unchecked: return nil
    case .fingerprint(let fingerprint): host = (fingerprint, nil)
    case .type(let schema):
      // The same type has the same schema; computing it is not necessary.
      if schema.identity == core.identity { return nil }
      host = (schema.fingerprint, schema)
    }
    guard host.fingerprint != core.fingerprint else { return nil }
    self.init(
      wireName: call.name.text, hostFingerprint: host.fingerprint, coreFingerprint: core.fingerprint,
      difference: core.difference(fromHost: host.fingerprint, host.schema))
  }
}
