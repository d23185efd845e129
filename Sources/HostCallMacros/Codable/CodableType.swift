// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax
internal import SwiftSyntaxMacros

/// A type to which `@HostCodable` is attached.
struct CodableType {
  enum Form {
    case record([Field])
    case cases([EnumCases.Case])
    case rawValues(RawValueCases)
  }

  private(set) var form: Form
  let documentation: String?
  /// The modifier of generated members, with a space after it.
  let access: String
  /// Whether the type is nested, so that an extension does not find the types around it.
  private let isNested: Bool

  /// Reads a declaration.
  ///
  /// - Returns: `nil` if there is a reason to add nothing.
  init?(
    _ declaration: some DeclGroupSyntax, attribute: AttributeSyntax, context: some MacroExpansionContext,
    _ refusals: inout Refusals
  ) {
    documentation = declaration.documentation
    access = AccessLevel.members(of: declaration.modifiers, in: context.lexicalContext)
    isNested = !context.lexicalContext.isEmpty
    form = .record([])
    Self.checkCoding(declaration, &refusals)
    if isNested, let level = declaration.modifiers.first(where: { $0.name.text == "private" }) {
      refusals.add(
        "@HostCodable writes an extension, which cannot name a private type inside another; use fileprivate", at: level)
    }
    if let type = declaration.as(StructDeclSyntax.self) {
      let fields = StructFields(type.memberBlock.members, &refusals).fields
      if fields.count > Field.maximumCount {
        refusals.add("@HostCodable supports up to \(Field.maximumCount) fields, not \(fields.count)", at: type.name)
      }
      form = .record(fields)
    } else if let type = declaration.as(EnumDeclSyntax.self) {
      if let raw = RawValueCases(type, &refusals) {
        form = .rawValues(raw)
      } else if refusals.isEmpty {
        form = .cases(EnumCases(type, &refusals).cases)
      }
    } else {
      refusals.add(
        "@HostCodable is for structs and enums: a class or an actor cannot be decoded by an extension, and a subclass "
          + "would lose its own fields", at: attribute)
    }
    guard refusals.isEmpty else { return nil }
  }

  /// Refuses a type that is not coded as `Codable` synthesizes it.
  private static func checkCoding(_ declaration: some DeclGroupSyntax, _ refusals: inout Refusals) {
    for inherited in declaration.inheritanceClause?.inheritedTypes ?? [] {
      let name = inherited.type.line
      if ["RawRepresentable", "OptionSet", "Swift.RawRepresentable", "Swift.OptionSet"].contains(name) {
        refusals.add(
          "a type that conforms to \(name) is encoded as its raw value; @HostCodable supports this for enums with a raw "
            + "type", at: inherited)
      }
    }
    for member in declaration.memberBlock.members {
      if let method = member.decl.as(FunctionDeclSyntax.self), method.name.text == "encode",
        method.signature.parameterClause.parameters.count == 1,
        let parameter = method.signature.parameterClause.parameters.first, parameter.firstName.text == "to"
      {
        refusals.add(
          "the type encodes itself in its own way, which a macro cannot follow; conform to CBOREncodable and "
            + "CBORDecodable by hand, or leave it to Codable", at: method.name)
      }
      if let initializer = member.decl.as(InitializerDeclSyntax.self),
        initializer.signature.parameterClause.parameters.count == 1,
        let parameter = initializer.signature.parameterClause.parameters.first, parameter.firstName.text == "from",
        ["Decoder", "any Decoder", "CBORReader", "inout CBORReader"].contains(parameter.type.line)
      {
        refusals.add(
          "the type decodes itself in its own way, which a macro cannot follow; conform to CBOREncodable and "
            + "CBORDecodable by hand, or leave it to Codable", at: initializer.initKeyword)
      }
    }
  }

  // MARK: Types in nested declarations

  /// The enum of aliases, for fields whose types an extension might not find.
  ///
  /// Or it might find another one: the declarations around a type may contain a `Date` of their own. Aliases are named
  /// by the places of fields, since names and keys are not always different, nor always identifiers.
  static let aliases = "HostFieldTypes"

  /// The declaration of the aliases; `nil` if the extension needs none.
  var aliasDeclaration: String? {
    let lines: [String]
    switch form {
    case .record(let fields): lines = declarations("", fields)
    case .cases(let cases): lines = cases.enumerated().flatMap { declarations("_\($0)", $1.fields) }
    case .rawValues: lines = []
    }
    guard !lines.isEmpty else { return nil }
    return (["private enum \(Self.aliases) {"] + lines.map { "  " + $0 } + ["}"]).joined(separator: "\n")
  }

  private func declarations(_ prefix: String, _ fields: [Field]) -> [String] {
    fields.enumerated().compactMap { place, field in
      aliasedType(of: field).map { "typealias \(prefix)_\(place) = \($0.text)" }
    }
  }

  /// Returns the type of a field that needs an alias; `nil` if it needs none, or `Self` would be that enum.
  private func aliasedType(of field: Field) -> FieldType? {
    guard isNested, field.isDecoded, let type = field.type, !type.containsSelf else { return nil }
    return type
  }

  /// Returns a form whose types the extension finds.
  var formInExtension: Form {
    switch form {
    case .record(let fields): .record(aliased("", fields))
    case .cases(let cases):
      .cases(
        cases.enumerated().map { place, part in
          EnumCases.Case(
            source: part.source, key: part.key, fields: aliased("_\(place)", part.fields),
            documentation: part.documentation)
        })
    case .rawValues: form
    }
  }

  private func aliased(_ prefix: String, _ fields: [Field]) -> [Field] {
    fields.enumerated().map { place, field in
      var field = field
      if let type = aliasedType(of: field) { field.type = type.named("\(Self.aliases).\(prefix)_\(place)") }
      return field
    }
  }
}
#endif
