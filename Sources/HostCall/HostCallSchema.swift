// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

/// The schema of a call, stream or event: the types of its request, response or element, and failure, or of the event,
/// derived from Swift types.
///
///     let schema = HostCallSchema(FetchProfile.self)
///     print(schema.cddl)            // fetch_profile.request = { userID: uint } …
///     print(schema.fingerprint)     // the fingerprint for a host's handler
///
/// The types decode themselves from a decoder that records requests and supplies made-up values. That covers what
/// `Codable` synthesizes and what is usually written by hand. It misses what depends on decoded data: an alternative
/// that is tried with `try?`, or chosen by a string or number decoded before. A type that rejects every value, makes
/// requests without end, or does not return is listed in ``gaps``; computing a schema always ends. Only a type that
/// traps on made-up values, unless it is Foundation's, cannot be detected. Such types can state their schema with
/// ``CDDLDescribed``.
///
/// The fingerprint ignores the names of types and the order of fields and cases, which do not affect decoding. It
/// changes when a field is added, removed, renamed, retyped, or becomes optional or required.
///
/// Thread safety: a value. Source: [RFC 8610](https://www.rfc-editor.org/rfc/rfc8610).
public struct HostCallSchema: Sendable {
  let types: CallTypes
  let lines: SchemaOutline

  /// Computes the schema of a call.
  ///
  /// Takes some microseconds per field, and runs the `init(from:)` of each type with made-up values on another thread,
  /// waiting for at most ten seconds if one does not return.
  ///
  /// - Parameters:
  ///   - type: The type of the call.
  ///   - wireFormat: The bridge's configured format, which a format that the call states overrides.
  public init<C: HostRequest>(_ type: C.Type, wireFormat: WireFormat = .automatic) {
    let typeInfo = CallTypeInfo.of(type)
    self.init(
      CallProbe(
        type, request: typeInfo.requestEncoding(wireFormat), response: typeInfo.responseEncoding(wireFormat)))
  }

  /// Computes the schema of an event, as for a call.
  ///
  /// - Parameter type: The type of the event.
  public init<E: HostEvent>(_ type: E.Type) {
    self.init(CallProbe(event: type))
  }

  private init(_ probe: CallProbe) {
    let finding = SchemaFinding.find(probe)
    (types, lines) = (finding.types, finding.outline)
  }

  /// The wire name of the call or the event.
  public var wireName: String { types.wireName }

  /// The schema's fingerprint of 64 bits, never 0: the `fingerprint` of `hostcall_handler`.
  public var fingerprint: UInt64 { lines.fingerprint }

  /// The schema in CDDL: a rule each for the request, the response and the declared failure, if any, or for the event's
  /// payload, and the rules that they refer to.
  ///
  /// A raw value is `bytes` of its size in bytes, with its layout in a comment.
  public var cddl: String {
    var writer = CDDLWriter()
    _ = writer.write(types, comment)
    return writer.finished
  }

  private var comment: String { "fingerprint \(lines.hexadecimalFingerprint)" }

  /// The text that the fingerprint is computed from: one line for each place in the call, sorted.
  public var outline: String { lines.text }

  /// Descriptions of the places whose type could not be determined, `any` in CDDL, with the reasons.
  public var gaps: [String] { types.gaps }

  /// The gaps as comments of a text in CDDL or of an outline.
  package var gapComments: String { types.gapComments }
}

extension HostCallSchema: Hashable {
  /// Returns whether two calls have the same outline, regardless of their names.
  public static func == (left: HostCallSchema, right: HostCallSchema) -> Bool { left.lines == right.lines }

  /// Hashes the outline.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lines)
  }
}

extension HostCallSchema: CustomStringConvertible {
  /// The schema in CDDL.
  public var description: String { cddl }
}
