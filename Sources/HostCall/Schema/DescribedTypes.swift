// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// Collects the types of calls as the data of a descriptor.
///
/// A type that several calls use is listed once.
struct DescribedTypes {
  typealias ValueType = HostCallDescriptor.ValueType
  typealias Field = HostCallDescriptor.Field
  typealias Case = HostCallDescriptor.Case

  /// The depth at which a type that is written out is cut off, so that descriptors stay within the codec's limit on
  /// depth.
  private static let maximumDepth = 24

  private(set) var named: [HostCallDescriptor.NamedType] = []
  private var names: [ObjectIdentifier: String] = [:]
  private var taken: Set<String> = []
  /// The rules of the current call, and those that are not listed yet.
  private var rules: [SchemaRule] = []
  private var pending: [Int] = []

  /// Adds the named types of a call.
  ///
  /// - Returns: The types of its parts, in order.
  mutating func add(_ call: CallTypes) -> [ValueType] {
    (rules, pending) = (call.rules, [])
    var parts: [ValueType] = []
    for part in call.parts { parts.append(described(part.type)) }
    var next = 0
    while next < pending.count {
      let rule = rules[pending[next]]
      named.append(
        HostCallDescriptor.NamedType(
          name: names[rule.id] ?? rule.name, type: content(of: rule), documentation: rule.declaration?.documentation))
      next += 1
    }
    return parts
  }

  private mutating func name(of rule: Int) -> String {
    let (id, name) = (rules[rule].id, rules[rule].name)
    if let known = names[id] { return known }
    var (unique, number) = (name, 1)
    while !taken.insert(unique).inserted {
      number += 1
      unique = "\(name)-\(number)"
    }
    names[id] = unique
    pending.append(rule)
    return unique
  }

  // MARK: Named types

  private mutating func content(of rule: SchemaRule) -> ValueType {
    switch (rule.declaration?.content, rule.type) {
    case (.record(let declared), .map(let members)): return ValueType(.record, fields: fields(members, declared, 1))
    case (.cases(let declared), .choice(let types)): return enumeration(types, declared, 1) ?? described(rule.type)
    case (.cases(let declared), .map): return enumeration([rule.type], declared, 1) ?? described(rule.type)
    case (.rawValues(_, let declared), .literals(let literals)):
      return rawEnumeration(
        literals, declared.map { Case(name: $0.name, rawValue: $0.rawValue, documentation: $0.documentation) })
    default: return described(rule.type)
    }
  }

  /// Returns an enum whose types are its cases; `nil` if one of them is not a map of one entry, whose value is a map.
  private mutating func enumeration(_ types: [SchemaType], _ declared: [HostCaseSchema], _ depth: Int) -> ValueType? {
    var cases: [Case] = []
    for (index, type) in types.enumerated() {
      guard case .map(let entries) = type, entries.count == 1, !entries[0].isOptional,
        case .map(let members) = entries[0].type
      else { return nil }
      let one = index < declared.count ? declared[index] : nil
      cases.append(
        Case(
          name: entries[0].key, fields: fields(members, one?.fields ?? [], depth + 1),
          documentation: one?.documentation))
    }
    guard Set(cases.map(\.name)).count == cases.count else { return nil }
    var type = ValueType(.enumeration)
    type.cases = cases
    return type
  }

  private func rawEnumeration(_ literals: [String], _ declared: [Case]) -> ValueType {
    let values = literals.map { literal in (try? CBORValue(diagnostic: literal)) ?? .text(literal) }
    var name = "int"
    for case .text in values { name = "tstr" }
    for case .float in values { name = "float" }
    var type = ValueType(.rawEnumeration, name: name)
    type.cases =
      declared.isEmpty
      ? zip(values, literals).map { value, literal in
        if case .text(let text) = value { Case(rawValue: text) } else { Case(rawValue: literal) }
      } : declared
    return type
  }

  private mutating func fields(
    _ members: [SchemaMember], _ declared: [HostFieldSchema], _ depth: Int
  ) -> [Field] {
    var fields: [Field] = []
    for (index, member) in members.enumerated() {
      let one = index < declared.count ? declared[index] : nil
      fields.append(
        Field(
          key: member.key, integer: one?.integer, type: described(member.type, depth + 1),
          isOptional: member.isOptional, documentation: one?.documentation))
    }
    return fields
  }

  // MARK: Other types

  private mutating func described(_ type: SchemaType, _ depth: Int = 0) -> ValueType {
    guard depth < Self.maximumDepth else {
      return unknown("a type of more than \(Self.maximumDepth) levels, which only the CDDL describes")
    }
    switch type {
    case .named(let name): return ValueType(.builtIn, name: name)
    case .rule(let rule): return ValueType(.named, name: name(of: rule))
    case .nullable(let type): return ValueType(.nullable, items: described([type], depth))
    case .array(let type): return ValueType(.array, items: described([type], depth))
    case .tuple(let types): return ValueType(.tuple, items: described(types, depth))
    case .sequence(let types, let rest): return ValueType(.sequence, items: described(types + [rest], depth))
    case .dictionary(let value, let isNumbered):
      return ValueType(isNumbered ? .numberedDictionary : .dictionary, items: described([value], depth))
    case .pairs(let key, let value): return ValueType(.pairs, items: described([key, value], depth))
    case .choice(let types):
      return enumeration(types, [], depth) ?? ValueType(.choice, items: described(types, depth))
    case .map(let members): return ValueType(.record, fields: fields(members, [], depth))
    case .literals(let literals): return rawEnumeration(literals, [])
    case .raw(let layout): return raw(layout)
    case .stated(let cddl):
      var type = ValueType(.cddl)
      type.text = cddl
      return type
    case .unknown(let reason): return unknown(reason)
    }
  }

  private mutating func described(_ types: [SchemaType], _ depth: Int) -> [ValueType] {
    var described: [ValueType] = []
    for type in types { described.append(self.described(type, depth + 1)) }
    return described
  }

  private func raw(_ layout: PlainLayout) -> ValueType {
    var type = ValueType(
      .raw,
      fields: layout.fields.map { field in
        Field(
          key: field.path, type: ValueType(.rawNumber, name: field.type), isOptional: false, offset: field.offset)
      })
    (type.size, type.byteOrder) = (layout.size, PlainLayout.byteOrder)
    return type
  }

  private func unknown(_ reason: String) -> ValueType {
    var type = ValueType(.unknown)
    type.text = reason
    return type
  }
}
