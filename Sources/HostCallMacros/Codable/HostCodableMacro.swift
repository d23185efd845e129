// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
package import SwiftSyntax
internal import SwiftSyntaxBuilder
package import SwiftSyntaxMacros

/// The expansion of `@HostCodable`.
package struct HostCodableMacro {}

extension HostCodableMacro: ExtensionMacro {
  package static var formatMode: FormatMode { .disabled }

  package static func expansion(
    of node: AttributeSyntax, attachedTo declaration: some DeclGroupSyntax,
    providingExtensionsOf type: some TypeSyntaxProtocol, conformingTo protocols: [TypeSyntax],
    in context: some MacroExpansionContext
  ) throws -> [ExtensionDeclSyntax] {
    var refusals = Refusals()
    guard let read = CodableType(declaration, attribute: node, context: context, &refusals) else {
      refusals.report(to: context)
      return []
    }
    let text = CodingText(form: read.formInExtension, documentation: read.documentation, access: read.access)
    // Without those that the type conforms to already.
    let needed = protocols.map(\.line)
    let members = [
      ("CBOREncodable", text.encoding), ("CBORDecodable", text.decoding), ("HostSchemaProviding", text.schema),
    ].filter { needed.contains($0.0) }
    guard !members.isEmpty else { return [] }
    let availability = declaration.attributes.compactMap { $0.as(AttributeSyntax.self) }
      .filter { $0.attributeName.line == "available" }.map { $0.line + "\n" }.joined()
    let source =
      "\(availability)extension \(type.line): \(members.map(\.0).joined(separator: ", ")) {\n"
      + members.map { $0.1.indented(by: 1) }.joined(separator: "\n\n") + "\n}"
    return [try ExtensionDeclSyntax("\(raw: source)")]
  }
}

extension HostCodableMacro: MemberMacro {
  package static func expansion(
    of node: AttributeSyntax, providingMembersOf declaration: some DeclGroupSyntax,
    conformingTo protocols: [TypeSyntax],
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    // The expansion of the extension reports what is refused.
    var refusals = Refusals()
    let read = CodableType(declaration, attribute: node, context: context, &refusals)
    return read?.aliasDeclaration.map { ["\(raw: $0)"] } ?? []
  }
}
#endif
