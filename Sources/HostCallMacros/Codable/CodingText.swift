// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros

/// The members that make a type `CBOREncodable`, `CBORDecodable` and `HostSchemaProviding`.
struct CodingText {
  let form: CodableType.Form
  let documentation: String?
  /// The modifier of the members, with a space after it.
  let access: String

  /// The method `encode(to:)`.
  var encoding: String {
    switch form {
    case .record(let fields):
      function("func encode(to writer: inout CBORWriter) throws", RecordText(fields: fields).encoding(\.property))
    case .cases(let cases): function("func encode(to writer: inout CBORWriter) throws", Self.encoding(cases))
    case .rawValues(let raw):
      function(
        "func encode(to writer: inout CBORWriter) throws",
        [(Self.neverFails.contains(raw.type) ? "" : "try ") + "writer.encode(rawValue)"])
    }
  }

  /// The initializer `init(from:)`.
  var decoding: String {
    let lines =
      switch form {
      case .record(let fields): Self.decoding(fields)
      case .cases(let cases): Self.decoding(cases)
      case .rawValues(let raw): Self.decoding(raw)
      }
    return function("init(from reader: inout CBORReader) throws", lines)
  }

  /// The property `hostSchema`.
  var schema: String {
    let lines =
      switch form {
      case .record(let fields):
        SchemaText.schema(
          ".record(", fields.filter(\.isDecoded).map(SchemaText.field), documentation: documentation)
      case .cases(let cases):
        SchemaText.schema(
          ".cases(",
          cases.map { part in
            var arguments = [literal(part.key.text)]
            if !part.fields.isEmpty {
              arguments.append("[\(part.fields.map(SchemaText.field).joined(separator: ", "))]")
            }
            if let text = part.documentation { arguments.append("documentation: \(literal(text))") }
            return "HostCaseSchema(\(arguments.joined(separator: ", ")))"
          }, documentation: documentation)
      case .rawValues(let raw):
        SchemaText.schema(
          ".rawValues(\(raw.type).self, ",
          raw.cases.map { part in
            let text = part.documentation.map { ", documentation: \(literal($0))" } ?? ""
            return "HostRawCaseSchema(\(literal(part.name)), rawValue: \(literal(part.value))\(text))"
          }, documentation: documentation)
      }
    return function("static var hostSchema: HostTypeSchema", lines)
  }

  private func function(_ head: String, _ body: [String]) -> String {
    guard !body.isEmpty else { return "\(access)\(head) {}" }
    return ([access + head + " {"] + body.map { $0.indented(by: 1) } + ["}"]).joined(separator: "\n")
  }

  /// The raw types that the writer encodes without an error.
  private static let neverFails: Set = ["Int64", "String", "UInt64"]

  // MARK: Records

  private static func decoding(_ fields: [Field]) -> [String] {
    // Codable requests no container for a type without fields, and so accepts any item.
    guard !fields.isEmpty else { return [] }
    let text = RecordText(fields: fields)
    return text.decoding + text.decoded.map { "self.\($0.source) = \($0.local)" }
  }

  // MARK: Raw values

  private static func decoding(_ raw: RawValueCases) -> [String] {
    let found = raw.isText ? #"\"\(value)\""# : #"\(value)"#
    let known = raw.cases.prefix(listed).map { raw.isText ? literal($0.value) : $0.value }.joined(separator: ", ")
    let list = escaped(known + more(raw.cases.count))
    return [
      "let start = reader.offset",
      "let value = try reader.decode(\(raw.type).self)",
      "guard let part = Self(rawValue: value) else {",
      #"  throw reader.dataCorrupted(at: start, "\(Self.self) has no case \#(found), but \#(list)")"#,
      "}",
      "self = part",
    ]
  }

  /// The maximum number of cases in an error's description.
  private static let listed = 32

  private static func more(_ count: Int) -> String { count > listed ? " and \(count - listed) more" : "" }

  // MARK: Cases

  private static func encoding(_ cases: [EnumCases.Case]) -> [String] {
    var lines = ["try writer.beginMap(1)", "switch self {"]
    for part in cases {
      let bindings = part.fields.map { "let " + $0.local }.joined(separator: ", ")
      lines.append("case .\(part.source)\(bindings.isEmpty ? "" : "(\(bindings))"):")
      lines.append("  writer.encodeKey(\(literal(part.key.text)))")
      lines += RecordText(fields: part.fields).encoding(\.local).map { "  " + $0 }
    }
    return lines + ["}", "writer.endMap()"]
  }

  private static func decoding(_ cases: [EnumCases.Case]) -> [String] {
    let list = cases.prefix(listed).map { literal($0.key.text) }.joined(separator: ", ") + more(cases.count)
    let several = #"throw reader.dataCorrupted(at: start, "\(Self.self) has one case, but found several")"#
    let none =
      #"throw reader.dataCorrupted(at: start, "\(Self.self) has none of its cases \#(escaped(list))")"#
    let bodies = cases.map { part in
      let text = RecordText(fields: part.fields, map: "payload", index: "part")
      let values = part.fields.map { ($0.hasLabel ? $0.label + ": " : "") + $0.local }
      // Not `.none` or `.some`, which would be cases of the optional.
      let made = "Self.\(part.source)\(values.isEmpty ? "" : "(\(values.joined(separator: ", ")))")"
      return text.decoding + ["value = \(made)"]
    }
    return ["let start = reader.offset", "var value: Self?", "var map = try reader.beginMap()"]
      + RecordText.eachField(
        of: cases.map(\.key), in: "map", "field", bodies, first: ["if value != nil { \(several) }"])
      + ["guard let value else { \(none) }", "self = value"]
  }
}
#endif
