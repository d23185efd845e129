// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The schema of a call or stream that a bridge knows from a descriptor, and not from a type.
///
/// Its handlers are in other languages, and state fingerprints.
final class DescribedCallSchema: CallSchema {
  let fingerprint: UInt64
  private let encodings: (request: PayloadEncoding, response: PayloadEncoding)
  private let outline: SchemaOutline
  private let descriptor: HostCallDescriptor

  /// - Parameters:
  ///   - call: The call.
  ///   - kind: Whether it is a call or a stream.
  ///   - descriptor: The descriptor that lists the call.
  /// - Returns: `nil` if the descriptor has no schema of the call.
  init?(_ call: HostCallDescriptor.Call, _ kind: CallKind, in descriptor: HostCallDescriptor) {
    guard let fingerprint = call.fingerprint, let outline = call.outline else { return nil }
    self.fingerprint = fingerprint
    self.outline = SchemaOutline(text: outline, kind: kind)
    self.descriptor = descriptor
    func encoding(_ part: HostCallDescriptor.Part?) -> PayloadEncoding { part?.encoding == "raw" ? .raw : .cbor }
    encodings = (encoding(call.request), encoding(call.response))
  }

  var identity: SchemaIdentity {
    // There is no type, so each schema is one of its own.
    SchemaIdentity(type: ObjectIdentifier(self), request: encodings.request, response: encodings.response)
  }

  var isRaw: Bool { encodings.request == .raw || encodings.response == .raw }

  /// The schema itself, since a descriptor states one pair of encodings.
  var inCBOR: any CallSchema { self }

  func difference(fromHost fingerprint: UInt64, _ schema: (any CallSchema)?) -> String {
    FingerprintSearch.text(host: SchemaFingerprint(rawValue: fingerprint), core: outline)
  }

  func rawDifference(fromHost fingerprint: UInt64?, _ schema: (any CallSchema)?) -> String? {
    guard let fingerprint = schema?.fingerprint ?? fingerprint, fingerprint != self.fingerprint else { return nil }
    let differing = SchemaFingerprint(rawValue: fingerprint)
      .parts(differingFrom: SchemaFingerprint(rawValue: self.fingerprint))
    let raw = differing.filter { part in
      part == .request && encodings.request == .raw || part == .response && encodings.response == .raw
    }
    return raw.isEmpty ? nil : SchemaDifference.unknown(raw, core: outline)
  }

  /// Returns the descriptor from which the calls are known, whose other calls it lists as well.
  static func describe(_ calls: [DescribedCall], includesSchemas: Bool, maximumPayloadSize: Int) -> [UInt8] {
    calls.lazy.compactMap { $0.call.schema as? DescribedCallSchema }.first?.descriptor.encoded ?? []
  }
}
