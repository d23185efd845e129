/// A handler that was made for another schema of its call than the core has.
public struct SchemaMismatch: Hashable, Sendable {
  /// The wire name of the call.
  public let wireName: String
  /// The fingerprint that the handler was registered with.
  public let hostFingerprint: UInt64
  /// The fingerprint of the core's schema.
  public let coreFingerprint: UInt64
  /// What differs, in words: which fields, where the handler is written in Swift or its fingerprint tells it, else what
  /// the core has.
  public let difference: String
}

extension SchemaMismatch: CustomStringConvertible {
  /// One line with the call, what differs, and both fingerprints.
  public var description: String {
    let fingerprints = [hostFingerprint, coreFingerprint].map { "0x" + String($0, radix: 16) }
    return "the host's schema of \(wireName) is not the core's: \(difference) "
      + "(fingerprints \(fingerprints[0]) and \(fingerprints[1]))"
  }
}

extension SchemaMismatch {
  /// The difference between a call and a handler of which only the fingerprint is known.
  ///
  /// - Parameter schema: The call's; nil where that is a fingerprint as well.
  package init(of wireName: String, call fingerprint: UInt64, _ schema: (any CallSchema)?, handler: UInt64) {
    self.init(
      wireName: wireName, hostFingerprint: handler, coreFingerprint: fingerprint,
      difference: schema?.difference(fromHost: handler, nil) ?? "of both only the fingerprints are known")
  }

  /// The difference between what a core's call and a handler of the same name are made for; nil if there is none, or
  /// nothing to compare.
  init?(_ call: NamedCall, _ handler: HandlerSchema) {
    guard let core = call.schema else { return nil }
    let host: (fingerprint: UInt64, schema: (any CallSchema)?)
    switch handler {
    case .unchecked: return nil
    case .fingerprint(let fingerprint): host = (fingerprint, nil)
    case .type(let schema):
      // The same type is the same schema, without looking at it.
      if schema.identity == core.identity { return nil }
      host = (schema.fingerprint, schema)
    }
    guard host.fingerprint != core.fingerprint else { return nil }
    self.init(
      wireName: call.name.text, hostFingerprint: host.fingerprint, coreFingerprint: core.fingerprint,
      difference: core.difference(fromHost: host.fingerprint, host.schema))
  }
}
