// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Sorts named types, each after those that it consists of, and breaks aliases that lead to themselves.
///
/// Types that consist of each other stay in the order of the descriptor, as far as that is possible.
struct TypeOrder {
  private var types: [String: InterfaceNamedType]
  private let names: [String]

  init(_ types: [InterfaceNamedType]) {
    names = types.map(\.name)
    self.types = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
    for name in names { breakAlias(name) }
  }

  /// The types in order.
  ///
  /// - Complexity: O(*n*) in the number of types and fields.
  var sorted: [InterfaceNamedType] {
    var sorted: [InterfaceNamedType] = []
    var seen: Set<String> = []
    func visit(_ name: String) {
      guard seen.insert(name).inserted, let type = types[name] else { return }
      for part in type.parts { Self.names(in: part).forEach(visit) }
      sorted.append(type)
    }
    names.forEach(visit)
    return sorted
  }

  /// Replaces an alias that leads to itself through aliases only: no language declares a type as itself.
  private mutating func breakAlias(_ name: String) {
    guard case .alias(let type)? = types[name]?.content else { return }
    var (seen, pending): (Set<String>, [String]) = ([], Self.names(in: type))
    while let next = pending.popLast() {
      if next == name {
        types[name]?.content = .alias(.any(reason: "a type that consists of itself without a name for its parts"))
        return
      }
      guard seen.insert(next).inserted, case .alias(let other)? = types[next]?.content else { continue }
      pending += Self.names(in: other)
    }
  }

  private static func names(in type: InterfaceType) -> [String] {
    if case .named(let name) = type { return [name] }
    return type.parts.flatMap(names(in:))
  }
}
