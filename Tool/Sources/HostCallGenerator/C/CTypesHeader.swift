// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the types of a header.
struct CTypesHeader {
  private let types: CTypes

  init(_ types: CTypes) { self.types = types }

  /// Enums first, since C cannot declare them before they are defined; then names for all structs, so that they can
  /// refer to each other; then the structs, and at last the entries of maps, which no struct contains.
  var text: String {
    var (enums, names, structs, entries) = ("", "", "", "")
    for definition in types.definitions {
      let identifier = definition.identifier
      switch definition.content {
      case .enumeration(_, let cases): enums += enumeration(definition, cases)
      case .choices(let kind, let choices):
        enums += kinds(kind, identifier, choices)
        names += typedef(identifier)
        structs += union(definition, kind, choices)
      case .record(let members), .raw(_, let members), .tuple(let members):
        names += typedef(identifier)
        structs += structure(identifier, members, documentation: definition.documentation)
      case .array(let element):
        names += typedef(identifier)
        structs += list(identifier, types.pointer(to: element))
      case .entries(let key, let value, _):
        names += typedef(identifier) + typedef(identifier + "_entry")
        structs += list(identifier, "const \(identifier)_entry *")
        entries += structure(
          identifier + "_entry",
          [
            CDefinition.Member(identifier: "key", type: key, key: ""),
            CDefinition.Member(identifier: "value", type: value, key: ""),
          ], documentation: nil)
      case .optional, .box: break
      }
    }
    return enums + names + (names.isEmpty ? "" : "\n") + structs + entries
  }

  private func typedef(_ identifier: String) -> String { "typedef struct \(identifier) \(identifier);\n" }

  private func list(_ identifier: String, _ pointer: String) -> String {
    "struct \(identifier) {\n  \(pointer)items;\n  size_t count;\n};\n\n"
  }

  private func enumeration(_ definition: CDefinition, _ cases: [CDefinition.Case]) -> String {
    var text = CText.comment(definition.documentation ?? "")
    text += "typedef enum \(definition.identifier) {\n"
    for (index, one) in cases.enumerated() {
      text += CText.comment(one.documentation ?? "", indent: "  ")
      text += "  \(one.identifier)\(index == 0 ? " = 1" : ""),\n"
    }
    return text + "} \(definition.identifier);\n\n"
  }

  private func kinds(_ kind: String, _ identifier: String, _ choices: [CDefinition.Choice]) -> String {
    var text = "/* The cases of \(identifier). */\ntypedef enum \(kind) {\n"
    for (index, one) in choices.enumerated() {
      text += CText.comment(one.documentation ?? "", indent: "  ")
      text += "  \(one.identifier)\(index == 0 ? " = 1" : ""),\n"
    }
    return text + "} \(kind);\n\n"
  }

  private func union(_ definition: CDefinition, _ kind: String, _ choices: [CDefinition.Choice]) -> String {
    var text = ""
    let filled = choices.filter { !$0.members.isEmpty }
    for one in filled {
      text += structure(one.structure, one.members, documentation: one.documentation, isTypedef: true)
    }
    text += CText.comment(definition.documentation ?? "")
    text += "struct \(definition.identifier) {\n  \(kind) kind;\n"
    if !filled.isEmpty {
      text += "  union {\n"
      for one in filled { text += "    \(one.structure) \(one.member);\n" }
      text += "  };\n"
    }
    return text + "};\n\n"
  }

  private func structure(
    _ identifier: String, _ members: [CDefinition.Member], documentation: String?, isTypedef: Bool = false
  ) -> String {
    var text = CText.comment(documentation ?? "")
    text += "\(isTypedef ? "typedef " : "")struct \(identifier) {\n"
    for member in members {
      text += CText.comment(notes(of: member), indent: "  ")
      let size = member.count > 1 ? "[\(member.count)]" : ""
      text += "  \(types.declaration(member.type, member.identifier))\(size);\n"
    }
    if members.isEmpty { text += "  char unused;\n" }
    return text + "}\(isTypedef ? " \(identifier)" : "");\n\n"
  }

  /// The documentation of a member, and what its type in C does not say.
  private func notes(of member: CDefinition.Member) -> String {
    var lines = member.documentation.map { [$0] } ?? []
    switch member.type {
    case .optional: lines.append("NULL for no value.")
    case .box: lines.append("Not NULL.")
    case .item(let reason): lines.append("An item of CBOR: \(reason).")
    case .scalar(_, "time"): lines.append("Seconds since 1970.")
    default: break
    }
    return lines.joined(separator: "\n")
  }
}
