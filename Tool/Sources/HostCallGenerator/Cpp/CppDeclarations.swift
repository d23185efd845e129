// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The declarations of an interface's types.
struct CppDeclarations {
  private(set) var types: CppTypes
  private(set) var text = CppText()

  init(_ types: CppTypes) {
    self.types = types
    for type in types.model.types {
      guard let name = types.names[type.name], types.isMutual(type.name, type.name) else { continue }
      text.line("struct \(name);")
    }
    text.line()
    for type in types.model.types {
      if let name = types.names[type.name] { declare(type, as: name) }
    }
  }

  private mutating func declare(_ type: InterfaceNamedType, as name: String) {
    switch type.content {
    case .record(let fields):
      text.documentation(type.documentation)
      record(name, fields, in: type.name)
    case .enumeration(let cases): enumeration(name, cases, type)
    case .rawValues(let values):
      text.documentation(type.documentation)
      rawValues(name, values)
    case .raw(let raw):
      text.documentation(type.documentation)
      rawStruct(name, raw)
    case .alias: break
    }
  }

  // MARK: Records

  private mutating func record(_ name: String, _ fields: [InterfaceField], in owner: String, isCase: Bool = false) {
    var scope = CppNames.members(["hostcall_fields"])
    var arguments: [String] = []
    text.line("struct \(name) {")
    for field in fields {
      let member = scope.claim(field.key, .snake)
      let isInitialized = types.isInitialized(field.type, in: owner, isCase: isCase)
      text.documentation(Self.documentation(field), indentation: 2)
      text.line("  \(types.fieldType(field, in: owner)) \(member)\(isInitialized ? "{}" : "");")
      let function = field.mayBeMissing ? "hostcall::optional_field" : "hostcall::field"
      arguments.append("\(function)(\(CppLiteral.text(field.key)), &\(name)::\(member))")
    }
    if !fields.isEmpty { text.line() }
    equality(name)
    var body = CppText(indentation: 2)
    body.function(
      "static constexpr auto hostcall_fields()", statement: "return std::tuple\(fields.isEmpty ? "<>" : "")",
      arguments: arguments)
    text.append(indented: body)
    text.line("};")
    text.line()
  }

  /// The field's documentation, with the reason if its type is any.
  private static func documentation(_ field: InterfaceField) -> String? {
    guard case .any(let reason) = field.type.unwrapped else { return field.documentation }
    return [field.documentation, "An item of CBOR: \(reason)."].compactMap(\.self).joined(separator: "\n")
  }

  private mutating func equality(_ name: String) {
    text.line("  friend bool operator==(const \(name) &, const \(name) &) = default;")
  }

  // MARK: Enumerations

  private mutating func enumeration(_ name: String, _ cases: [InterfaceCase], _ type: InterfaceNamedType) {
    var structs: [String] = []
    for one in cases {
      let inner = types.claimCase(one.name, of: name)
      text.documentation(one.documentation)
      record(inner, one.fields, in: type.name, isCase: true)
      structs.append(inner)
    }
    var scope = CppNames.members([name])
    text.documentation(type.documentation)
    text.line("struct \(name) {")
    for (one, inner) in zip(cases, structs) { text.line("  using \(scope.claim(one.name, .pascal)) = \(inner);") }
    text.line()
    let variant = CppWrapping(
      columns: 120, head: "  std::variant", arguments: structs, tail: " value{};", brackets: ("<", ">"))
    for line in variant.declaration { text.line(line) }
    text.line()
    text.line("  \(name)() = default;")
    for inner in structs { text.line("  \(name)(\(inner) one) : value(std::move(one)) {}") }
    text.line()
    equality(name)
    var body = CppText(indentation: 2)
    let names = cases.map { CppLiteral.text($0.name) }
    body.function(
      "static constexpr auto hostcall_cases()", statement: "return hostcall::case_names", arguments: names)
    text.append(indented: body)
    text.line("};")
    text.line()
  }

  private mutating func rawValues(_ name: String, _ values: RawValueEnumeration) {
    var scope = CppNames.members()
    var arguments: [String] = []
    text.line("enum class \(name) {")
    for one in values.cases {
      let identifier = scope.claim(one.name, .snake)
      text.documentation(one.documentation, indentation: 2)
      text.line("  \(identifier),")
      arguments.append("hostcall::raw_case(\(name)::\(identifier), \(Self.literal(one.rawValue, values.value)))")
    }
    text.line("};")
    text.line()
    text.function(
      "constexpr auto hostcall_raw_values(\(name))", statement: "return hostcall::cases", arguments: arguments)
    text.line()
  }

  private static func literal(_ rawValue: String, _ value: RawValueEnumeration.Value) -> String {
    switch value {
    case .text: CppLiteral.text(rawValue)
    case .integer: CText.integer(rawValue)
    case .float: Double(rawValue).map { "\($0)" } ?? "0.0"
    }
  }

  // MARK: Raw structs

  private mutating func rawStruct(_ name: String, _ raw: RawStruct) {
    var scope = CppNames.members(["hostcall_layout", "hostcall_size"])
    var arguments: [String] = []
    text.line("struct \(name) {")
    for field in raw.fields {
      let member = scope.claim(field.path.joined(separator: "_"), .snake)
      let number = CppTypes.scalar(field.number.rawInC)
      if field.number.rawInC != field.number {
        text.line("  /// The bits of a number in floating point of 16 bits.")
      }
      text.line("  \(field.count == 1 ? number : "std::array<\(number), \(field.count)>") \(member){};")
      arguments.append("hostcall::raw_field(\(field.offset), &\(name)::\(member))")
    }
    text.line()
    equality(name)
    text.line("  static constexpr std::size_t hostcall_size = \(raw.size);")
    var body = CppText(indentation: 2)
    body.function(
      "static constexpr auto hostcall_layout()", statement: "return std::tuple", arguments: arguments)
    text.append(indented: body)
    text.line("};")
    text.line(
      "static_assert(std::endian::native == std::endian::\(raw.isLittleEndian ? "little" : "big"), \"of other machines\");"
    )
    text.line()
  }
}
