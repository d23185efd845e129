// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCallGenerator

/// Compares the types of one place in two versions: whether each version reads every value that the other may send.
///
/// Types are compared by their parts, not by their names. A pair of named types is compared where it first occurs, and
/// taken to be the same within itself, so recursive types end.
struct TypeComparison {
  /// The reason of the type that accepts any value; other reasons say why a type isn't known.
  static let anyValue = "any value"

  /// Two types, the old one and the new one.
  private struct Pair: Hashable {
    let old, new: InterfaceType
  }

  let old, new: InterfaceModel
  private var changes: [TypeChange] = []
  private var seen: Set<Pair> = []
  private var depth = 0
  // A descriptor from elsewhere may nest named types without end; 128 levels take about 350 kB of stack.
  private static let maximumDepth = 128
  /// The refusals of pairs of alternatives, which are compared many times; empty while a pair is compared.
  private var alternatives: [Pair: TypeChange.Refusals] = [:]

  /// Returns the changes of a part.
  ///
  /// - Parameters:
  ///   - old: The part in the old version, and that version's types.
  ///   - new: The part in the new version, and that version's types.
  ///   - place: The place of the part.
  static func changes(
    from old: (types: InterfaceModel, part: InterfacePart), to new: (types: InterfaceModel, part: InterfacePart),
    at place: String
  ) -> [TypeChange] {
    var comparison = TypeComparison(old: old.types, new: new.types)
    if old.part.isRaw || new.part.isRaw {
      comparison.compareRaw(old.part, new.part, at: place)
    } else {
      comparison.compare(old.part.type, new.part.type, at: place)
    }
    return comparison.changes
  }

  private init(old: InterfaceModel, new: InterfaceModel) {
    (self.old, self.new) = (old, new)
  }

  // MARK: Types

  private mutating func compare(_ old: InterfaceType, _ new: InterfaceType, at place: String) {
    let pair = Pair(old: old, new: new)
    if Self.isNamed(old) || Self.isNamed(new), !seen.insert(pair).inserted { return }
    guard depth < Self.maximumDepth else {
      let found = "\(text(new: new)), which is nested too deeply to compare"
      return add(place, found: found, expected: text(old: old), refusals: [.byOld, .byNew])
    }
    depth += 1
    defer { depth -= 1 }
    let (old, new) = (self.old.resolved(old), self.new.resolved(new))
    switch (old, new) {
    case (.any(Self.anyValue), _), (_, .any(Self.anyValue)):
      seen.remove(pair)
      addRefusals(old, new, at: place)
    case (.optional(let old), .optional(let new)): compare(old, new, at: place)
    case (.optional(let value), _):
      add(place, found: text(new: new), expected: text(old: old), refusals: .byNew)
      compare(value, new, at: place)
    case (_, .optional(let value)):
      add(place, found: text(new: new), expected: text(old: old), refusals: .byOld)
      compare(old, value, at: place)
    case (.choice, _), (_, .choice): compareChoices(old, new, at: place)
    case (.array(let old), .array(let new)): compare(old, new, at: place + "[]")
    case (.dictionary(let old), .dictionary(let new)): compare(old, new, at: place + "{}")
    case (.numberedDictionary(let old), .numberedDictionary(let new)): compare(old, new, at: place + "{number}")
    case (.pairs(let old, let oldValue), .pairs(let new, let newValue)):
      compare(old, new, at: place + "[key]")
      compare(oldValue, newValue, at: place + "[value]")
    case (.tuple(let old), .tuple(let new)) where old.count == new.count: compare(old, new, at: place)
    case (.sequence(let old, let oldRest), .sequence(let new, let newRest)) where old.count == new.count:
      compare(old, new, at: place)
      compare(oldRest, newRest, at: place + "[]")
    default:
      guard !compareNamed(old, new, at: place) else { return }
      // Without common parts, each place is listed.
      seen.remove(pair)
      addRefusals(old, new, at: place)
    }
  }

  private mutating func addRefusals(_ old: InterfaceType, _ new: InterfaceType, at place: String) {
    guard let refusals = refusals(old, new) else { return }
    add(place, found: text(new: new), expected: text(old: old), refusals: refusals)
  }

  private mutating func compare(_ old: [InterfaceType], _ new: [InterfaceType], at place: String) {
    for (index, (old, new)) in zip(old, new).enumerated() { compare(old, new, at: "\(place)[\(index)]") }
  }

  /// Compares two named types, and returns whether they are of the same kind.
  private mutating func compareNamed(_ old: InterfaceType, _ new: InterfaceType, at place: String) -> Bool {
    switch (content(old, in: self.old), content(new, in: self.new)) {
    case (.record(let old)?, .record(let new)?): compare(fields: old, new, at: place)
    case (.enumeration(let old)?, .enumeration(let new)?): compare(cases: old, new, at: place)
    case (.rawValues(let old)?, .rawValues(let new)?) where old.value == new.value:
      let (before, after) = (Set(old.cases.map(\.rawValue)), Set(new.cases.map(\.rawValue)))
      for value in after.subtracting(before).sorted() {
        add(place, found: "the case \(TypeText.word(value))", expected: "no such case", refusals: .byOld)
      }
      for value in before.subtracting(after).sorted() {
        add(place, found: "no such case", expected: "the case \(TypeText.word(value))", refusals: .byNew)
      }
    default: return false
    }
    return true
  }

  private func content(_ type: InterfaceType, in model: InterfaceModel) -> InterfaceNamedType.Content? {
    if case .named(let name) = type { model.type(named: name)?.content } else { nil }
  }

  private mutating func compare(fields old: [InterfaceField], _ new: [InterfaceField], at place: String) {
    for pair in VersionPair.all(old, new, by: \.key) {
      let inner = "\(place).\(TypeText.word(pair.key))"
      switch (pair.old, pair.new) {
      case (let old?, let new?): compare(field: old, new, at: inner)
      // A further field is ignored, and a required one is missed.
      case (nil, let new?):
        add(inner, found: text(new: new), expected: "no field", refusals: new.mayBeMissing ? [] : .byNew)
      case (let old?, nil):
        add(inner, found: "no field", expected: text(old: old), refusals: old.mayBeMissing ? [] : .byOld)
      case (nil, nil): break
      }
    }
  }

  private mutating func compare(field old: InterfaceField, _ new: InterfaceField, at place: String) {
    switch (old.mayBeMissing, new.mayBeMissing) {
    case (false, false): compare(old.type, new.type, at: place)
    case (true, true): compare(old.type.unwrapped, new.type.unwrapped, at: place)
    case (let wasOptional, _):
      add(place, found: text(new: new), expected: text(old: old), refusals: wasOptional ? .byNew : .byOld)
      compare(old.type.unwrapped, new.type.unwrapped, at: place)
    }
  }

  private mutating func compare(cases old: [InterfaceCase], _ new: [InterfaceCase], at place: String) {
    for pair in VersionPair.all(old, new, by: \.name) {
      let inner = "\(place)/\(TypeText.word(pair.key))"
      switch (pair.old, pair.new) {
      case (let old?, let new?): compare(fields: old.fields, new.fields, at: inner)
      case (nil, _): add(inner, found: "a case", expected: "no such case", refusals: .byOld)
      case (_, nil): add(inner, found: "no such case", expected: "a case", refusals: .byNew)
      }
    }
  }

  // MARK: Choices

  /// Compares a choice with another or with a type: each alternative must be read by one of the other version.
  private mutating func compareChoices(_ old: InterfaceType, _ new: InterfaceType, at place: String) {
    let (oldTypes, newTypes) = (Self.alternatives(of: old), Self.alternatives(of: new))
    var refusals: TypeChange.Refusals = []
    for new in newTypes where oldTypes.allSatisfy({ isRefused($0, new, .byOld) }) { refusals.insert(.byOld) }
    for old in oldTypes where newTypes.allSatisfy({ isRefused(old, $0, .byNew) }) { refusals.insert(.byNew) }
    guard !refusals.isEmpty else { return }
    add(place, found: text(new: new), expected: text(old: old), refusals: refusals)
  }

  private static func alternatives(of type: InterfaceType) -> [InterfaceType] {
    if case .choice(let types) = type { types.flatMap(alternatives) } else { [type] }
  }

  private mutating func isRefused(
    _ old: InterfaceType, _ new: InterfaceType, _ side: TypeChange.Refusals
  ) -> Bool {
    let pair = Pair(old: old, new: new)
    if let known = alternatives[pair] { return known.contains(side) }
    alternatives[pair] = []
    var inner = TypeComparison(old: self.old, new: self.new)
    inner.alternatives = alternatives
    inner.depth = depth
    inner.compare(old, new, at: "")
    alternatives = inner.alternatives
    let refusals = inner.changes.reduce(into: TypeChange.Refusals()) { $0.formUnion($1.refusals) }
    alternatives[pair] = refusals
    return refusals.contains(side)
  }

  // MARK: Raw memory

  private mutating func compareRaw(_ old: InterfacePart, _ new: InterfacePart, at place: String) {
    let (oldType, newType) = (self.old.resolved(old.type), self.new.resolved(new.type))
    let (oldContent, newContent) = (content(oldType, in: self.old), content(newType, in: self.new))
    let isSame =
      old.isRaw == new.isRaw && old.isLittleEndian == new.isLittleEndian
      && (oldContent == nil ? oldType == newType : oldContent == newContent)
    guard !isSame else { return }
    let (found, expected) = (TypeText(self.new).text(new), TypeText(self.old).text(old))
    add(place, found: found, expected: expected, refusals: [.byOld, .byNew])
  }

  // MARK: Changes

  private mutating func add(
    _ place: String, found: String, expected: String, refusals: TypeChange.Refusals
  ) {
    changes.append(TypeChange(place: place, found: found, expected: expected, refusals: refusals))
  }

  private func text(old type: InterfaceType) -> String { TypeText(old).text(type) }

  private func text(new type: InterfaceType) -> String { TypeText(new).text(type) }

  private func text(old field: InterfaceField) -> String { text(old: field.type) + Self.mark(field) }

  private func text(new field: InterfaceField) -> String { text(new: field.type) + Self.mark(field) }

  private static func mark(_ field: InterfaceField) -> String { field.mayBeMissing ? ", optional" : "" }
}
