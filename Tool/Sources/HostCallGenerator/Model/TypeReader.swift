// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

/// Reads the types of a descriptor, and names those that have no name in Swift.
///
///     Profile = {tags: [* {text: tstr}]}    →    Profile = {tags: [* ProfileTags]}, ProfileTags = {text: tstr}
struct TypeReader {
  private typealias ValueType = HostCallDescriptor.ValueType

  private var types: [InterfaceNamedType] = []
  private let known: Set<String>
  private var taken: Set<String>

  init(_ named: [HostCallDescriptor.NamedType]) {
    known = Set(named.map(\.name))
    taken = known
    for type in named {
      let content = content(type.type, TypePlace(name: type.name, path: type.name))
      types.append(InterfaceNamedType(name: type.name, content: content, documentation: type.documentation))
    }
  }

  /// The named types in the order of ``InterfaceModel/types``.
  var finished: [InterfaceNamedType] { TypeOrder(types).sorted }

  /// Returns a part of a call.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - place: The name for its type, if the type has none, and where it occurs.
  mutating func part(_ part: HostCallDescriptor.Part, _ place: TypePlace) -> InterfacePart {
    guard let described = part.type else {
      return InterfacePart(
        type: .any(reason: "the descriptor has no type for it"), isRaw: part.encoding == "raw", isLittleEndian: true)
    }
    return InterfacePart(
      type: type(described, place), isRaw: part.encoding == "raw", isLittleEndian: described.byteOrder != "big")
  }

  // MARK: Named types

  private mutating func content(_ type: ValueType, _ place: TypePlace) -> InterfaceNamedType.Content {
    switch type.kind {
    case .record: return .record(fields(type.fields ?? [], place))
    case .enumeration:
      var cases: [InterfaceCase] = []
      for one in type.cases ?? [] {
        cases.append(
          InterfaceCase(
            name: one.name ?? "", fields: fields(one.fields ?? [], place.joined(one.name ?? "")),
            documentation: one.documentation))
      }
      return .enumeration(cases)
    case .rawEnumeration:
      guard let value = RawValueEnumeration.Value(rawValue: type.name ?? "") else {
        return .alias(.any(reason: "an enumeration of \(type.name ?? "unknown") values"))
      }
      // Emitters write numbers as they are.
      for one in type.cases ?? [] where !value.accepts(one.rawValue ?? "") {
        return .alias(.any(reason: "an enumeration with the raw value \(one.rawValue ?? "nil"), which is no number"))
      }
      let cases = (type.cases ?? []).map { one in
        RawValueEnumeration.Case(
          name: one.name ?? one.rawValue ?? "", rawValue: one.rawValue ?? "", documentation: one.documentation)
      }
      return .rawValues(RawValueEnumeration(value: value, cases: cases))
    case .raw: return RawStruct(type).map { .raw($0) } ?? .alias(.any(reason: "raw memory of an unknown layout"))
    default: return .alias(self.type(type, place))
    }
  }

  private mutating func fields(_ fields: [HostCallDescriptor.Field], _ place: TypePlace) -> [InterfaceField] {
    var read: [InterfaceField] = []
    for field in fields {
      read.append(
        InterfaceField(
          key: field.key, type: type(field.type, place.joined(field.key)), mayBeMissing: field.isOptional,
          documentation: field.documentation))
    }
    return read
  }

  // MARK: Other types

  private mutating func type(_ type: ValueType, _ place: TypePlace) -> InterfaceType {
    let items = type.items ?? []
    switch (type.kind, items.count) {
    case (.builtIn, _):
      return InterfaceType(cddl: type.name ?? "") ?? .any(reason: "the unknown type \(type.name ?? "")")
    case (.cddl, _):
      let text = type.text ?? ""
      return InterfaceType(cddl: text) ?? .any(reason: "in CDDL: \(text)")
    case (.named, _):
      let name = type.name ?? ""
      return known.contains(name) ? .named(name) : .any(reason: "the type \(name), which the descriptor lacks")
    case (.nullable, 1): return .optional(self.type(items[0], place).unwrapped)
    case (.array, 1): return .array(self.type(items[0], place))
    case (.dictionary, 1): return .dictionary(self.type(items[0], place))
    case (.numberedDictionary, 1): return .numberedDictionary(self.type(items[0], place))
    case (.pairs, 2):
      return .pairs(key: self.type(items[0], place.joined("key")), value: self.type(items[1], place))
    case (.tuple, _): return .tuple(numbered(items, place))
    case (.sequence, 1...):
      let types = numbered(items, place)
      return .sequence(first: types.dropLast(), rest: types[types.count - 1])
    case (.choice, 1...): return .choice(numbered(items, place))
    case (.record, _), (.enumeration, _), (.rawEnumeration, _), (.raw, _): return nominal(type, place)
    case (.unknown, _): return .any(reason: type.text ?? "an unknown type")
    default: return .any(reason: "a type of the unknown kind \(type.kind.rawValue)")
    }
  }

  private mutating func numbered(_ items: [ValueType], _ place: TypePlace) -> [InterfaceType] {
    var types: [InterfaceType] = []
    for (index, item) in items.enumerated() { types.append(type(item, place.element(index))) }
    return types
  }

  /// Names a type, unless it is a number by itself.
  private mutating func nominal(_ type: ValueType, _ place: TypePlace) -> InterfaceType {
    if type.kind == .raw, let raw = RawStruct(type), raw.fields.count == 1, raw.fields[0].path.isEmpty,
      raw.fields[0].count == 1
    {
      return raw.fields[0].number
    }
    var (name, number) = (place.name, 1)
    while !taken.insert(name).inserted {
      number += 1
      name = "\(place.name)-\(number)"
    }
    let content = content(type, TypePlace(name: name, path: place.path))
    types.append(InterfaceNamedType(name: name, content: content, documentation: place.documentation))
    return .named(name)
  }
}
