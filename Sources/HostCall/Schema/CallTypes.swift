// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The types of a request, its response or elements, and its failure, or of an event, and the rules that they refer to.
struct CallTypes: Sendable {
  struct Part: Sendable {
    let part: SchemaOutline.Part
    let encoding: PayloadEncoding
    var type: SchemaType
  }

  let wireName: String
  let kind: CallKind
  /// The request, the response, and the failure if the call declares one; the payload of an event.
  private(set) var parts: [Part]
  private(set) var rules: [SchemaRule]

  init(of typeInfo: CallTypeInfo, parts: [Part], rules: [SchemaRule]) {
    wireName = typeInfo.wireName
    kind = typeInfo.kind
    self.parts = parts
    self.rules = rules
  }

  /// The reasons why places are unknown.
  var gaps: [String] {
    var gaps: [String] = []
    func collect(_ type: SchemaType) {
      if case .unknown(let reason) = type, !gaps.contains(reason) { gaps.append(reason) }
      for part in type.parts { collect(part) }
    }
    for part in parts { collect(part.type) }
    for rule in rules { collect(rule.type) }
    return gaps
  }

  /// The reasons as comments, a line each, which CDDL and outlines share.
  var gapComments: String {
    gaps.map { "; any: \($0.split(whereSeparator: \.isNewline).joined(separator: " "))\n" }.joined()
  }

  /// The same types in the form that a person would write: with rules only for structs, enums with payloads, and types
  /// that would otherwise be long or infinite.
  var condensed: CallTypes {
    var inlining = RuleInlining(rules)
    var types = self
    for index in parts.indices { types.parts[index].type = inlining.inlined(parts[index].type) }
    for index in rules.indices { types.rules[index].type = inlining.inlined(rules[index].type) }
    return types
  }
}

extension SchemaType {
  /// The types that this one consists of, without following rules.
  var parts: [SchemaType] {
    switch self {
    case .nullable(let type), .array(let type), .dictionary(let type, _): [type]
    case .sequence(let types, let rest): types + [rest]
    case .tuple(let types), .choice(let types): types
    case .pairs(let key, let value): [key, value]
    case .map(let members): members.map(\.type)
    case .named, .stated, .literals, .rule, .raw, .unknown: []
    }
  }

  /// Returns the same type with other parts, as many as ``parts`` has.
  func with(parts: [SchemaType]) -> SchemaType {
    switch self {
    case .nullable: .nullable(parts[0])
    case .array: .array(parts[0])
    case .dictionary(_, let isNumbered): .dictionary(parts[0], isNumbered: isNumbered)
    case .sequence: .sequence(Array(parts.dropLast()), parts[parts.count - 1])
    case .tuple: .tuple(parts)
    case .choice: .choice(parts)
    case .pairs: .pairs(parts[0], parts[1])
    case .map(let members):
      .map(zip(members, parts).map { SchemaMember(key: $0.key, isOptional: $0.isOptional, type: $1) })
    case .named, .stated, .literals, .rule, .raw, .unknown: self
    }
  }
}
