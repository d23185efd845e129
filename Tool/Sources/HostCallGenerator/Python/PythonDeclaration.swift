// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The classes of a named type, and its codec.
struct PythonDeclaration {
  /// The lines of each class.
  private(set) var classes: [[String]] = []
  private let name: String
  private let type: InterfaceNamedType
  private var value: PythonExpression

  /// Declares a type.
  ///
  /// - Parameters:
  ///   - type: The type; not an alias.
  ///   - isFailure: Whether it is the failure of a call, and so an exception.
  ///   - types: The types of the module.
  init(_ type: InterfaceNamedType, isFailure: Bool, _ types: inout PythonTypes) {
    self.type = type
    name = types.names.classes[type.name] ?? type.name
    let parent = isFailure ? "hostcall.DeclaredFailure" : nil
    value = ""
    switch type.content {
    case .record(let fields):
      let fields = PythonFields(fields, &types, isFailure: isFailure)
      classes.append(
        Self.dataclass(
          name, inheriting: parent, isException: isFailure, documentation: documentation, fields: fields))
      value = .call("codec.record", [.text(name)] + fields.all.map(\.codec))
    case .enumeration(let cases): enumeration(cases, parent, &types)
    case .rawValues(let enumeration): rawValues(enumeration, isFailure, &types)
    case .raw(let raw):
      let fields = PythonFields(raw, &types)
      classes.append(Self.dataclass(name, documentation: documentation, fields: fields))
      value = .call("codec.raw", [.text(name)] + PythonTypes.layout(raw, fields.all.map(\.name)))
    case .alias: break
    }
  }

  /// Returns the lines of the constant with the codec.
  mutating func codec(_ types: inout PythonTypes) -> [String] {
    let constant = types.names.constant(type.name, "codec")
    var kind = "ItemCodec"
    if case .raw = type.content { kind = "Codec" }
    return value.lines(indent: 0, prefix: "\(constant): codec.\(kind)[\(name)] = ")
  }

  private var documentation: String { type.documentation ?? "The type `\(type.name)` of the core." }

  private mutating func enumeration(_ cases: [InterfaceCase], _ parent: String?, _ types: inout PythonTypes) {
    let text = documentation + "\n\nOne of the classes that follow and inherit from this one."
    classes.append(["class \(name)\(parent.map { "(\($0))" } ?? ""):"] + PythonText.docstring(text, indent: 4))
    var entries: [PythonExpression] = []
    for one in cases {
      let case_ = types.names.claimClass(name + IdentifierStyle.pascal.join(NameWords.of(one.name)))
      let fields = PythonFields(one.fields, &types, isFailure: parent != nil)
      classes.append(
        Self.dataclass(
          case_, inheriting: name, isException: parent != nil,
          documentation: one.documentation ?? "The case `\(one.name)`.", fields: fields))
      var arguments: [PythonExpression] = [.text(case_), .text(PythonText.literal(one.name))]
      if fields.all.count == 1 { arguments.append(.group("(", [.text(fields.all[0].codec.flat + ",")], ")")) }
      if fields.all.count > 1 { arguments.append(.group("(", fields.all.map(\.codec), ")")) }
      entries.append(.call("codec.Case", arguments))
    }
    value = .call("codec.enumeration", [.text(name)] + entries)
  }

  private mutating func rawValues(_ enumeration: RawValueEnumeration, _ isFailure: Bool, _ types: inout PythonTypes) {
    var scope = NameScope(reserved: PythonNames.keywords)
    var lines = ["class \(name)(enum.Enum):"] + PythonText.docstring(documentation, indent: 4)
    if !enumeration.cases.isEmpty { lines.append("") }
    for one in enumeration.cases {
      let value =
        switch enumeration.value {
        case .text: PythonText.literal(one.rawValue)
        case .integer: one.rawValue
        case .float: Double(one.rawValue).map { "\($0)" } ?? one.rawValue
        }
      lines.append("    \(scope.claim(one.name, .upperSnake)) = \(value)")
      if let documentation = one.documentation { lines += PythonText.docstring(documentation, indent: 4) }
    }
    classes.append(lines)
    value = .call("codec.raw_values", [.text(name)])
  }

  /// Returns the lines of a dataclass.
  ///
  /// - Parameters:
  ///   - name: The name of the class.
  ///   - parent: The class that it inherits from, if there is one.
  ///   - isException: Whether that is an exception, which is equal to another as its base class says.
  ///   - documentation: The description.
  ///   - fields: The fields.
  static func dataclass(
    _ name: String, inheriting parent: String? = nil, isException: Bool = false, documentation: String,
    fields: PythonFields
  ) -> [String] {
    var lines = [
      isException ? "@dataclass(eq=False)" : "@dataclass", "class \(name)\(parent.map { "(\($0))" } ?? ""):",
    ]
    lines += PythonText.docstring(documentation, indent: 4)
    if !fields.all.isEmpty { lines.append("") }
    for field in fields.ordered {
      for reason in field.reasons { lines += PythonText.comment("Any value: \(reason).", indent: 4) }
      lines.append("    \(field.name): \(field.annotation)\(field.hasDefault ? " = None" : "")")
      if let documentation = field.documentation { lines += PythonText.docstring(documentation, indent: 4) }
    }
    return lines
  }
}
