// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The stored properties of a struct as fields, in the order in which synthesized `Codable` encodes them.
struct StructFields {
  let fields: [Field]

  init(_ members: MemberBlockItemListSyntax, _ refusals: inout Refusals) {
    var properties: [(field: Field, binding: PatternBindingSyntax)] = []
    for member in members {
      if let conditional = member.decl.as(IfConfigDeclSyntax.self), conditional.declaresStoredProperty {
        refusals.add(
          "@HostCodable cannot know which of these properties the type has; move the condition around the type",
          at: conditional)
      }
      guard let variable = member.decl.as(VariableDeclSyntax.self), variable.isStored else { continue }
      properties += Self.properties(variable, &refusals)
    }
    let keys = CodingKeys.declared("CodingKeys", in: members, &refusals)
    if let keys {
      properties = keys.keys.compactMap { name, key in
        properties.first { $0.field.key.text == name }.map { ($0.field.with(key), $0.binding) }
      }
    }
    for (field, binding) in properties where field.type == nil {
      // A constant is only encoded, so that its type need not be known, except whether it is an optional.
      if !field.isDecoded, binding.initializer?.value.isObviousLiteral == true { continue }
      refusals.add(
        "@HostCodable cannot see the type of '\(field.bare)', which is inferred from a value; write it, as in "
          + "'\(field.bare): Int'", at: binding)
    }
    fields = properties.map(\.field)
  }

  private static func properties(
    _ variable: VariableDeclSyntax, _ refusals: inout Refusals
  ) -> [(field: Field, binding: PatternBindingSyntax)] {
    for attribute in variable.attributes {
      guard let attribute = attribute.as(AttributeSyntax.self), attribute.attributeName.line.first?.isUppercase == true
      else { continue }
      let name = attribute.attributeName.line
      refusals.add(
        "@\(name) may be a property wrapper, which is coded in its own way; @HostCodable cannot be equal to it, so "
          + "leave the type to Codable alone", at: attribute)
    }
    // Bindings without a type have that of the next one: `var x, y: Int`.
    var type: TypeSyntax?
    var fields: [(field: Field, binding: PatternBindingSyntax)] = []
    for binding in variable.bindings.reversed() {
      if let stated = binding.typeAnnotation?.type { type = stated } else if binding.initializer != nil { type = nil }
      guard let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier else {
        refusals.add("@HostCodable needs one name for each property", at: binding.pattern)
        continue
      }
      let isConstant = variable.bindingSpecifier.tokenKind == .keyword(.let) && binding.initializer != nil
      var field = Field(
        source: identifier(name.name), key: FieldKey(text: name.name), type: type.map(FieldType.init),
        isDecoded: !isConstant)
      field.documentation = variable.documentation
      fields.insert((field, binding), at: 0)
    }
    return fields
  }
}

extension VariableDeclSyntax {
  /// Whether the declaration is of stored properties of an instance.
  fileprivate var isStored: Bool {
    let without: [Keyword] = [.static, .class, .lazy]
    guard !modifiers.contains(where: { modifier in without.contains { modifier.name.tokenKind == .keyword($0) } })
    else {
      return false
    }
    return bindings.contains { binding in
      switch binding.accessorBlock?.accessors {
      case .accessors(let accessors)?:
        accessors.allSatisfy {
          $0.accessorSpecifier.tokenKind == .keyword(.willSet) || $0.accessorSpecifier.tokenKind == .keyword(.didSet)
        }
      case .getter?: false
      case nil: true
      }
    }
  }
}

extension IfConfigDeclSyntax {
  fileprivate var declaresStoredProperty: Bool {
    clauses.contains { clause in
      guard case .decls(let members)? = clause.elements else { return false }
      return members.contains {
        $0.decl.as(VariableDeclSyntax.self)?.isStored == true
          || $0.decl.as(IfConfigDeclSyntax.self)?.declaresStoredProperty == true
      }
    }
  }
}

extension ExprSyntax {
  /// Whether the expression is a literal that cannot be an optional.
  fileprivate var isObviousLiteral: Bool {
    self.is(IntegerLiteralExprSyntax.self) || self.is(StringLiteralExprSyntax.self)
      || self.is(BooleanLiteralExprSyntax.self) || self.is(FloatLiteralExprSyntax.self)
  }
}
#endif
