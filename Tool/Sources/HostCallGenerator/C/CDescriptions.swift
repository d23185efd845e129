// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Writes the descriptions of types, from which the runtime encodes and decodes them.
struct CDescriptions {
  private let types: CTypes

  init(_ types: CTypes) { self.types = types }

  var text: String {
    var declarations = ""
    var definitions = ""
    for definition in types.definitions {
      let description = types.description(of: definition.type)
      declarations += "static const hostcall_typed_type \(description);\n"
      definitions += self.definition(definition, description)
    }
    for number in types.rawNumbers { definitions += rawNumber(number) }
    return (declarations.isEmpty ? "" : declarations + "\n") + definitions
  }

  private func type(_ description: String, _ members: [String]) -> String {
    CText.braces("static const hostcall_typed_type \(description) = ", members, ";") + "\n\n"
  }

  private func list(_ type: String, _ name: String, _ elements: [String]) -> String {
    "static const \(type) \(name)[] = {\n" + elements.map { $0 + "\n" }.joined() + "};\n"
  }

  private func definition(_ definition: CDefinition, _ description: String) -> String {
    let identifier = definition.identifier
    let size = ".size = sizeof(\(types.name(definition.type)))"
    let name = ".name = \(CText.literal(definition.name))"
    switch definition.content {
    case .record(let members):
      return fields(identifier, members)
        + type(description, [".kind = HOSTCALL_TYPED_RECORD", size, name] + self.members(identifier, members))
    case .tuple(let members):
      return fields(identifier, members)
        + type(description, [".kind = HOSTCALL_TYPED_TUPLE", size] + self.members(identifier, members))
    case .raw(let rawSize, let members):
      let count = members.reduce(0) { $0 + $1.count }
      return rawFields(identifier, members)
        + type(
          description,
          [".kind = HOSTCALL_TYPED_RAW", size, name]
            + (members.isEmpty ? [] : [".fields = \(identifier)_fields", ".count = \(count)"])
            + [".raw_size = \(rawSize)"])
    case .array(let element):
      return type(
        description, [".kind = HOSTCALL_TYPED_ARRAY", size, ".element = &\(types.description(of: element))"])
    case .optional(let content):
      return type(
        description, [".kind = HOSTCALL_TYPED_OPTIONAL", size, ".element = &\(types.description(of: content))"])
    case .box(let content):
      return type(description, [".kind = HOSTCALL_TYPED_BOX", size, ".element = &\(types.description(of: content))"])
    case .entries(let key, let value, let isMap): return entries(identifier, description, key, value, isMap)
    case .enumeration(let value, let cases):
      let element = ["tstr": "text", "int": "int64"][value.rawValue] ?? "double"
      return list("hostcall_typed_case", identifier + "_cases", cases.map { CText.element([$0.value]) })
        + type(
          description,
          [
            ".kind = HOSTCALL_TYPED_ENUM", size, name, ".element = &hostcall_typed_\(element)",
            ".cases = \(identifier)_cases", ".count = \(cases.count)",
          ])
    case .choices(_, let choices): return union(definition, description, choices)
    }
  }

  // MARK: Fields

  private func members(_ identifier: String, _ members: [CDefinition.Member]) -> [String] {
    members.isEmpty ? [] : [".fields = \(identifier)_fields", ".count = \(members.count)"]
  }

  private func fields(_ identifier: String, _ members: [CDefinition.Member]) -> String {
    guard !members.isEmpty else { return "" }
    let elements = members.map { member in
      CText.braces(
        "",
        [
          ".key = \(CText.literal(member.key))", ".type = &\(types.description(of: member.type))",
          ".offset = offsetof(\(identifier), \(member.identifier))",
        ] + (member.mayBeMissing ? [".is_optional = true"] : []), ",", indent: "    ")
    }
    return list("hostcall_typed_field", identifier + "_fields", elements)
  }

  private func rawFields(_ identifier: String, _ members: [CDefinition.Member]) -> String {
    guard !members.isEmpty else { return "" }
    var elements: [String] = []
    for member in members {
      for index in 0..<member.count {
        let size = "sizeof(\(types.name(member.type)))"
        let offset = "offsetof(\(identifier), \(member.identifier))" + (index == 0 ? "" : " + \(index) * \(size)")
        elements.append(
          CText.braces(
            "",
            [
              ".key = \(CText.literal(member.key))", ".type = &\(types.description(of: member.type))",
              ".offset = \(offset)", ".raw_offset = \(member.offset + index * Self.size(of: member.type))",
            ], ",", indent: "    "))
      }
    }
    return list("hostcall_typed_field", identifier + "_fields", elements)
  }

  /// The size of a number in raw memory.
  private static func size(of number: CType) -> Int {
    guard case .scalar(_, let word) = number else { return 0 }
    if let bits = Int(word.drop { $0.isLetter }) { return bits / 8 }
    return ["bool": 1, "float": 4][word] ?? 8
  }

  private func rawNumber(_ number: CType) -> String {
    let name = types.name(number)
    let word = types.description(of: number).dropFirst("hostcall_typed_".count)
    return list(
      "hostcall_typed_field", "raw_\(word)_fields", ["    {.key = \"\", .type = &\(types.description(of: number))},"])
      + type(
        "raw_\(word)",
        [
          ".kind = HOSTCALL_TYPED_RAW", ".size = sizeof(\(name))", ".fields = raw_\(word)_fields", ".count = 1",
          ".raw_size = \(Self.size(of: number))",
        ])
  }

  private func entries(
    _ identifier: String, _ description: String, _ key: CType, _ value: CType, _ isMap: Bool
  ) -> String {
    let members = [
      CDefinition.Member(identifier: "key", type: key, key: "key"),
      CDefinition.Member(identifier: "value", type: value, key: "value"),
    ]
    return fields(identifier + "_entry", members)
      + type(
        identifier + "_entry_type",
        [".kind = HOSTCALL_TYPED_TUPLE", ".size = sizeof(\(identifier)_entry)"]
          + self.members(identifier + "_entry", members))
      + type(
        description,
        [
          ".kind = \(isMap ? "HOSTCALL_TYPED_MAP" : "HOSTCALL_TYPED_PAIRS")", ".size = sizeof(\(identifier))",
          ".element = &\(identifier)_entry_type",
        ])
  }

  // MARK: Enums with associated values

  private func union(
    _ definition: CDefinition, _ description: String, _ choices: [CDefinition.Choice]
  ) -> String {
    var text = ""
    var cases: [String] = []
    for choice in choices {
      let name = ".text = \(CText.literal(choice.name))"
      guard !choice.members.isEmpty else {
        cases.append(CText.element([name, ".type = &hostcall_typed_empty"]))
        continue
      }
      text +=
        fields(choice.structure, choice.members)
        + type(
          choice.structure + "_type",
          [".kind = HOSTCALL_TYPED_RECORD", ".size = sizeof(\(choice.structure))"]
            + members(choice.structure, choice.members))
      cases.append(
        CText.element([
          name, ".type = &\(choice.structure)_type",
          ".offset = offsetof(\(definition.identifier), \(choice.member))",
        ]))
    }
    return text + list("hostcall_typed_case", definition.identifier + "_cases", cases)
      + type(
        description,
        [
          ".kind = HOSTCALL_TYPED_UNION", ".size = sizeof(\(definition.identifier))",
          ".name = \(CText.literal(definition.name))", ".cases = \(definition.identifier)_cases",
          ".count = \(choices.count)",
        ])
  }
}
