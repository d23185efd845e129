// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The fields of a class, or the parameters of a function, with their names in Python.
struct PythonFields {
  /// A field.
  struct Field {
    let name: String
    let annotation: String
    /// Whether the field may be left out, and then is `None`.
    let hasDefault: Bool
    let documentation: String?
    /// Why the field, or a part of it, is any value.
    let reasons: [String]
    /// The field for the codec.
    let codec: PythonExpression
  }

  /// The fields in the order of the declaration.
  let all: [Field]

  /// The fields in the order in which Python wants them: those with a default value last.
  var ordered: [Field] { all.filter { !$0.hasDefault } + all.filter(\.hasDefault) }

  init(_ fields: [InterfaceField], _ types: inout PythonTypes, isFailure: Bool = false) {
    var scope = PythonNames.fields(isFailure: isFailure)
    var all: [Field] = []
    for field in fields {
      let name = scope.claim(field.key, .snake)
      let type = field.mayBeMissing ? field.type.unwrapped : field.type
      var arguments: [PythonExpression] = [
        "\(PythonText.literal(name))", "\(PythonText.literal(field.key))", types.codec(type),
      ]
      if field.mayBeMissing { arguments.append("may_be_missing=True") }
      all.append(
        Field(
          name: name, annotation: types.annotation(field.mayBeMissing ? .optional(type) : type),
          hasDefault: field.mayBeMissing, documentation: field.documentation, reasons: types.reasons(type),
          codec: .call("codec.Field", arguments)))
    }
    self.all = all
  }

  /// The fields of a raw struct; a field within a field is named after both.
  init(_ raw: RawStruct, _ types: inout PythonTypes) {
    var scope = PythonNames.fields()
    var all: [Field] = []
    for field in raw.fields {
      let number = types.annotation(field.number)
      all.append(
        Field(
          name: scope.claim(field.path.joined(separator: "_"), .snake),
          annotation: field.count == 1
            ? number : "tuple[\(Array(repeating: number, count: field.count).joined(separator: ", "))]",
          hasDefault: false, documentation: nil, reasons: [], codec: ""))
    }
    self.all = all
  }

  /// A value that is the one parameter.
  init(value type: InterfaceType, _ types: inout PythonTypes) {
    all = [
      Field(
        name: "value", annotation: types.annotation(type), hasDefault: false, documentation: nil,
        reasons: types.reasons(type), codec: "")
    ]
  }

  /// The payload of a function that works in bytes.
  static let payload = PythonFields(
    all: [
      Field(name: "payload", annotation: "bytes", hasDefault: false, documentation: nil, reasons: [], codec: "")
    ])

  private init(all: [Field]) { self.all = all }
}
