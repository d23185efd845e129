// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// A description of a core's calls, as `hostcall_describe` gives it to hosts in CBOR.
///
///     let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
///
/// The format only grows: ``version`` stays 1, a later version adds keys, and ``minorVersion`` counts the additions. A
/// reader ignores keys that it does not know. Every key that was added is optional, so the descriptor of an earlier
/// core can be read too.
///
/// Source of the format: <doc:Descriptor>, and `hostcall_describe` in `hostcall.h`.
public struct HostCallDescriptor: Codable, Hashable, Sendable {
  /// The direction of a call.
  public enum Direction: String, Codable, Hashable, Sendable {
    /// The core makes the call, and the host answers.
    case toHost
    /// The host makes the call, and the core answers.
    case toCore
  }

  /// The encoding and the type of one part of a call.
  public struct Part: Codable, Hashable, Sendable {
    /// The encoding: `cbor` or `raw`.
    public var encoding: String
    /// The name of the part's rule in ``HostCallDescriptor/cddl``.
    public var rule: String
    /// The type, as data; `nil` in minor version 0.
    public var type: ValueType?
  }

  /// A call.
  public struct Call: Codable, Hashable, Sendable {
    /// The wire name.
    public var name: String
    /// The direction of the call.
    public var direction: Direction
    /// The fingerprint with which a handler may be registered; `nil`, like the following properties, for a function
    /// that works in bytes.
    public var fingerprint: UInt64?
    /// The request.
    public var request: Part?
    /// The response.
    public var response: Part?
    /// The failure, if the call declares one.
    public var failure: Part?
    /// The text that the fingerprint is computed from; see ``HostCallSchema/outline``.
    public var outline: String?
    /// The name of the call's type in Swift, such as `FetchProfile`; `nil`, like the following properties, in minor
    /// version 0.
    public var typeName: String?
    /// Whether repeating the call has no further effect; see ``HostCallable/isIdempotent``.
    public var isIdempotent: Bool?
    /// The description of the call, if it has one.
    public var documentation: String?
  }

  /// The limits of the core's bridge.
  public struct Limits: Codable, Hashable, Sendable {
    /// The maximum size of a request or an answer, in bytes.
    public var payloadSize: UInt64
    /// The maximum number of arrays, maps and tags around an item.
    public var nestingDepth: UInt64
  }

  /// The version of this format, 1.
  public var version: Int
  /// The calls that the core makes, then those that it exposes, each sorted by name; without streams.
  public var calls: [Call]
  /// The CDDL rules of all calls.
  public var cddl: String
  /// The number of additions to the format of version 1: 1 for the keys from here on; `nil`, like these, means 0.
  public var minorVersion: Int?
  /// The named types of all calls, each once.
  public var types: [NamedType]?
  /// The limits of the bridge.
  public var limits: Limits?
  /// The streams that the core opens, then those that it exposes, each sorted by name; `nil` if there are none.
  ///
  /// ``Call/response`` is each element.
  public var streams: [Call]?
  /// The name of the C function that opens the core's bridge, if known.
  ///
  /// A core does not know it: a tool that opens the bridge adds it.
  public var openFunction: String?
}

extension HostCallDescriptor {
  /// - Parameters:
  ///   - includesSchemas: Whether to compute schemas; otherwise calls have encodings, but no fingerprints or outlines.
  ///   - maximumPayloadSize: The bridge's limit.
  init(_ declared: [DescribedCall], includesSchemas: Bool, maximumPayloadSize: Int) {
    var writer = CDDLWriter()
    var types = DescribedTypes()
    version = 1
    let described = declared.map { declared in
      var call = Call(
        name: declared.call.name.text, direction: declared.direction == .toHost ? .toHost : .toCore)
      guard let schema = declared.call.schema as? TypedCallSchema else { return call }
      let finding = includesSchemas ? schema.finding : schema.unprobed()
      let isStream = declared.call.kind == .stream
      var comment = isStream ? "a stream " : ""
      comment += "\(call.direction == .toCore ? "exposed" : isStream ? "opened" : "made") by the core"
      if includesSchemas {
        call.fingerprint = finding.outline.fingerprint
        call.outline = finding.outline.text
        comment += ", fingerprint \(finding.outline.hexadecimalFingerprint)"
      }
      call.typeName = schema.typeInfo.typeName
      call.isIdempotent = schema.typeInfo.isIdempotent
      call.documentation = schema.typeInfo.documentation
      let rules = writer.write(finding.types, comment)
      for (part, type) in zip(finding.structure.parts, types.add(finding.structure)) {
        let described = Part(encoding: "\(part.encoding)", rule: "\(rules).\(part.part.rawValue)", type: type)
        switch part.part {
        case .request: call.request = described
        case .response: call.response = described
        case .failure: call.failure = described
        }
      }
      return call
    }
    calls = zip(declared, described).filter { $0.0.call.kind == .call }.map(\.1)
    let streams = zip(declared, described).filter { $0.0.call.kind == .stream }.map(\.1)
    self.streams = streams.isEmpty ? nil : streams
    cddl = writer.finished
    minorVersion = 1
    self.types = types.named
    limits = Limits(
      payloadSize: UInt64(clamping: maximumPayloadSize),
      nestingDepth: UInt64(clamping: CBORLimits().nestingDepth))
  }

  /// The descriptor in CBOR.
  var encoded: [UInt8] {
    // Encoding cannot fail: the descriptor consists of text and numbers, and types are cut off before they are nested
    // too deeply.
    (try? CBOREncoder().encode(self)) ?? []
  }
}
