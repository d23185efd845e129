// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

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
    let host = Hexadecimal.prefixed(hostFingerprint)
    let core = Hexadecimal.prefixed(coreFingerprint)
    return Self.description(of: wireName, difference) + " (fingerprints \(host) of the host and \(core) of the core)"
  }

  fileprivate static func description(of wireName: String, _ difference: String) -> String {
    "the host's schema of \(wireName) is not the core's: \(difference)"
  }
}

extension SchemaMismatch {
  /// Creates the mismatch for a handler of which only the fingerprint is known.
  ///
  /// - Parameter schema: The call's schema; `nil` if only its fingerprint is known.
  package init(of wireName: String, call fingerprint: UInt64, schema: (any CallSchema)?, handler: UInt64) {
    self.init(
      wireName: wireName, hostFingerprint: handler, coreFingerprint: fingerprint,
      difference: schema?.difference(fromHost: handler, nil) ?? "only the fingerprints of both are known")
  }

  /// Returns a description of how the raw parts of a handler differ from those of a call; `nil` if they match or cannot
  /// be compared.
  ///
  /// Runs no user code, unlike the comparison of whole schemas.
  static func ofRawParts(_ call: NamedCall, _ handler: HandlerSchema) -> String? {
    guard let core = call.schema else { return nil }
    let difference: String? =
      switch handler {
      case .unchecked: nil
      case .fingerprint(let fingerprint): core.rawDifference(fromHost: fingerprint, nil)
      case .type(let host): host.identity == core.identity ? nil : core.rawDifference(fromHost: nil, host)
      }
    return difference.map { description(of: call.name.text, $0) }
  }

  /// Compares a call to the host with a handler; returns `nil` if they match or cannot be compared.
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
