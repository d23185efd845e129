// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Spells types and their codecs.
struct TypeScriptTypes {
  var names: TypeScriptNames
  /// The named types whose codecs are declared above.
  private var declared: Set<String> = []

  init(_ model: InterfaceModel) { names = TypeScriptNames(model) }

  /// Notes that the codec of a named type is declared from here on.
  mutating func declare(_ name: String) { declared.insert(name) }

  // MARK: Types

  /// Returns a type, such as `Map<string, bigint>`.
  func type(_ type: InterfaceType) -> String {
    switch type {
    case .bool: "boolean"
    case .signed(let bits), .unsigned(let bits): bits > 32 ? "bigint" : "number"
    case .float: "number"
    case .text, .uuid, .uri, .decimal: "string"
    case .bytes: "Uint8Array"
    case .date: "Date"
    case .optional(let type): "\(self.type(type)) | null"
    case .array(let type): element(type) + "[]"
    case .tuple(let types): "[\(types.map(self.type).joined(separator: ", "))]"
    case .sequence(let first, let rest):
      "[\((first.map(self.type) + ["...\(element(rest))[]"]).joined(separator: ", "))]"
    case .dictionary(let type): "Map<string, \(self.type(type))>"
    case .numberedDictionary(let type): "Map<bigint, \(self.type(type))>"
    case .pairs(let key, let value): "Map<\(self.type(key)), \(self.type(value))>"
    case .choice(let types): choice(types)
    case .named(let name): names.type(name)
    case .any: "unknown"
    }
  }

  private func element(_ type: InterfaceType) -> String {
    switch type {
    case .optional, .choice: "(\(self.type(type)))"
    default: self.type(type)
    }
  }

  private func choice(_ types: [InterfaceType]) -> String {
    var spelled: [String] = []
    for each in types.map(self.type) where !spelled.contains(each) { spelled.append(each) }
    return spelled.joined(separator: " | ")
  }

  /// Returns the reasons why parts of a type are any value.
  func reasons(_ type: InterfaceType) -> [String] {
    if case .any(let reason) = type { return reason == "any value" ? [] : [reason] }
    return type.parts.flatMap(reasons)
  }

  // MARK: Codecs

  /// Returns an expression for the codec of a type.
  mutating func codec(_ type: InterfaceType) -> String {
    switch type {
    case .bool: return "codec.bool"
    case .signed(let bits): return "codec.int\(bits)"
    case .unsigned(let bits): return "codec.uint\(bits)"
    case .float(let bits): return "codec.float\(bits)"
    case .text: return "codec.text"
    case .bytes: return "codec.bytes"
    case .date: return "codec.date"
    case .uuid: return "codec.uuid"
    case .uri: return "codec.uri"
    case .decimal: return "codec.decimal"
    case .optional(let type): return "codec.nullable(\(codec(type)))"
    case .array(let type): return "codec.array(\(codec(type)))"
    case .tuple(let types):
      return "codec.tuple<\(self.type(type))>(\(codecs(types)))"
    case .sequence(let first, let rest):
      return "codec.sequence<\(self.type(.tuple(first))), \(self.type(rest))>([\(codecs(first))], \(codec(rest)))"
    case .dictionary(let type): return "codec.dictionary(\(codec(type)))"
    case .numberedDictionary(let type): return "codec.numberedDictionary(\(codec(type)))"
    case .pairs(let key, let value): return "codec.pairs(\(codec(key)), \(codec(value)))"
    case .choice(let types): return "codec.choice(\(codecs(types)))"
    case .named(let name):
      let value = names.value(name, "codec")
      return declared.contains(name) ? value : "codec.lazy(() => \(value))"
    case .any: return "codec.any"
    }
  }

  private mutating func codecs(_ types: [InterfaceType]) -> String {
    var spelled: [String] = []
    for type in types { spelled.append(codec(type)) }
    return spelled.joined(separator: ", ")
  }
}
