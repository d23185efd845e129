// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The identifiers of a generated module.
struct PythonNames {
  /// The words that no identifier may be.
  static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "match", "case", "type", "_",
  ]
  /// What annotations and the code refer to, also inside of classes, where a field or method of that name would hide
  /// it.
  static let used: Set<String> = [
    "int", "str", "bytes", "bool", "float", "list", "dict", "tuple", "Any", "AsyncIterator", "Awaitable", "Iterable",
    "Mapping", "Protocol", "abstractmethod", "annotations", "codec", "dataclass", "datetime", "decimal", "enum",
    "hostcall", "interface", "uuid", "object", "Exception", "super",
  ]
  /// The members of a client that are not calls, and parameters of its methods.
  private static let client: Set<String> = ["aclose", "bridge", "close", "open"]
  static let options: Set<String> = ["self", "timeout", "metadata", "silence", "buffer"]

  /// The client's class.
  let client: String
  /// The class of what the host answers.
  let host: String
  /// The classes of named types, by the types' names.
  private(set) var classes: [String: String] = [:]
  private var module: NameScope
  private var constants: [String: String] = [:]

  init(_ model: InterfaceModel) {
    module = NameScope(reserved: Self.keywords.union(Self.used))
    client = module.claim(model.name, .pascal)
    host = module.claim(identifier: client + "Host")
    for type in model.types { classes[type.name] = module.claim(type.name, .pascal) }
  }

  /// The module of an interface, which is also the name of its file.
  static func module(_ name: String) -> String { keywords.contains(name) ? name + "_" : name }

  /// Returns a new class with a name like the given one.
  mutating func claimClass(_ name: String) -> String { module.claim(identifier: name) }

  /// Returns the name of a constant, such as `_LOG_IN_CALL` for the call `log_in`; the same each time.
  mutating func constant(_ name: String, _ kind: String) -> String {
    let key = "\(kind) \(name)"
    if let known = constants[key] { return known }
    let identifier = module.claim("\(name)_\(kind)", .upperSnake)
    constants[key] = "_" + identifier
    return "_" + identifier
  }

  /// A scope for the fields of a class, or the parameters of a function.
  static func fields(isFailure: Bool = false) -> NameScope {
    let failure: Set<String> = isFailure ? ["add_note", "args", "with_traceback"] : []
    return NameScope(reserved: keywords.union(used).union(options).union(failure))
  }

  /// A scope for the methods of the host or the client.
  static func methods(isClient: Bool) -> NameScope {
    NameScope(reserved: keywords.union(used).union(isClient ? client : []))
  }
}
