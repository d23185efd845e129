// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The identifiers of a generated module.
struct TypeScriptNames {
  private static let keywords: Set<String> = [
    "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
    "enum", "export", "extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "new",
    "null", "return", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
    "yield", "let", "static", "implements", "interface", "package", "private", "protected", "public", "arguments",
    "eval", "undefined",
  ]
  /// What the generated code refers to, and types whose names would mislead.
  static let used: Set<String> = [
    "Array", "AsyncIterable", "Awaitable", "Bridge", "CallContext", "CallDefinition", "CallFailure", "CallOptions",
    "CoreStream", "Date", "Error", "EventDefinition", "Events", "Function", "Iterable", "Listener", "ListenerOptions",
    "Map", "Number", "Object", "OpenOptions", "Promise", "PromiseLike", "Record", "Set", "StreamOptions", "String",
    "Subscription", "Symbol", "Uint8Array", "codec",
  ]
  /// The members of a client that are not calls.
  private static let client: Set<String> = ["bridge", "close", "constructor", "open"]

  /// The client's class.
  let client: String
  /// The interface of what the host answers.
  let host: String
  private var module: NameScope
  private var types: [String: String] = [:]
  private var values: [String: String] = [:]

  init(_ model: InterfaceModel) {
    module = NameScope(reserved: Self.keywords.union(Self.used))
    client = module.claim(model.name, .pascal)
    host = module.claim(identifier: client + "Host")
    for type in model.types { types[type.name] = module.claim(type.name, .pascal) }
  }

  /// The TypeScript type of a named type.
  func type(_ name: String) -> String { types[name] ?? "unknown" }

  /// Returns a new type with a name like the given one.
  mutating func claimType(_ name: String) -> String { module.claim(name, .pascal) }

  /// Returns the name of a constant, such as `logInCall` for the call `log_in`; the same each time.
  mutating func value(_ name: String, _ kind: String) -> String {
    let key = "\(kind) \(name)"
    if let known = values[key] { return known }
    let identifier = module.claim("\(name) \(kind)", .camel)
    values[key] = identifier
    return identifier
  }

  /// A scope for the methods of the client, or of the host.
  static func methods(isClient: Bool) -> NameScope { NameScope(reserved: isClient ? client : ["constructor"]) }

  /// Returns the property for each key of a record.
  ///
  /// Keys are properties as they are, except for a single associated value without a label, and the one name that
  /// JavaScript does not store.
  ///
  /// - Parameter taken: The name of another property of the same object.
  static func properties(_ fields: [InterfaceField], taken: String? = nil) -> [String] {
    let keys = Set(fields.map(\.key))
    return fields.map { field in
      if field.key == "_0", fields.count == 1, taken != "value" { return "value" }
      var property = field.key == "__proto__" ? "proto" : field.key
      while property != field.key, keys.contains(property) || property == taken { property += "_" }
      return property
    }
  }

  /// The property that has the name of an enumeration's case: `kind`, unless one of its values has that name.
  static func tag(_ cases: [InterfaceCase]) -> String {
    let keys = Set(cases.flatMap { $0.fields.map(\.key) })
    var tag = "kind"
    while keys.contains(tag) { tag += "_" }
    return tag
  }
}
