// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the fields of records and of enumerations' cases, as properties and as their codecs.
struct TypeScriptFields {
  let fields: [InterfaceField]
  private let properties: [String]

  /// - Parameter tag: The property that has the name of the case.
  init(_ fields: [InterfaceField], tag: String? = nil) {
    self.fields = fields
    properties = TypeScriptNames.properties(fields, taken: tag)
  }

  /// Returns the lines of the properties in an interface.
  func declarations(_ types: TypeScriptTypes, indent: Int) -> [String] {
    let spaces = String(repeating: " ", count: indent)
    var lines: [String] = []
    for (field, property) in zip(fields, properties) {
      let reasons = types.reasons(field.type).map { "Any value: \($0)." }
      lines += TypeScriptText.comment([field.documentation] + reasons, indent: indent)
      let type = types.type(field.mayBeMissing ? field.type.unwrapped : field.type)
      let name = TypeScriptText.property(property)
      lines.append(field.mayBeMissing ? "\(spaces)\(name)?: \(type) | undefined;" : "\(spaces)\(name): \(type);")
    }
    return lines
  }

  /// Returns the lines of the properties in the description of a codec.
  func codecs(_ types: inout TypeScriptTypes, indent: Int) -> [String] {
    let spaces = String(repeating: " ", count: indent)
    var lines: [String] = []
    for (field, property) in zip(fields, properties) {
      var codec = types.codec(field.mayBeMissing ? field.type.unwrapped : field.type)
      if field.mayBeMissing { codec = "codec.optional(\(codec))" }
      if property != field.key { codec = "codec.keyed(\(TypeScriptText.literal(field.key)), \(codec))" }
      lines.append("\(spaces)\(TypeScriptText.property(property)): \(codec),")
    }
    return lines
  }
}
