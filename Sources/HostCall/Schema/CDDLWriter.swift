// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostBridgeCore

/// Writes the types of calls as CDDL rules (RFC 8610).
///
///     ; "fetch_profile", fingerprint 0x4e1d…
///     fetch_profile.request = {
///       userID: uint,
///     }
///     fetch_profile.response = …
///
/// The rules of a call start with its name, so one text can hold many calls. The type of a part is written in the
/// part's own rule; other named types follow as rules.
struct CDDLWriter {
  private var text = ""
  private var used: Set<String> = []
  private var callNames: Set<String> = []

  /// State for the call that is being written: the names of its rules, and which are written or queued.
  private var names: [Int: String] = [:]
  private var written: Set<Int> = []
  private var pending: [Int] = []

  /// Writes the rules of a call.
  ///
  /// - Parameters:
  ///   - call: The types of the call.
  ///   - comment: The text after the call's name.
  /// - Returns: The prefix of the rules' names.
  mutating func write(_ call: CallTypes, _ comment: String) -> String {
    let name = unique(CDDLText.name(call.wireName), among: &callNames)
    (names, written, pending) = ([:], [], [])
    for part in call.parts {
      if case .rule(let rule) = part.type, names[rule] == nil { names[rule] = "\(name).\(part.part.rawValue)" }
    }
    let reserved = SchemaOutline.Part.ofCalls + call.parts.map(\.part)
    var taken = Set(names.values).union(reserved.map { "\(name).\($0.rawValue)" })
    for (rule, content) in call.rules.enumerated() where names[rule] == nil {
      names[rule] = unique("\(name).\(CDDLText.name(content.name))", among: &taken)
    }
    if !text.isEmpty { text += "\n" }
    text += "; \(CDDLText.literal(call.wireName)), \(comment)\n"
    text += call.gapComments
    for part in call.parts {
      let rule = "\(name).\(part.part.rawValue)"
      if case .rule(let number) = part.type, names[number] == rule {
        written.insert(number)
        write(rule, call.rules[number].type)
      } else {
        write(rule, part.type)
      }
    }
    while let rule = pending.popLast() {
      guard written.insert(rule).inserted, let name = names[rule] else { continue }
      write(name, call.rules[rule].type)
    }
    return name
  }

  /// The complete text, including the rules of names that CDDL's prelude lacks.
  var finished: String {
    let definitions = BuiltInType.definitions.filter { used.contains($0.name) }
    guard !definitions.isEmpty else { return text }
    return text + "\n" + definitions.map { "\($0.name) = \($0.rule)\n" }.joined()
  }

  private mutating func write(_ name: String, _ type: SchemaType) {
    if case .raw(let layout) = type {
      let fields = layout.fields.map { "\($0.offset) \($0.path.isEmpty ? "" : $0.path + " ")\($0.type)" }
      text += "; raw, \(PlainLayout.byteOrder)-endian, by offset: \(fields.joined(separator: ", "))\n"
    }
    text += "\(name) = \(expression(type, ""))\n"
  }

  private mutating func expression(_ type: SchemaType, _ indent: String) -> String {
    switch type {
    case .named(let name):
      used.insert(name)
      return name
    case .stated(let cddl): return cddl
    case .unknown: return "any"
    case .literals(let literals): return literals.joined(separator: " / ")
    case .nullable(let type): return "\(expression(type, indent)) / null"
    case .array(let element): return "[* \(expression(element, indent))]"
    case .tuple(let types): return "[\(expressions(types, indent: indent, separator: ", "))]"
    case .sequence(let types, let rest):
      return "[\(expressions(types, indent: indent, separator: ", ")), * \(expression(rest, indent))]"
    case .dictionary(let value, _): return "{* tstr => \(expression(value, indent))}"
    case .pairs(let key, let value): return "[* (\(expression(key, indent)), \(expression(value, indent)))]"
    case .choice(let types): return expressions(types, indent: indent, separator: " / ")
    case .map(let members):
      if members.isEmpty { return "{}" }
      var text = "{\n"
      for member in members {
        let type = expression(member.type, indent + "  ")
        text += "\(indent)  \(member.isOptional ? "? " : "")\(CDDLText.key(member.key)): \(type),\n"
      }
      return text + "\(indent)}"
    case .rule(let rule):
      pending.insert(rule, at: 0)
      return names[rule] ?? "any"
    case .raw(let layout): return "bytes .size \(layout.size)"
    }
  }

  private mutating func expressions(_ types: [SchemaType], indent: String, separator: String) -> String {
    var expressions: [String] = []
    for type in types { expressions.append(expression(type, indent)) }
    return expressions.joined(separator: separator)
  }

  private func unique(_ name: String, among taken: inout Set<String>) -> String {
    var (result, number) = (name, 1)
    while !taken.insert(result).inserted {
      number += 1
      result = "\(name)-\(number)"
    }
    return result
  }
}
