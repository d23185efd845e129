// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// How the types of a model are written in C++.
struct CppTypes {
  let model: InterfaceModel
  /// The identifier of each named type that is declared.
  private(set) var names: [String: String] = [:]
  /// For each named type, those that it contains at any depth.
  private var reached: [String: Set<String>] = [:]
  /// The scope of the interface's types, for the structs of cases.
  private(set) var scope = CppNames.types

  init(_ model: InterfaceModel) {
    self.model = model
    let contents = Dictionary(model.types.map { ($0.name, $0) }) { first, _ in first }
    for type in model.types {
      var (seen, pending): (Set<String>, [InterfaceType]) = ([], type.parts)
      while let next = pending.popLast() {
        if case .named(let name) = next, seen.insert(name).inserted { pending += contents[name]?.parts ?? [] }
        pending += next.parts
      }
      reached[type.name] = seen
    }
    for type in model.types where isDeclared(type) { names[type.name] = scope.claim(type.name, .pascal) }
  }

  /// Claims the name of a struct for the associated values of a case.
  mutating func claimCase(_ name: String, of type: String) -> String { scope.claim("\(type)_\(name)", .pascal) }

  /// Whether two types contain each other.
  func isMutual(_ type: String, _ other: String) -> Bool {
    reached[type]?.contains(other) == true && reached[other]?.contains(type) == true
  }

  /// Returns the type as a member of the named type `owner`, which may be incomplete; without one, as a parameter.
  func type(_ type: InterfaceType, in owner: String? = nil) -> String {
    switch type {
    case .named(let name):
      if case .alias(let other)? = model.type(named: name)?.content { return self.type(other, in: owner) }
      guard let identifier = names[name] else { return isEmptyRecord(name) ? "hostcall::Nothing" : "hostcall::Item" }
      return owner.map { isMutual(name, $0) } == true ? "hostcall::Box<\(identifier)>" : identifier
    case .optional(let wrapped): return "std::optional<\(self.type(wrapped, in: owner))>"
    case .array(let element):
      let plain = elementType(element, in: owner)
      return plain == "std::uint8_t" ? "hostcall::Array<\(plain)>" : "std::vector<\(plain)>"
    case .tuple(let types): return tuple(types, in: owner)
    case .sequence(let first, let rest):
      return "hostcall::Sequence<\(tuple(first, in: owner)), \(elementType(rest, in: owner))>"
    case .dictionary(let value): return "std::map<std::string, \(self.type(value, in: owner))>"
    case .numberedDictionary(let value): return "std::map<std::int64_t, \(self.type(value, in: owner))>"
    case .pairs(let key, let value):
      return "std::vector<std::pair<\(self.type(key, in: owner)), \(self.type(value, in: owner))>>"
    case .choice(let types):
      let alternatives = types.map { self.type($0, in: owner) }
      if alternatives.count == 1 { return alternatives[0] }
      // Equal alternatives would be one.
      guard Set(alternatives).count == alternatives.count else { return "hostcall::Item" }
      return "std::variant<\(alternatives.joined(separator: ", "))>"
    default: return Self.scalar(type)
    }
  }

  /// Returns the type of a field: an optional, if the field may be missing.
  func fieldType(_ field: InterfaceField, in owner: String? = nil) -> String {
    let type = type(field.type.unwrapped, in: owner)
    return field.isOptional ? "std::optional<\(type)>" : type
  }

  /// Whether a member may be declared with `{}`, which needs complete types.
  func isInitialized(_ type: InterfaceType, in owner: String, isCase: Bool) -> Bool {
    if case .named(let name) = type, isMutual(name, owner) { return name == owner && !isCase }
    return type.parts.allSatisfy { isInitialized($0, in: owner, isCase: isCase) }
  }

  /// The type of a request, a response or an item, such as `hostcall::Cbor<Profile>`.
  func part(_ part: InterfacePart) -> String {
    guard part.isRaw else { return "hostcall::Cbor<\(type(part.type))>" }
    if case .any = model.resolved(part.type) { return "hostcall::Plain" }
    return "hostcall::Raw<\(type(part.type.rawInC))>"
  }

  /// The type of its value.
  func value(_ part: InterfacePart) -> String {
    guard part.isRaw else { return type(part.type) }
    if case .any = model.resolved(part.type) { return "hostcall::Bytes" }
    return type(part.type.rawInC)
  }

  static func scalar(_ type: InterfaceType) -> String {
    switch type {
    case .bool: "bool"
    case .signed(let bits): bits == 128 ? "hostcall::Int128" : "std::int\(bits)_t"
    case .unsigned(let bits): bits == 128 ? "hostcall::UInt128" : "std::uint\(bits)_t"
    case .float(let bits): bits == 64 ? "double" : "float"
    case .text: "std::string"
    case .bytes: "hostcall::Bytes"
    case .date: "hostcall::Time"
    case .uuid: "hostcall::Uuid"
    case .uri: "hostcall::Uri"
    case .decimal: "hostcall::Decimal"
    default: "hostcall::Item"
    }
  }

  /// Elements of a vector may be of an incomplete type.
  private func elementType(_ element: InterfaceType, in owner: String?) -> String {
    if case .named(let name) = element, names[name] != nil { return type(element) }
    return type(element, in: owner)
  }

  private func tuple(_ types: [InterfaceType], in owner: String?) -> String {
    "std::tuple<\(types.map { type($0, in: owner) }.joined(separator: ", "))>"
  }

  private func isEmptyRecord(_ name: String) -> Bool {
    if case .record? = model.type(named: name)?.content { true } else { false }
  }

  /// Empty records are `hostcall::Nothing`, and aliases what they stand for.
  private func isDeclared(_ type: InterfaceNamedType) -> Bool {
    switch type.content {
    case .record(let fields): !fields.isEmpty
    case .alias: false
    case .enumeration(let cases): !cases.isEmpty
    case .rawValues(let values): !values.cases.isEmpty && values.fitsInt64
    case .raw: true
    }
  }
}
