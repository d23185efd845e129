// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the named types with their codecs.
struct TypeScriptDeclarations {
  let model: InterfaceModel
  var types: TypeScriptTypes

  /// Returns the lines of a named type and its codec.
  mutating func lines(_ type: InterfaceNamedType) -> [String] {
    let name = types.names.type(type.name)
    let comment = TypeScriptText.comment([type.documentation])
    // A constant that refers to itself needs a type.
    let annotation = model.isRecursive(type.name) ? ": codec.Codec<\(name)>" : ""
    let constant = "const \(types.names.value(type.name, "codec"))\(annotation) ="
    defer { types.declare(type.name) }
    switch type.content {
    case .record(let fields): return record(name, fields, comment, constant)
    case .enumeration(let cases): return enumeration(name, cases, comment, constant)
    case .rawValues(let values): return rawValues(name, values, comment, constant)
    case .raw(let raw): return TypeScriptRaw(raw).lines(name, comment, constant)
    case .alias(let other):
      let reasons = TypeScriptText.comment(
        [type.documentation] + types.reasons(other).map { "Any value: \($0)." })
      return reasons + ["export type \(name) = \(types.type(other));", "", "\(constant) \(types.codec(other));"]
    }
  }

  private mutating func record(
    _ name: String, _ fields: [InterfaceField], _ comment: [String], _ constant: String
  ) -> [String] {
    guard !fields.isEmpty else {
      return comment + ["export type \(name) = Record<string, never>;", "", "\(constant) codec.record<\(name)>({});"]
    }
    let fields = TypeScriptFields(fields)
    return comment + ["export interface \(name) {"] + fields.declarations(types, indent: 2) + ["}", ""]
      + ["\(constant) codec.record<\(name)>({"] + fields.codecs(&types, indent: 2) + ["});"]
  }

  /// A discriminated union.
  private mutating func enumeration(
    _ name: String, _ cases: [InterfaceCase], _ comment: [String], _ constant: String
  ) -> [String] {
    guard !cases.isEmpty else {
      return comment + ["export type \(name) = never;", "", "\(constant) codec.textValues<\(name)>(\"\(name)\", []);"]
    }
    let tag = TypeScriptNames.tag(cases)
    var (union, codecs): ([String], [String]) = ([], [])
    for one in cases {
      let fields = TypeScriptFields(one.fields, tag: tag)
      union += TypeScriptText.comment([one.documentation], indent: 2)
      union += ["  | {", "    \(tag): \(TypeScriptText.literal(one.name));"]
      union += fields.declarations(types, indent: 4) + ["  }"]
      let inner = fields.codecs(&types, indent: 4)
      let property = TypeScriptText.property(one.name)
      codecs += inner.isEmpty ? ["  \(property): {},"] : ["  \(property): {"] + inner + ["  },"]
    }
    union[union.count - 1] += ";"
    return comment + ["export type \(name) ="] + union + [""]
      + ["\(constant) codec.enumeration<\"\(tag)\", \(name)>(\"\(name)\", \"\(tag)\", {"] + codecs + ["});"]
  }

  /// A union of literals, or an object with a name for each if their names are others.
  private func rawValues(
    _ name: String, _ values: RawValueEnumeration, _ comment: [String], _ constant: String
  ) -> [String] {
    let literals = values.cases.map { literal($0.rawValue, values.value) }
    let function = ["tstr": "textValues", "int": "integerValues", "float": "floatValues"][values.value.rawValue] ?? ""
    let codec = TypeScriptText.list("\(constant) codec.\(function)<\(name)>(\"\(name)\", [", literals, "]);")
    let hasNames = values.cases.contains { $0.name != $0.rawValue || $0.documentation != nil }
    guard hasNames, !values.cases.isEmpty else {
      let union = literals.isEmpty ? ["never"] : literals
      let one = "export type \(name) = \(union.joined(separator: " | "));"
      var lines = ["export type \(name) ="] + union.map { "  | \($0)" }
      lines[lines.count - 1] += ";"
      return comment + (one.count <= TypeScriptText.width ? [one] : lines) + [""] + codec
    }
    var members: [String] = []
    var scope = NameScope(reserved: [])
    for (one, literal) in zip(values.cases, literals) {
      members += TypeScriptText.comment([one.documentation], indent: 2)
      let member = scope.claim(identifier: one.name == "__proto__" ? "proto" : one.name)
      members.append("  \(TypeScriptText.property(member)): \(literal),")
    }
    return comment + ["export const \(name) = {"] + members + ["} as const;", ""] + comment
      + ["export type \(name) = (typeof \(name))[keyof typeof \(name)];", ""] + codec
  }

  private func literal(_ value: String, _ type: RawValueEnumeration.Value) -> String {
    switch type {
    case .text: TypeScriptText.literal(value)
    case .integer: Int(value).map { $0.magnitude < 1 << 53 } == true ? value : "\(value)n"
    case .float:
      Double(value).map { $0.isFinite ? "\($0)" : $0.isNaN ? "NaN" : $0 > 0 ? "Infinity" : "-Infinity" } ?? "NaN"
    }
  }
}
