// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The types of an interface in C: named ones, and those that consist of others.
struct CTypes {
  private let model: InterfaceModel
  private var names: CNames
  /// The identifiers of all types that have one.
  private(set) var identifiers: [CType: String] = [:]
  /// The types that consist of others, in order of their first use.
  private var composites: [CType] = []
  /// The definitions, each after those whose values it contains.
  private(set) var definitions: [CDefinition] = []
  /// The numbers that cross raw by themselves.
  private(set) var rawNumbers: [CType] = []
  /// The types of requests, responses and so on, from which all others are reached.
  private var roots: [CType] = []
  private var containing: [String: Set<String>] = [:]

  init(_ model: InterfaceModel, _ names: CNames) {
    (self.model, self.names) = (model, names)
    for type in model.types { containing[type.name] = Self.contained(type.name, model) }
    for type in model.types {
      guard let cType = Self.cType(of: type) else { continue }
      identifiers[cType] = self.names.identifier(of: type.name, suffixes: CCaseNames(type.content).suffixes)
    }
  }

  /// The type in C of a named type; `nil` for one that has no identifier of its own.
  private static func cType(of type: InterfaceNamedType) -> CType? {
    switch type.content {
    case .alias: nil
    case .rawValues(let values): values.areExpressible ? .cases(type.name) : nil
    case .record(let fields): fields.count > CDefinition.maximumFieldCount ? nil : .record(type.name)
    case .enumeration, .raw: .record(type.name)
    }
  }

  // MARK: Conversion

  /// Returns the type in C.
  ///
  /// - Parameter owner: The named type whose struct contains the value, if one does.
  mutating func type(_ type: InterfaceType, in owner: String? = nil) -> CType {
    if let scalar = CType(scalar: type) { return scalar }
    switch type {
    case .optional(let content):
      let content = self.type(content)
      if case .optional = content { return content }
      return composite(.optional(content))
    case .array(let element): return composite(.array(self.type(element)))
    case .dictionary(let value): return composite(.map(isNumbered: false, self.type(value)))
    case .numberedDictionary(let value): return composite(.map(isNumbered: true, self.type(value)))
    case .pairs(let key, let value): return composite(.pairs(self.type(key), self.type(value)))
    case .tuple(let types):
      guard !types.isEmpty else { return .item(reason: "an empty array") }
      var elements: [CType] = []
      for each in types { elements.append(self.type(each, in: owner)) }
      return composite(.tuple(elements))
    case .sequence: return .item(reason: "an array of several types")
    case .choice: return .item(reason: "one of several types")
    case .any(let reason): return .item(reason: reason)
    case .named(let name):
      guard let named = model.type(named: name) else { return .item(reason: "the unknown type \(name)") }
      if case .alias(let other) = named.content { return self.type(other, in: owner) }
      guard let type = Self.cType(of: named) else { return .item(reason: "\(name), which C cannot express") }
      if let owner, containing[name]?.contains(owner) == true { return composite(.box(type)) }
      return type
    default: return .item(reason: "an unknown type")
    }
  }

  private mutating func composite(_ type: CType) -> CType {
    if identifiers[type] == nil {
      identifiers[type] = names.claim(word(of: type), suffixes: CDefinition.suffixes(of: type))
      composites.append(type)
    }
    return type
  }

  /// The words for a type in the names of others.
  private func word(of type: CType) -> String {
    switch type {
    case .scalar(_, let word): word
    case .item: "item"
    case .record, .cases: String((identifiers[type] ?? "value").dropFirst(model.name.count + 1))
    case .optional(let content): "\(word(of: content))_or_null"
    case .box(let content): "box_\(word(of: content))"
    case .array(let element): "\(word(of: element))_array"
    case .map(let isNumbered, let value): "\(word(of: value))_\(isNumbered ? "numbered_" : "")map"
    case .pairs(let key, let value): "\(word(of: key))_\(word(of: value))_pairs"
    case .tuple(let types): types.map { word(of: $0) }.joined(separator: "_") + "_tuple"
    }
  }

  /// The named types whose values a value of a named type contains, not behind a pointer.
  private static func contained(_ name: String, _ model: InterfaceModel) -> Set<String> {
    var (seen, pending): (Set<String>, [InterfaceType]) = ([], model.type(named: name)?.parts ?? [])
    while let next = pending.popLast() {
      switch next {
      case .named(let other):
        if seen.insert(other).inserted { pending += model.type(named: other)?.parts ?? [] }
      case .tuple: pending += next.parts
      default: break
      }
    }
    return seen
  }

  // MARK: Parts

  /// Returns a part of a call or event.
  mutating func part(_ part: InterfacePart, of call: String) throws(GeneratorError) -> CPart {
    guard part.isRaw else {
      if model.isEmpty(part) {
        return CPart(type: type(part.type), description: "&hostcall_typed_empty", isEmpty: true)
      }
      let type = type(part.type)
      roots.append(type)
      return CPart(type: type, description: "&\(description(of: type))", isEmpty: false)
    }
    guard part.isLittleEndian else { throw GeneratorError("\(call) has a raw value whose bytes are big-endian") }
    let type = type(part.type.rawInC)
    if case .item = type { return .payload }
    roots.append(type)
    if case .record = type { return CPart(type: type, description: "&\(description(of: type))", isEmpty: false) }
    if !rawNumbers.contains(type) { rawNumbers.append(type) }
    return CPart(type: type, description: "&raw_\(word(of: type))", isEmpty: false)
  }

  // MARK: Results

  /// Orders the definitions, when all types are known.
  mutating func finish() {
    var found: [CType: CDefinition] = [:]
    for named in model.types {
      guard let type = Self.cType(of: named) else { continue }
      found[type] = CDefinition(named, type, &self)
    }
    // Further composites may be found while these are defined.
    var next = 0
    while next < composites.count {
      let type = composites[next]
      found[type] = CDefinition(type, identifiers[type] ?? "")
      next += 1
    }
    var done: Set<CType> = []
    func add(_ type: CType) {
      guard let definition = found[type], done.insert(type).inserted else { return }
      for part in definition.contained { add(part) }
      definitions.append(definition)
    }
    var reached: Set<CType> = []
    while let type = roots.popLast() {
      if reached.insert(type).inserted { roots += found[type]?.parts ?? [] }
    }
    for named in model.types { if let type = Self.cType(of: named), reached.contains(type) { add(type) } }
    for type in composites where reached.contains(type) { add(type) }
  }

  /// The identifier of a type's description.
  func description(of type: CType) -> String {
    switch type {
    case .scalar(_, let word): "hostcall_typed_\(word)"
    case .item: "hostcall_typed_item"
    default: (identifiers[type] ?? "hostcall_typed_item") + "_type"
    }
  }

  /// The name of a type in C, as it is stored.
  func name(_ type: CType) -> String {
    switch type {
    case .scalar(let name, _): name
    case .item: "hostcall_item"
    case .optional(let content), .box(let content): pointer(to: content)
    default: identifiers[type] ?? "hostcall_item"
    }
  }

  /// The type of a pointer to a constant of a type, without a space at its end.
  func pointer(to type: CType) -> String {
    let name = name(type)
    return name.hasSuffix("*") ? "\(name)const *" : "const \(name) *"
  }

  /// A declaration of a variable.
  func declaration(_ type: CType, _ variable: String) -> String {
    let name = name(type)
    return name.hasSuffix("*") ? name + variable : "\(name) \(variable)"
  }

  /// A declaration of a parameter, which is a pointer unless the type is passed by value.
  func parameter(_ type: CType, _ variable: String) -> String {
    type.isPassedByValue ? declaration(type, variable) : pointer(to: type) + variable
  }
}

extension RawValueEnumeration {
  /// Whether C has constants for the raw values.
  var areExpressible: Bool { fitsInt64 && (value != .text || cases.allSatisfy { !$0.rawValue.utf8.contains(0) }) }
}
