// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax
internal import SwiftSyntaxMacros

/// A protocol to which `@HostInterface` is attached.
struct InterfaceProtocol {
  let name: TokenSyntax
  let documentation: String?
  /// The modifier of the generated types, with a space after it.
  let access: String
  /// The modifier of their members, with a space after it.
  let memberAccess: String
  /// The availability of the protocol, with a line break after it.
  let availability: String
  let calls: [InterfaceCall]

  var client: String { name.name + "Client" }
  var interface: String { name.name + "Interface" }

  /// Reads a declaration.
  ///
  /// - Returns: `nil` if there is a reason to add nothing.
  init?(
    _ declaration: some DeclSyntaxProtocol, attribute: AttributeSyntax, context: some MacroExpansionContext,
    _ refusals: inout Refusals
  ) {
    guard let type = declaration.as(ProtocolDeclSyntax.self) else {
      refusals.add("@HostInterface is for protocols, whose requirements are the calls", at: attribute)
      return nil
    }
    name = type.name
    documentation = type.documentation
    access = AccessLevel.modifier(of: type.modifiers)
    memberAccess = AccessLevel.members(of: type.modifiers, in: context.lexicalContext)
    availability = type.attributes.compactMap { $0.as(AttributeSyntax.self) }
      .filter { $0.attributeName.line == "available" }.map { $0.line + "\n" }.joined()
    checkBeginsTypes(type.name, "protocol", &refusals)
    Self.checkInheritance(type, &refusals)
    var calls: [InterfaceCall] = []
    for member in type.memberBlock.members {
      if let function = member.decl.as(FunctionDeclSyntax.self) {
        calls.append(InterfaceCall(function, &refusals))
      } else {
        refusals.add(
          "\(Self.description(of: member.decl)) cannot be a call; an interface has only methods", at: member.decl)
      }
    }
    self.calls = calls
    checkNames(&refusals)
    guard refusals.isEmpty else { return nil }
  }

  private static func description(of member: DeclSyntax) -> String {
    switch member.kind {
    case .variableDecl: "a property"
    case .subscriptDecl: "a subscript"
    case .initializerDecl: "an initializer"
    case .associatedTypeDecl: "an associated type, which the other side would need to know,"
    case .typeAliasDecl: "a type alias"
    case .ifConfigDecl: "a conditional requirement, which a macro cannot evaluate,"
    default: "this"
    }
  }

  private static func checkInheritance(_ type: ProtocolDeclSyntax, _ refusals: inout Refusals) {
    let inherited = type.inheritanceClause?.inheritedTypes.map { $0 } ?? []
    for each in inherited where !["Sendable", "Swift.Sendable"].contains(each.type.line) {
      refusals.add(
        "a macro cannot see the requirements of '\(each.type.line)'; an interface inherits only from Sendable",
        at: each.type)
    }
    if inherited.allSatisfy({ !["Sendable", "Swift.Sendable"].contains($0.type.line) }) {
      refusals.add(
        "calls arrive on many threads, so the implementations are Sendable; write '\(type.name.text): Sendable'",
        at: type.name)
    }
    if let clause = type.genericWhereClause {
      refusals.add("an interface cannot have conditions; remove the 'where' clause", at: clause)
    }
  }

  /// Refuses names that generated declarations would have twice, or would hide.
  private func checkNames(_ refusals: inout Refusals) {
    var names: Set<String> = []
    // Names of events are apart from those of calls and streams.
    var (wireNames, eventNames): (Set<String>, Set<String>) = ([], [])
    for call in calls {
      if !names.insert(call.capitalizedName).inserted {
        refusals.add(
          "two methods cannot have the name '\(call.name.name)', since each has a type and a wire name of its own; give "
            + "one another name", at: call.name)
      } else if !(call.kind == .event ? eventNames.insert(call.wireName) : wireNames.insert(call.wireName)).inserted {
        refusals.add(
          "another \(call.kind == .event ? "event" : "call") has the wire name \(literal(call.wireName)) already",
          at: call.name)
      }
      if Self.members.contains(call.name.name) {
        refusals.add(
          "the client has a member '\(call.name.name)' of its own; give the call another name", at: call.name)
      }
    }
    let generated = Set(calls.map(\.typeName)).union(Self.types)
    for call in calls {
      let hidden = call.kind == .stream ? generated.union(["Element"]) : generated
      for name in call.function.signature.typeNames where hidden.contains(name.name) {
        refusals.add(
          "the generated '\(name.name)' hides this type; name it through its module or the type around it", at: name)
      }
    }
  }

  private static let members: Set = ["caller", "timeout", "with"]
  private static let types: Set = ["AnswerPayload", "Caller", "Failure", "Implementation", "Response"]
}

/// Refuses a name that cannot begin the names of the types that are generated for its declaration.
func checkBeginsTypes(_ name: TokenSyntax, _ kind: String, _ refusals: inout Refusals) {
  guard !isIdentifier(name.name + "Call") else { return }
  refusals.add(
    "a \(kind)'s name begins those of types, and '\(name.name)' cannot; declare one whose name is an identifier",
    at: name)
}
#endif
