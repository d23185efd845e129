// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes structs that cross as their memory.
struct TypeScriptRaw {
  let raw: RawStruct

  init(_ raw: RawStruct) { self.raw = raw }

  /// Returns the lines of the type and its codec.
  func lines(_ name: String, _ comment: [String], _ constant: String) -> [String] {
    let order = raw.isLittleEndian ? "" : ", false"
    if raw.fields.count == 1, raw.fields[0].path.isEmpty {
      let field = raw.fields[0]
      let codec = "codec.rawVector<\(name)>(\(raw.size), \"\(Self.type(field.number))\", \(field.count)\(order));"
      return comment + ["export type \(name) = \(Self.property(field));", "", "\(constant) \(codec)"]
    }
    let fields = raw.fields.map { field in
      let path = field.path.map(TypeScriptText.literal).joined(separator: ", ")
      let count = field.count == 1 ? "" : ", \(field.count)"
      return "  [[\(path)], \"\(Self.type(field.number))\", \(field.offset)\(count)],"
    }
    return comment + ["export interface \(name) {"] + properties(raw.fields[...], depth: 0) + ["}", ""]
      + ["\(constant) codec.rawStruct<\(name)>(\(raw.size), ["] + fields + ["]\(order));"]
  }

  /// Returns the lines of the properties, in which fields with the same beginning of their paths share an object.
  private func properties(_ fields: ArraySlice<RawStruct.Field>, depth: Int) -> [String] {
    let spaces = String(repeating: " ", count: 2 * depth + 2)
    var lines: [String] = []
    var rest = fields
    while let field = rest.first {
      let name = depth < field.path.count ? field.path[depth] : ""
      let same = rest.prefix { depth < $0.path.count && $0.path[depth] == name }
      rest = rest.dropFirst(max(1, same.count))
      if field.path.count > depth + 1 {
        lines += ["\(spaces)\(TypeScriptText.property(name)): {"] + properties(same, depth: depth + 1) + ["\(spaces)};"]
      } else {
        lines.append("\(spaces)\(TypeScriptText.property(name)): \(Self.property(field));")
      }
    }
    return lines
  }

  private static func property(_ field: RawStruct.Field) -> String {
    let number =
      switch field.number {
      case .bool: "boolean"
      case .signed(let bits), .unsigned(let bits): bits > 32 ? "bigint" : "number"
      default: "number"
      }
    return field.count == 1 ? number : "\(number)[]"
  }

  /// Returns the name of a number's type in the runtime.
  static func type(_ number: InterfaceType) -> String {
    switch number {
    case .signed(let bits): "int\(bits)"
    case .unsigned(let bits): "uint\(bits)"
    case .float(let bits): "float\(bits)"
    default: "bool"
    }
  }
}
