// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The type of a field, as far as its source shows it.
struct FieldType {
  /// The source of the type, without the outermost optional.
  let text: String
  let isOptional: Bool
  /// Whether the source contains `Self`, which is another type in another declaration.
  let containsSelf: Bool

  init(_ type: TypeSyntax) {
    let wrapped = Self.wrapped(type)
    isOptional = wrapped != nil
    let inner = wrapped ?? type
    let needsParentheses =
      inner.is(SomeOrAnyTypeSyntax.self) || inner.is(CompositionTypeSyntax.self) || inner.is(FunctionTypeSyntax.self)
    text = needsParentheses ? "(\(inner.line))" : inner.line
    containsSelf = inner.typeNames.contains { $0.text == "Self" }
  }

  private init(text: String, isOptional: Bool) {
    (self.text, self.isOptional, containsSelf) = (text, isOptional, false)
  }

  /// Returns the type under another name.
  func named(_ name: String) -> FieldType { FieldType(text: name, isOptional: isOptional) }

  /// The type as an optional, for a value that may not have been decoded yet.
  var optional: String { text + "?" }
  /// The type, as an expression to pass to the reader.
  var decoded: String { text + (isOptional ? "?.self" : ".self") }

  /// Returns the type inside an optional; `nil` for other types.
  private static func wrapped(_ type: TypeSyntax) -> TypeSyntax? {
    if let optional = type.as(OptionalTypeSyntax.self) { return optional.wrappedType }
    if let optional = type.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) { return optional.wrappedType }
    let arguments: GenericArgumentListSyntax?
    if let named = type.as(IdentifierTypeSyntax.self), named.name.name == "Optional" {
      arguments = named.genericArgumentClause?.arguments
    } else if let named = type.as(MemberTypeSyntax.self), named.name.name == "Optional", named.baseType.line == "Swift"
    {
      arguments = named.genericArgumentClause?.arguments
    } else {
      return nil
    }
    guard let arguments, arguments.count == 1, case .type(let wrapped)? = arguments.first?.argument else { return nil }
    return wrapped
  }
}

extension SyntaxProtocol {
  /// The names with which the types in this syntax begin, such as `Outer` of `Outer.Inner`.
  var typeNames: [TokenSyntax] {
    var names: [TokenSyntax] = []
    if let named = self.as(IdentifierTypeSyntax.self) { names.append(named.name) }
    return names + children(viewMode: .sourceAccurate).flatMap(\.typeNames)
  }
}
#endif
