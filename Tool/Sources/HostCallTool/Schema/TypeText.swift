// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall
internal import HostCallGenerator

/// Describes types in one line each: in CDDL, with the keys of a record and the cases of an enumeration.
struct TypeText {
  private let model: InterfaceModel
  /// The maximum number of keys or cases that are listed.
  private static let limit = 8

  init(_ model: InterfaceModel) {
    self.model = model
  }

  func text(_ part: InterfacePart) -> String {
    guard part.isRaw else { return text(part.type) }
    return "raw \(text(part.type)), \(part.isLittleEndian ? "little" : "big")-endian"
  }

  func text(_ type: InterfaceType) -> String {
    switch type {
    case .bool: "bool"
    case .signed(let bits): "int\(bits)"
    case .unsigned(let bits): bits == 64 ? "uint" : "uint\(bits)"
    case .float(let bits): bits == 64 ? "float" : bits == 32 ? "float16-32" : "float16"
    case .text: "tstr"
    case .bytes: "bytes"
    case .date: "time"
    case .uuid: "uuid"
    case .uri: "uri"
    case .decimal: "decfrac"
    case .optional(let type): "\(text(type)) / null"
    case .array(let type): "[* \(text(type))]"
    case .tuple(let types): "[\(list(types.map(text), ", "))]"
    case .sequence(let first, let rest): "[\(list(first.map(text) + ["* \(text(rest))"], ", "))]"
    case .dictionary(let type): "{* tstr => \(text(type))}"
    case .numberedDictionary(let type): "{* int => \(text(type))}"
    case .pairs(let key, let value): "[* (\(text(key)), \(text(value)))]"
    case .choice(let types): list(types.map(text), " / ")
    case .any(let reason): reason == TypeComparison.anyValue ? "any" : "any (\(Self.word(reason)))"
    case .named(let name): named(name)
    }
  }

  private func named(_ name: String) -> String {
    switch model.type(named: name)?.content {
    case .record(let fields):
      "{\(list(fields.map { ($0.mayBeMissing ? "? " : "") + Self.word($0.key) }, ", "))}"
    case .enumeration(let cases): list(cases.map { "/\(Self.word($0.name))" }, " ")
    case .rawValues(let values):
      list(values.cases.map { values.value == .text ? Self.quoted($0.rawValue) : $0.rawValue }, " / ")
    case .raw(let raw):
      "\(raw.size) bytes ("
        + list(
          raw.fields.map { field in
            "\(field.path.map(Self.word).joined(separator: ".")): "
              + "\(field.count > 1 ? "\(field.count) " : "")\(text(field.number)) at \(field.offset)"
          }, ", ") + ")"
    case .alias, nil: Self.word(name)
    }
  }

  private func list(_ items: [String], _ separator: String) -> String {
    let rest = items.count - Self.limit
    return items.prefix(Self.limit).joined(separator: separator) + (rest > 0 ? "\(separator)and \(rest) more" : "")
  }

  /// Returns a name as it is if it is a word, otherwise quoted: a name may contain any characters.
  static func word(_ name: String) -> String {
    let isWord = name.utf8.allSatisfy { byte in
      let character = Character(Unicode.Scalar(byte))
      return character.isASCII && (character.isLetter || character.isNumber || "_-. ".contains(character))
    }
    return isWord && !name.isEmpty ? name : quoted(name)
  }

  static func quoted(_ text: String) -> String { text.debugDescription }

  /// Returns a fingerprint in hexadecimal digits.
  static func fingerprint(_ value: UInt64) -> String { Hexadecimal.prefixed(value) }
}
