// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The check of the types that cross.
enum TypeCheck {
  /// Refuses a type of which no value can be sent.
  ///
  /// - Parameters:
  ///   - type: The type.
  ///   - role: What the type is in the call, such as "a parameter".
  static func check(_ type: TypeSyntax, as role: String, _ refusals: inout Refusals) {
    if let reason = reason(type) { refusals.add("\(role) cannot be \(reason)", at: type) }
  }

  /// Refuses a type that is certainly not `PlainData`; the first call finds the others.
  static func checkPlain(_ type: TypeSyntax, as role: String, _ refusals: inout Refusals) {
    let isContainer =
      type.is(ArrayTypeSyntax.self) || type.is(DictionaryTypeSyntax.self) || FieldType(type).isOptional
    if isContainer || notPlain.contains(type.line) {
      let instead = ["Int", "UInt"].contains(type.line) ? "use \(type.line)64" : "remove .raw"
      refusals.add("\(role) cannot be '\(type.line)', which is not PlainData; \(instead)", at: type)
    }
  }

  private static let notPlain: Set = ["Data", "Date", "Decimal", "Int", "String", "UInt", "URL", "UUID"]

  private static func reason(_ type: TypeSyntax) -> String? {
    if let attributed = type.as(AttributedTypeSyntax.self) {
      if let reason = reason(attributed.baseType) { return reason }
      let written = attributed.specifiers.map(\.line) + attributed.attributes.map(\.line)
      return "'\(written.joined(separator: " "))': values are copied to the other side"
    }
    if type.is(FunctionTypeSyntax.self) { return "a function: code does not cross; let the other side make a call" }
    if let tuple = type.as(TupleTypeSyntax.self), tuple.elements.count == 1, let element = tuple.elements.first {
      return reason(element.type)
    }
    if let tuple = type.as(TupleTypeSyntax.self), !tuple.elements.isEmpty {
      return "a tuple, which is not Codable; use a struct"
    }
    if type.is(SomeOrAnyTypeSyntax.self) || type.is(CompositionTypeSyntax.self) {
      return "'\(type.line)': the other side needs to know the type"
    }
    if type.is(MetatypeTypeSyntax.self) { return "a type itself, which is not Codable" }
    if let named = type.as(IdentifierTypeSyntax.self), named.name.text == "Self" {
      return "Self: the other side needs to know the type"
    }
    return type.children(viewMode: .sourceAccurate).lazy.compactMap { Self.reason(inside: $0) }.first
  }

  private static func reason(inside syntax: Syntax) -> String? {
    if let type = syntax.as(TypeSyntax.self) { return reason(type) }
    return syntax.children(viewMode: .sourceAccurate).lazy.compactMap { reason(inside: $0) }.first
  }
}
#endif
