// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros

/// The statements that encode and decode the fields of a map.
///
/// The fields are read in the order in which they are encoded, as long as they come in that order, and the rest in any
/// order.
struct RecordText {
  let fields: [Field]
  /// The local variable for the map that is read, and the one for the field that was found.
  var map = "map"
  var index = "field"

  var decoded: [Field] { fields.filter(\.isDecoded) }

  // MARK: Encoding

  /// Returns the statements that encode the fields.
  ///
  /// - Parameter value: Returns the expression for a field's value.
  func encoding(_ value: (Field) -> String) -> [String] {
    let optional = fields.filter { $0.type?.isOptional == true }
    var lines: [String] = []
    if optional.isEmpty {
      lines.append("try writer.beginMap(\(fields.count))")
    } else {
      lines.append("var count = \(fields.count - optional.count)")
      lines += optional.map { "if \(value($0)) != nil { count += 1 }" }
      lines.append("try writer.beginMap(count)")
    }
    for field in fields {
      let key = literal(field.key.text)
      if field.type?.isOptional == true {
        let value = value(field)
        let binding = value == field.local ? value : "\(field.local) = \(value)"
        lines.append("if let \(binding) { try writer.encode(\(field.local), forKey: \(key)) }")
      } else {
        lines.append("try writer.encode(\(value(field)), forKey: \(key))")
      }
    }
    lines.append("writer.endMap()")
    return lines
  }

  // MARK: Decoding

  /// Returns the statements that decode the fields into local variables.
  var decoding: [String] {
    let decoded = decoded
    var lines = decoded.map { "var \($0.local): \($0.type!.optional)" }
    lines.append("var \(map) = try reader.beginMap()")
    for (place, field) in decoded.enumerated() {
      lines.append("if reader.nextKey(\(literal(field.key.text)), \(place), in: &\(map)) { \(Self.read(field)) }")
    }
    lines += Self.eachField(
      of: decoded.map(\.key), in: map, index, decoded.map { [Self.read($0)] })
    for field in decoded where !field.type!.isOptional {
      lines.append(
        "guard let \(field.local) else { throw reader.keyNotFound(\(Self.text(field.key)), in: \(map)) }")
    }
    return lines
  }

  private static func read(_ field: Field) -> String { "\(field.local) = try reader.decode(\(field.type!.decoded))" }

  /// Returns a loop over the fields of a map that come in any order.
  ///
  /// - Parameters:
  ///   - keys: The keys of the fields.
  ///   - map: The map's variable.
  ///   - index: The variable for the place of a key in `keys`.
  ///   - bodies: The statements for each key.
  ///   - first: Statements to begin the loop's body with.
  static func eachField(
    of keys: [FieldKey], in map: String, _ index: String, _ bodies: [[String]], first: [String] = []
  ) -> [String] {
    let hasIntegers = keys.contains { $0.integer != nil }
    let list = keys.map { hasIntegers ? Self.key($0) : literal($0.text) }.joined(separator: ", ")
    let type = "InlineArray<\(keys.count), \(hasIntegers ? "CBORKey" : "StaticString")>"
    let next = "try reader.nextField(in: &\(map), of: [\(list)] as \(type))"
    guard keys.count > 1 else {
      let body = first + (bodies.first ?? [])
      return body.isEmpty ? ["while \(next) != nil {}"] : ["while \(next) != nil {"] + body.map { "  " + $0 } + ["}"]
    }
    var lines = ["while let \(index) = \(next) {"] + first.map { "  " + $0 } + ["  switch \(index) {"]
    for (place, body) in bodies.enumerated() {
      let label = place == keys.count - 1 ? "default:" : "case \(place):"
      if body.count == 1 {
        lines.append("  \(label) \(body[0])")
      } else {
        lines += ["  \(label)"] + body.map { "    " + $0 }
      }
    }
    return lines + ["  }", "}"]
  }

  /// Returns an expression for a key that is a literal if possible.
  static func text(_ key: FieldKey) -> String { key.integer == nil ? literal(key.text) : Self.key(key) }

  private static func key(_ key: FieldKey) -> String {
    "CBORKey(\(literal(key.text)), \(key.integer.map(String.init) ?? "nil"))"
  }
}
#endif
