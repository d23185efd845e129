/// Replaces rules by their types, unless they are structs or enums with payloads: an identifier that is coded as a
/// number, or an enum that is coded as text.
///
/// A rule keeps its name if it contains itself without such a type in between, or if its type is too long to repeat.
struct RuleInlining {
  private static let mostParts = 64

  private let rules: [SchemaRule]
  private var known: [Int: Bool] = [:]

  init(_ rules: [SchemaRule]) {
    self.rules = rules
  }

  /// Returns whether a rule keeps its name.
  mutating func isNamed(_ place: Int) -> Bool {
    if let isNamed = known[place] { return isNamed }
    let isNamed =
      switch rules[place].type {
      case .map, .choice: true
      default: containsItself(place) || size(of: rules[place].type) > Self.mostParts
      }
    known[place] = isNamed
    return isNamed
  }

  /// Returns a type in which all rules without a name are replaced.
  mutating func inlined(_ type: SchemaType) -> SchemaType {
    if case .rule(let place) = type { return isNamed(place) ? type : inlined(rules[place].type) }
    var parts: [SchemaType] = []
    for part in type.parts { parts.append(inlined(part)) }
    return type.with(parts: parts)
  }

  /// Returns whether a rule leads back to itself through rules that would be replaced.
  private func containsItself(_ place: Int) -> Bool {
    var (seen, pending) = (Set<Int>(), [rules[place].type])
    while let type = pending.popLast() {
      guard case .rule(let next) = type else {
        pending += type.parts
        continue
      }
      if next == place { return true }
      switch rules[next].type {
      case .map, .choice: break
      default: if seen.insert(next).inserted { pending.append(rules[next].type) }
      }
    }
    return false
  }

  /// Returns the number of parts of a type that is written out.
  private mutating func size(of type: SchemaType) -> Int {
    if case .rule(let place) = type { return isNamed(place) ? 1 : size(of: rules[place].type) }
    var size = 1
    for part in type.parts where size <= Self.mostParts { size += self.size(of: part) }
    return size
  }
}
