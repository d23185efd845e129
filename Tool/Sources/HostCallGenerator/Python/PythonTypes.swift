// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The annotations and codecs of types in a generated module.
struct PythonTypes {
  let model: InterfaceModel
  var names: PythonNames
  /// The names of types whose codecs are defined already; others are referred to by a function.
  var defined: Set<String> = []
  /// The modules that annotations refer to.
  private(set) var modules: Set<String> = []
  /// Whether annotations refer to `Any`.
  private(set) var usesAny = false

  init(_ model: InterfaceModel) {
    self.model = model
    names = PythonNames(model)
  }

  /// Returns the annotation of a type.
  mutating func annotation(_ type: InterfaceType) -> String {
    switch model.resolved(type) {
    case .bool: return "bool"
    case .signed, .unsigned: return "int"
    case .float: return "float"
    case .text, .uri: return "str"
    case .bytes: return "bytes"
    case .date: return qualified("datetime", "datetime")
    case .uuid: return qualified("uuid", "UUID")
    case .decimal: return qualified("decimal", "Decimal")
    case .optional(let type):
      let inner = annotation(type)
      return inner == "Any" || inner.hasSuffix(" | None") ? inner : "\(inner) | None"
    case .array(let type): return "list[\(annotation(type))]"
    case .tuple(let types): return types.isEmpty ? "tuple[()]" : "tuple[\(list(types))]"
    case .sequence(let first, let rest): return "tuple[\(list(first + [.array(rest)]))]"
    case .dictionary(let type): return "dict[str, \(annotation(type))]"
    case .numberedDictionary(let type): return "dict[int, \(annotation(type))]"
    case .pairs(let key, let value):
      return isHashable(key) ? "dict[\(list([key, value]))]" : "list[tuple[\(list([key, value]))]]"
    case .choice(let types):
      var parts: [String] = []
      for type in types {
        let part = annotation(type)
        if !parts.contains(part) { parts.append(part) }
      }
      return parts.contains("Any") ? "Any" : parts.joined(separator: " | ")
    case .named(let name): return names.classes[name] ?? "object"
    case .any:
      usesAny = true
      return "Any"
    }
  }

  /// Returns the codec of a type in CBOR.
  mutating func codec(_ type: InterfaceType) -> PythonExpression {
    switch model.resolved(type) {
    case .bool: return "codec.BOOL"
    case .signed(let bits): return "codec.INT\(bits)"
    case .unsigned(let bits): return "codec.UINT\(bits)"
    case .float(let bits): return "codec.FLOAT\(bits)"
    case .text: return "codec.TEXT"
    case .uri: return "codec.URI"
    case .bytes: return "codec.BYTES"
    case .date: return "codec.DATE"
    case .uuid: return "codec.UUID"
    case .decimal: return "codec.DECIMAL"
    case .optional(let type): return .call("codec.optional", codecs([type]))
    case .array(let type): return .call("codec.array", codecs([type]))
    case .tuple(let types): return .call("codec.tuple_of", codecs(types))
    case .sequence(let first, let rest): return .call("codec.sequence", codecs(first + [rest]))
    case .dictionary(let type): return .call("codec.dictionary", codecs([type]))
    case .numberedDictionary(let type): return .call("codec.numbered_dictionary", codecs([type]))
    case .pairs(let key, let value):
      return .call(isHashable(key) ? "codec.pairs" : "codec.pairs_list", codecs([key, value]))
    case .choice(let types): return .call("codec.choice", codecs(types))
    case .named(let name):
      let constant = names.constant(name, "codec")
      return defined.contains(name) ? .text(constant) : .call("codec.later", ["lambda: \(constant)"])
    case .any: return "codec.ANY"
    }
  }

  /// The reasons why parts of a type are any value.
  func reasons(_ type: InterfaceType) -> [String] {
    if case .any(let reason) = type { return [reason] }
    if case .named(let name) = type, case .alias(let other)? = model.type(named: name)?.content {
      return reasons(other)
    }
    return type.parts.flatMap(reasons)
  }

  /// Returns the arguments of `codec.raw` and `codec.raw_parameters`: byte order, size and fields.
  ///
  /// - Parameters:
  ///   - raw: The struct.
  ///   - fields: The names of its fields in Python.
  static func layout(_ raw: RawStruct, _ fields: [String]) -> [PythonExpression] {
    let numbers = zip(fields, raw.fields).map { name, field in
      PythonExpression.group(
        "(",
        ["\(PythonText.literal(name))", "\"\(format(field.number))\"", field.count == 1 ? "None" : "\(field.count)"],
        ")")
    }
    return ["\"\(raw.isLittleEndian ? "<" : ">")\"", "\(raw.size)"] + numbers
  }

  /// Returns the format of a number in the notation of Python's `struct`, and of the runtime for 128 bits.
  static func format(_ number: InterfaceType) -> String {
    switch number {
    case .bool: "?"
    case .signed(let bits): [8: "b", 16: "h", 32: "i", 64: "q"][bits] ?? "q16"
    case .unsigned(let bits): [8: "B", 16: "H", 32: "I", 64: "Q"][bits] ?? "Q16"
    case .float(let bits): [16: "e", 32: "f"][bits] ?? "d"
    default: "x"
    }
  }

  private mutating func qualified(_ module: String, _ name: String) -> String {
    modules.insert(module)
    return "\(module).\(name)"
  }

  private mutating func list(_ types: [InterfaceType]) -> String {
    var parts: [String] = []
    for type in types { parts.append(annotation(type)) }
    return parts.joined(separator: ", ")
  }

  private mutating func codecs(_ types: [InterfaceType]) -> [PythonExpression] {
    var parts: [PythonExpression] = []
    for type in types { parts.append(codec(type)) }
    return parts
  }

  /// Returns whether values of a type can be the keys of a dictionary in Python.
  private func isHashable(_ type: InterfaceType) -> Bool {
    switch model.resolved(type) {
    case .bool, .signed, .unsigned, .float, .text, .bytes, .date, .uuid, .uri, .decimal: return true
    case .named(let name):
      if case .rawValues? = model.type(named: name)?.content { return true }
      return false
    default: return false
    }
  }
}
