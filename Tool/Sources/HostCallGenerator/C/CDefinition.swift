// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A type that a generated interface defines in C, or only describes.
struct CDefinition {
  /// A member of a struct.
  struct Member {
    var identifier: String
    var type: CType
    /// The key in the message.
    var key: String
    var mayBeMissing = false
    var documentation: String?
    /// Of a vector in raw memory, the number of its numbers; otherwise 1.
    var count = 1
    /// The offset in raw memory.
    var offset = 0
  }

  /// A case of an enum.
  struct Case {
    /// The enumerator.
    var identifier: String
    /// The members of its description, such as `.text = "red"`.
    var value: String
    var documentation: String?
  }

  /// A case with associated values.
  struct Choice {
    /// The enumerator.
    var identifier: String
    var name: String
    /// The member of the union, which is a struct.
    var member: String
    var structure: String
    var members: [Member]
    var documentation: String?
  }

  enum Content {
    case enumeration(RawValueEnumeration.Value, [Case])
    case choices(kind: String, [Choice])
    case record([Member])
    case raw(size: Int, [Member])
    case tuple([Member])
    case array(CType)
    case entries(key: CType, value: CType, isMap: Bool)
    case optional(CType)
    case box(CType)
  }

  /// The number of fields that the runtime accepts in a record.
  static let maximumFieldCount = 256

  let type: CType
  /// The identifier of the type; of a pointer, that of its description.
  let identifier: String
  /// The name in Swift.
  let name: String
  let documentation: String?
  let content: Content

  /// The types whose values lie in this one, so that they have to be complete before.
  var contained: [CType] {
    switch content {
    case .record(let members), .tuple(let members), .raw(_, let members): members.map(\.type)
    case .choices(_, let choices): choices.flatMap { $0.members.map(\.type) }
    case .enumeration, .array, .entries, .optional, .box: []
    }
  }

  /// The types that this one consists of, in itself or behind pointers.
  var parts: [CType] {
    switch content {
    case .array(let type), .optional(let type), .box(let type): [type]
    case .entries(let key, let value, _): [key, value]
    default: contained
    }
  }

  /// What is declared for a struct: itself, its description and its fields.
  static let structureSuffixes = ["", "_type", "_fields"]

  static func suffixes(of type: CType) -> [String] {
    switch type {
    case .map, .pairs: ["", "_type", "_entry", "_entry_type", "_entry_fields"]
    default: structureSuffixes
    }
  }

  // MARK: Named types

  init(_ named: InterfaceNamedType, _ type: CType, _ types: inout CTypes) {
    self.type = type
    identifier = types.identifiers[type] ?? ""
    name = named.name
    documentation = named.documentation
    switch named.content {
    case .record(let fields): content = .record(Self.members(fields, of: named.name, &types))
    case .enumeration(let cases): content = Self.choices(cases, identifier, named.name, &types)
    case .rawValues(let values): content = Self.enumeration(values, identifier)
    case .raw(let raw): content = .raw(size: raw.size, Self.members(raw))
    case .alias: content = .record([])
    }
  }

  private static func members(
    _ fields: [InterfaceField], of owner: String, _ types: inout CTypes
  ) -> [Member] {
    var scope = NameScope(reserved: CText.keywords)
    return fields.map { field in
      let type = field.mayBeMissing ? InterfaceType.optional(field.type.unwrapped) : field.type
      return Member(
        identifier: scope.claim(field.key, .snake), type: types.type(type, in: owner), key: field.key,
        mayBeMissing: field.mayBeMissing, documentation: field.documentation)
    }
  }

  private static func members(_ raw: RawStruct) -> [Member] {
    var scope = NameScope(reserved: CText.keywords)
    return raw.fields.map { field in
      let number = field.number.rawInC
      return Member(
        identifier: scope.claim(field.path.joined(separator: "_"), .snake),
        type: CType(scalar: number) ?? .item(reason: "an unknown number"), key: field.path.joined(separator: "."),
        documentation: number == field.number ? nil : "The bits of a number in floating point.", count: field.count,
        offset: field.offset)
    }
  }

  private static func choices(
    _ cases: [InterfaceCase], _ identifier: String, _ name: String, _ types: inout CTypes
  ) -> Content {
    let names = CCaseNames(.enumeration(cases))
    let choices = cases.enumerated().map { index, one in
      Choice(
        identifier: identifier.uppercased() + names.enumerators[index], name: one.name,
        member: names.members[index], structure: identifier + names.structures[index],
        members: Self.members(one.fields, of: name, &types), documentation: one.documentation)
    }
    return .choices(kind: "\(identifier)_kind", choices)
  }

  private static func enumeration(_ values: RawValueEnumeration, _ identifier: String) -> Content {
    let names = CCaseNames(.rawValues(values))
    return .enumeration(
      values.value,
      values.cases.enumerated().map { index, one in
        let value =
          switch values.value {
          case .text: ".text = \(CText.literal(one.rawValue))"
          case .integer: ".integer = \(CText.integer(one.rawValue))"
          case .float: ".number = \(one.rawValue)"
          }
        return Case(
          identifier: identifier.uppercased() + names.enumerators[index], value: value,
          documentation: one.documentation)
      })
  }

  // MARK: Types that consist of others

  /// Creates the definition of an array, a map, a tuple or a pointer.
  init(_ type: CType, _ identifier: String) {
    (self.type, self.identifier, name, documentation) = (type, identifier, "", nil)
    switch type {
    case .array(let element): content = .array(element)
    case .map(let isNumbered, let value):
      let key = CType(scalar: isNumbered ? .signed(bits: 64) : .text) ?? value
      content = .entries(key: key, value: value, isMap: true)
    case .pairs(let key, let value): content = .entries(key: key, value: value, isMap: false)
    case .tuple(let elements):
      content = .tuple(
        elements.enumerated().map { Member(identifier: "v\($0.offset)", type: $0.element, key: "\($0.offset)") })
    case .box(let content): self.content = .box(content)
    case .optional(let content): self.content = .optional(content)
    default: content = .record([])
    }
  }
}
