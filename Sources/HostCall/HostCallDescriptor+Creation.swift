// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

extension HostCallDescriptor {
  /// - Parameters:
  ///   - includesSchemas: Whether to compute schemas; otherwise calls have encodings, but no fingerprints or outlines.
  ///   - maximumPayloadSize: The bridge's limit.
  init(_ described: [DescribedCall], includesSchemas: Bool, maximumPayloadSize: Int) {
    var writer = PartWriter(includesSchemas: includesSchemas)
    var (calls, streams, events): ([Call], [Call], [Event]) = ([], [], [])
    for each in described {
      switch each.call.kind {
      case .call: calls.append(Call(each, &writer))
      case .stream: streams.append(Call(each, &writer))
      case .event: events.append(Event(each, &writer))
      }
    }
    version = 1
    self.calls = calls
    cddl = writer.cddl.finished
    minorVersion = 2
    types = writer.types.named
    limits = Limits(
      payloadSize: UInt64(clamping: maximumPayloadSize),
      nestingDepth: UInt64(clamping: CBORLimits().nestingDepth))
    self.streams = streams.isEmpty ? nil : streams
    self.events = events.isEmpty ? nil : events
  }

  /// The descriptor in CBOR.
  var encoded: [UInt8] {
    // Encoding cannot fail: the descriptor consists of text and numbers, and types are cut off before they are nested
    // too deeply.
    (try? CBOREncoder().encode(self)) ?? []
  }

  /// Writes the parts of calls and events, and collects their rules and types.
  fileprivate struct PartWriter {
    let includesSchemas: Bool
    var cddl = CDDLWriter()
    var types = DescribedTypes()

    /// Writes a call or an event, with the comment in front of its rules.
    mutating func write(
      _ schema: TypedCallSchema, _ comment: String
    ) -> (parts: [SchemaOutline.Part: Part], outline: SchemaOutline?) {
      let finding = includesSchemas ? schema.finding : schema.unprobed()
      let fingerprint = includesSchemas ? ", fingerprint \(finding.outline.hexadecimalFingerprint)" : ""
      let rules = cddl.write(finding.types, comment + fingerprint)
      var parts: [SchemaOutline.Part: Part] = [:]
      for (part, type) in zip(finding.structure.parts, types.add(finding.structure)) {
        parts[part.part] = Part(encoding: "\(part.encoding)", rule: "\(rules).\(part.part.rawValue)", type: type)
      }
      return (parts, includesSchemas ? finding.outline : nil)
    }
  }
}

extension HostCallDescriptor.Call {
  fileprivate init(_ described: DescribedCall, _ writer: inout HostCallDescriptor.PartWriter) {
    self.init(name: described.call.name.text, direction: HostCallDescriptor.Direction(described))
    guard let schema = described.call.schema as? TypedCallSchema else { return }
    let isStream = described.call.kind == .stream
    let verb = direction == .toCore ? "exposed" : isStream ? "opened" : "made"
    let (parts, outline) = writer.write(schema, "\(isStream ? "a stream " : "")\(verb) by the core")
    (request, response, failure) = (parts[.request], parts[.response], parts[.failure])
    (fingerprint, self.outline) = (outline?.fingerprint, outline?.text)
    typeName = schema.typeInfo.typeName
    isIdempotent = schema.typeInfo.isIdempotent
    documentation = schema.typeInfo.documentation
  }
}

extension HostCallDescriptor.Event {
  fileprivate init(_ described: DescribedCall, _ writer: inout HostCallDescriptor.PartWriter) {
    self.init(name: described.call.name.text, direction: HostCallDescriptor.Direction(described))
    guard let schema = described.call.schema as? TypedCallSchema else { return }
    let verb = direction == .toCore ? "received" : "emitted"
    let (parts, outline) = writer.write(schema, "an event \(verb) by the core")
    payload = parts[.payload]
    (fingerprint, self.outline) = (outline?.fingerprint, outline?.text)
    typeName = schema.typeInfo.typeName
    policy = schema.typeInfo.policy.map { "\($0)" }
    documentation = schema.typeInfo.documentation
  }
}

extension HostCallDescriptor.Direction {
  fileprivate init(_ described: DescribedCall) {
    self = described.direction == .toHost ? .toHost : .toCore
  }
}
