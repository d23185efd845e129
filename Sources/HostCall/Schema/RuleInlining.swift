// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Replaces rules by their types, unless they are structs or enums with payloads: an identifier that is coded as a
/// number, or an enum that is coded as text.
///
/// A rule keeps its name if it contains itself without such a type in between, or if its type is too long to repeat.
struct RuleInlining {
  private static let maximumParts = 64

  private let rules: [SchemaRule]
  private var known: [Int: Bool] = [:]

  init(_ rules: [SchemaRule]) {
    self.rules = rules
  }

  /// Returns whether a rule keeps its name.
  mutating func isNamed(_ index: Int) -> Bool {
    if let isNamed = known[index] { return isNamed }
    let isNamed =
      switch rules[index].type {
      case .map, .choice: true
      default: containsItself(index) || size(of: rules[index].type) > Self.maximumParts
      }
    known[index] = isNamed
    return isNamed
  }

  /// Returns a type in which all rules without a name are replaced.
  mutating func inlined(_ type: SchemaType) -> SchemaType {
    if case .rule(let index) = type { return isNamed(index) ? type : inlined(rules[index].type) }
    var parts: [SchemaType] = []
    for part in type.parts { parts.append(inlined(part)) }
    return type.with(parts: parts)
  }

  /// Returns whether a rule leads back to itself through rules that would be replaced.
  private func containsItself(_ index: Int) -> Bool {
    var (seen, pending) = (Set<Int>(), [rules[index].type])
    while let type = pending.popLast() {
      guard case .rule(let next) = type else {
        pending += type.parts
        continue
      }
      if next == index { return true }
      switch rules[next].type {
      case .map, .choice: break
      default: if seen.insert(next).inserted { pending.append(rules[next].type) }
      }
    }
    return false
  }

  /// Returns the number of parts of a type that is written out.
  private mutating func size(of type: SchemaType) -> Int {
    if case .rule(let index) = type { return isNamed(index) ? 1 : size(of: rules[index].type) }
    var size = 1
    for part in type.parts where size <= Self.maximumParts { size += self.size(of: part) }
    return size
  }
}
