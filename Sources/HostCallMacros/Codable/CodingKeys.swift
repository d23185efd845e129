// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftParser
internal import SwiftSyntax

/// The keys that a nested enum such as `CodingKeys` states.
struct CodingKeys {
  /// The names of the cases in Swift, with their keys, in order.
  let keys: [(name: String, key: FieldKey)]

  func key(of name: String) -> FieldKey? { keys.first { $0.name == name }?.key }

  /// Reads the declaration of keys among the members of a type.
  ///
  /// - Parameters:
  ///   - name: The name of the enum, such as `CodingKeys`.
  ///   - members: The members of the type.
  ///   - refusals: Receives the reasons if the keys cannot be known.
  /// - Returns: The keys; `nil` if the type does not declare any, or they cannot be known.
  static func declared(
    _ name: String, in members: MemberBlockItemListSyntax, _ refusals: inout Refusals
  ) -> CodingKeys? {
    for member in members {
      if let declaration = member.decl.as(EnumDeclSyntax.self), declaration.name.name == name {
        return CodingKeys(declaration, &refusals)
      }
      if let other = member.decl.asProtocol((any NamedDeclSyntax).self), other.name.name == name,
        !member.decl.is(FunctionDeclSyntax.self)
      {
        refusals.add(
          "@HostCodable needs \(name) to be an enum in the type itself, since a macro cannot see other declarations",
          at: other.name)
      }
    }
    return nil
  }

  private init(_ declaration: EnumDeclSyntax, _ refusals: inout Refusals) {
    let types = declaration.inheritanceClause?.inheritedTypes.map { $0.type.line } ?? []
    var keys: [(name: String, key: FieldKey)] = []
    var next = 0
    for member in declaration.memberBlock.members {
      guard let cases = member.decl.as(EnumCaseDeclSyntax.self) else {
        refusals.add(
          "@HostCodable cannot follow coding keys that compute their text or integer; declare only cases",
          at: member.decl)
        continue
      }
      for element in cases.elements {
        var key = FieldKey(text: element.name.name)
        if types.first == "Int" {
          if let stated = element.rawValue { next = IntegerLiteral.value(stated.value) ?? next }
          key.integer = next
          next += 1
        } else if let stated = element.rawValue?.value {
          guard let text = stated.as(StringLiteralExprSyntax.self)?.representedLiteralValue else {
            refusals.add("@HostCodable needs a coding key's raw value to be a string literal", at: stated)
            continue
          }
          key = FieldKey(text: text)
        }
        keys.append((element.name.name, key))
      }
    }
    self.keys = keys
  }
}
#endif
