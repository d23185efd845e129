internal import HostBridgeCore

/// What a call's request, response and failure consist of, found from its types.
///
///     let schema = HostCallSchema(FetchProfile.self)
///     print(schema.cddl)            // fetch_profile.request = { userID: uint } …
///     print(schema.fingerprint)     // what a host may register its handler with
///
/// The types decode themselves from a decoder that takes notes and gives made-up values. That finds what `Codable`
/// synthesises, and what is asked for by hand in the usual ways; what an `init(from:)` hides it does not: an
/// alternative that is tried with `try?`, or chosen by a text or a number that was decoded before. A type that refuses
/// every value is in ``gaps``, and so is one that goes on asking or does not return: finding a schema ends for every
/// type. Only one that traps on such values, and is not Foundation's, can't be told before. Each of them can say itself
/// what it is, by ``CDDLDescribed``.
///
/// What a type is called and in which order its fields and cases are does not matter to the fingerprint, as it does not
/// to the bytes that decode; adding, removing, renaming and retyping a field does, and so does whether it may be
/// missing.
///
/// Thread safety: a value. Source: [RFC 8610](https://www.rfc-editor.org/rfc/rfc8610).
public struct HostCallSchema: Sendable {
  let types: SchemaTypes
  let lines: SchemaOutline

  /// Finds the schema of a call.
  ///
  /// Takes some microseconds for each field, and runs the `init(from:)` of each type with made-up values, on a thread
  /// that is waited for: ten seconds at most for one that does not return.
  ///
  /// - Parameters:
  ///   - type: The call.
  ///   - wireFormat: The format of a bridge whose configuration says something; what the call states comes before it.
  public init<C: HostCallable>(_ type: C.Type, wireFormat: WireFormat = .automatic) {
    let descriptor = CallDescriptor.of(type)
    self.init(
      type, request: descriptor.requestEncoding(wireFormat), response: descriptor.responseEncoding(wireFormat))
  }

  init<C: HostCallable>(_ type: C.Type, request: PayloadEncoding, response: PayloadEncoding) {
    self.init(.find(type, request: request, response: response))
  }

  init(_ finding: SchemaFinding) {
    (types, lines) = (finding.types, finding.outline)
  }

  /// The wire name of the call.
  public var wireName: String { types.wireName }

  /// 64 bits that stand for the schema, never 0: `fingerprint` in `hostcall_handler`.
  public var fingerprint: UInt64 { lines.fingerprint }

  /// The schema in CDDL: one rule for the request, one for the response, one for the failure if the call declares one,
  /// and those that they refer to.
  ///
  /// A raw value is `bytes` of its size, with its layout in a comment.
  public var cddl: String {
    var writer = CDDLWriter()
    _ = writer.write(types, comment)
    return writer.finished
  }

  private var comment: String { "fingerprint \(lines.hexadecimalFingerprint)" }

  /// What the fingerprint is of: a line for each place in the call, sorted.
  public var outline: String { lines.text }

  /// The places of which the types do not tell what is there, and why; `any` in CDDL.
  public var gaps: [String] { types.gaps }
}

extension HostCallSchema: Hashable {
  /// Whether two calls have the same outline; what they are called does not matter.
  public static func == (left: HostCallSchema, right: HostCallSchema) -> Bool { left.lines == right.lines }

  /// The hash of the outline.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lines)
  }
}

extension HostCallSchema: CustomStringConvertible {
  /// The schema in CDDL.
  public var description: String { cddl }
}
