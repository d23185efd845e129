// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
package import SwiftSyntax
internal import SwiftSyntaxBuilder
package import SwiftSyntaxMacros

/// The expansion of `@HostInterface`.
package struct HostInterfaceMacro: PeerMacro {
  package static var formatMode: FormatMode { .disabled }

  package static func expansion(
    of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    var refusals = Refusals()
    guard let interface = InterfaceProtocol(declaration, attribute: node, context: context, &refusals) else {
      refusals.report(to: context)
      return []
    }
    let text = InterfaceText(interface: interface)
    return ["\(raw: text.list)", "\(raw: text.client)"]
  }
}

/// The expansion of `@HostCall`: nothing, since `@HostInterface` reads the attribute.
package struct HostCallMacro: PeerMacro {
  package static func expansion(
    of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    let isRequirement =
      declaration.is(FunctionDeclSyntax.self) && context.lexicalContext.first?.is(ProtocolDeclSyntax.self) == true
    if !isRequirement {
      var refusals = Refusals()
      refusals.add("@HostCall is for the methods of a protocol with @HostInterface", at: node)
      refusals.report(to: context)
    }
    return []
  }
}
#endif
