/// Puts what rules stand for in their place, where they are no struct and no enum with payloads: an identifier that is
/// a number, an enum that is a text.
///
/// A rule keeps its name if it contains itself without one of those in between, or is longer than it is worth.
struct RuleInlining {
  private static let mostParts = 64

  private let rules: [SchemaRule]
  private var known: [Int: Bool] = [:]

  init(_ rules: [SchemaRule]) {
    self.rules = rules
  }

  /// Whether a rule keeps its name.
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

  /// A type with all that has no name of its own.
  mutating func inlined(_ type: SchemaType) -> SchemaType {
    if case .rule(let place) = type { return isNamed(place) ? type : inlined(rules[place].type) }
    var parts: [SchemaType] = []
    for part in type.parts { parts.append(inlined(part)) }
    return type.with(parts: parts)
  }

  /// Whether a rule comes back to itself by way of others like it.
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

  /// How many parts a type has that is written out.
  private mutating func size(of type: SchemaType) -> Int {
    if case .rule(let place) = type { return isNamed(place) ? 1 : size(of: rules[place].type) }
    var size = 1
    for part in type.parts where size <= Self.mostParts { size += self.size(of: part) }
    return size
  }
}
