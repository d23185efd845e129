// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Macros
internal import SwiftSyntax

/// The cases of an enum that is encoded in the form of synthesized `Codable`: a map of one entry, the case's name and a
/// map of its associated values.
struct EnumCases {
  struct Case {
    /// The name in Swift, in backticks if it is written in them.
    let source: String
    let key: FieldKey
    /// The associated values, whose fields have the names of their labels, or of their places: `_0`.
    let fields: [Field]
    let documentation: String?
  }

  let cases: [Case]

  init(_ declaration: EnumDeclSyntax, _ refusals: inout Refusals) {
    let members = declaration.memberBlock.members
    let keys = CodingKeys.declared("CodingKeys", in: members, &refusals)
    var cases: [Case] = []
    for member in members {
      if member.decl.is(IfConfigDeclSyntax.self), member.decl.description.contains("case ") {
        refusals.add(
          "@HostCodable cannot know which of these cases the enum has; move the condition around the type",
          at: member.decl)
      }
      guard let declaration = member.decl.as(EnumCaseDeclSyntax.self) else { continue }
      for element in declaration.elements {
        let name = element.name.name
        if cases.contains(where: { $0.source.filter { $0 != "`" } == name }) {
          refusals.add("@HostCodable needs cases with different names, since the name is the key", at: element.name)
        }
        guard let key = keys.map({ $0.key(of: name) }) ?? FieldKey(text: name) else {
          refusals.add(
            "@HostCodable cannot encode '\(name)', which is not in CodingKeys", at: element.name)
          continue
        }
        cases.append(
          Case(
            source: element.name.text, key: key, fields: Self.fields(element, members, &refusals),
            documentation: declaration.documentation))
      }
    }
    if cases.isEmpty, refusals.isEmpty {
      refusals.add(
        "@HostCodable needs an enum to have cases: without them, there is no value to code", at: declaration.name)
    }
    if cases.count > Field.maximumCount {
      refusals.add(
        "@HostCodable supports up to \(Field.maximumCount) cases, not \(cases.count)", at: declaration.name)
    }
    self.cases = cases
  }

  private static func fields(
    _ element: EnumCaseElementSyntax, _ members: MemberBlockItemListSyntax, _ refusals: inout Refusals
  ) -> [Field] {
    guard let parameters = element.parameterClause?.parameters else { return [] }
    let name = element.name.name
    if parameters.count > Field.maximumCount {
      refusals.add(
        "@HostCodable supports up to \(Field.maximumCount) associated values of a case, not \(parameters.count)",
        at: element.name)
    }
    let keys = CodingKeys.declared(
      "\(name.prefix(1).uppercased())\(name.dropFirst())CodingKeys", in: members, &refusals)
    var names: Set<String> = []
    return parameters.enumerated().compactMap { place, parameter in
      let label = parameter.firstName.flatMap { $0.tokenKind == .wildcard ? nil : $0 }
      let text = label?.name ?? "_\(place)"
      if !names.insert(text).inserted {
        refusals.add(
          "@HostCodable needs associated values with different names, and there are two with the name '\(text)'",
          at: parameter)
      }
      guard let key = keys.map({ $0.key(of: text) }) ?? FieldKey(text: text) else {
        refusals.add("@HostCodable cannot decode '\(text)', which is not among the case's coding keys", at: parameter)
        return nil
      }
      return Field(source: identifier(text), key: key, type: FieldType(parameter.type), hasLabel: label != nil)
    }
  }
}
#endif
