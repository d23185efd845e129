// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The schema of a type of call or stream in one pair of encodings, or of an event, computed on first use and kept.
final class TypedCallSchema: CallSchema {
  let identity: SchemaIdentity
  let typeInfo: CallTypeInfo
  private let probe: CallProbe
  private let found = Guarded<SchemaFinding?>(nil)
  /// Cached differences by fingerprint, since a caller of a mismatched handler usually calls it again.
  private let differences = Guarded<[UInt64: String]>([:])
  private static let maximumDifferences = 16

  init(_ probe: CallProbe, identity: SchemaIdentity, of typeInfo: CallTypeInfo) {
    self.identity = identity
    self.typeInfo = typeInfo
    self.probe = probe
  }

  /// Describes the call without examining its types.
  func unprobed() -> SchemaFinding { .unprobed(probe) }

  var isRaw: Bool { identity.request == .raw || identity.response == .raw }

  var fingerprint: UInt64 { outline.fingerprint }

  var inCBOR: any CallSchema {
    isRaw ? typeInfo.schema(SchemaIdentity(type: identity.type, request: .cbor, response: .cbor)) : self
  }

  func difference(fromHost fingerprint: UInt64, _ schema: (any CallSchema)?) -> String {
    if let host = (schema as? TypedCallSchema)?.outline {
      return SchemaDifference.list(SchemaDifference.all(host: host, core: outline))
    }
    if let difference = differences.withLock({ $0[fingerprint] }) { return difference }
    let difference = FingerprintSearch.text(host: SchemaFingerprint(rawValue: fingerprint), core: outline)
    differences.withLock { differences in
      if differences.count >= Self.maximumDifferences { differences = [:] }
      differences[fingerprint] = difference
    }
    return difference
  }

  func rawDifference(fromHost fingerprint: UInt64?, _ schema: (any CallSchema)?) -> String? {
    let core = unprobed()
    if let host = (schema as? TypedCallSchema)?.unprobed() {
      let differences = SchemaDifference.all(host: host.outline.payloads, core: core.outline.payloads)
      return differences.isEmpty ? nil : SchemaDifference.list(differences)
    }
    guard let fingerprint, fingerprint != core.outline.fingerprint else { return nil }
    let raw = core.types.parts.filter { $0.encoding == .raw }.map(\.part)
    // Without a part in CBOR, the outline is that of the whole call.
    if raw.count == core.types.parts.count { return difference(fromHost: fingerprint, nil) }
    let differing = SchemaFingerprint(rawValue: fingerprint)
      .parts(differingFrom: SchemaFingerprint(rawValue: core.outline.fingerprint)).filter(raw.contains)
    return differing.isEmpty ? nil : SchemaDifference.unknown(differing, core: core.outline)
  }

  private var outline: SchemaOutline { finding.outline }

  /// The schema.
  ///
  /// Computing it runs the `init(from:)` of the call's types, so it happens outside the lock; if two threads compute it
  /// at the same time, both use the first result.
  var finding: SchemaFinding {
    if let finding = found.withLock({ $0 }) { return finding }
    let finding = SchemaFinding.find(probe)
    return found.withLock { found in
      if let found { return found }
      found = finding
      return finding
    }
  }

  static func describe(_ calls: [DescribedCall], includesSchemas: Bool, maximumPayloadSize: Int) -> [UInt8] {
    HostCallDescriptor(calls, includesSchemas: includesSchemas, maximumPayloadSize: maximumPayloadSize).encoded
  }
}
