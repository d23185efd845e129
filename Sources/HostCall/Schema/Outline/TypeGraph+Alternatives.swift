// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension TypeGraph {
  /// Merges alternatives that differ only in the values of one enum, and replaces a choice that has a single
  /// alternative left by that alternative.
  ///
  /// - Returns: Whether anything has changed.
  mutating func mergeAlternatives() -> Bool {
    var changed = false
    var replaced: [Int: Edge] = [:]
    for node in nodes.indices {
      guard case .choice = nodes[node].type else { continue }
      let alternatives = merged(nodes[node].children)
      if alternatives.count < nodes[node].children.count {
        nodes[node].children = alternatives
        changed = true
      }
      if alternatives.count == 1 { replaced[node] = alternatives[0] }
    }
    guard !replaced.isEmpty else { return changed }
    let replacements = replaced
    func followed(_ edge: Edge) -> Edge {
      var (edge, passed) = (edge, Set<Int>())
      while let next = replacements[edge.target], passed.insert(edge.target).inserted {
        edge = Edge(target: next.target, isRule: edge.isRule || next.isRule)
      }
      return edge
    }
    roots = roots.map(followed)
    for node in nodes.indices {
      let children = nodes[node].children.map(followed)
      changed = changed || zip(children, nodes[node].children).contains { $0.target != $1.target }
      nodes[node].children = children
    }
    return changed
  }

  private mutating func merged(_ edges: [Edge]) -> [Edge] {
    var seen: Set<Int> = []
    var alternatives = edges.sorted { classes[$0.target] < classes[$1.target] }
      .filter { seen.insert(classes[$0.target]).inserted }
    let places = alternatives.map { nodes[$0.target].children.count }.max() ?? 0
    for place in 0..<places { alternatives = merged(alternatives, at: place) }
    return alternatives
  }

  /// Merges the alternatives that have different literals in one place and are otherwise equal.
  private mutating func merged(_ edges: [Edge], at place: Int) -> [Edge] {
    var groups: [[Int]: [Edge]] = [:]
    var order: [[Int]] = []
    for (index, edge) in edges.enumerated() {
      // Alternatives that cannot be merged form groups of their own.
      let signature = signature(of: edge, without: place) ?? [-1, index]
      if groups[signature] == nil { order.append(signature) }
      groups[signature, default: []].append(edge)
    }
    return order.map { signature in
      let group = groups[signature] ?? []
      return group.count > 1 ? together(group, at: place) : group[0]
    }
  }

  /// Returns an alternative's signature without one place; `nil` if that place holds no literals.
  private func signature(of edge: Edge, without place: Int) -> [Int]? {
    let node = nodes[edge.target]
    guard !edge.isRule, place < node.children.count, case .literals = nodes[node.children[place].target].type else {
      return nil
    }
    switch node.type {
    case .map, .tuple, .sequence: break
    default: return nil
    }
    let others = node.children.enumerated().map { $0.offset == place ? -1 : classes[$0.element.target] }
    return [labelNumbers[edge.target]] + others
  }

  private mutating func together(_ group: [Edge], at place: Int) -> Edge {
    var literals: Set<String> = []
    for edge in group {
      if case .literals(let some) = nodes[nodes[edge.target].children[place].target].type { literals.formUnion(some) }
    }
    nodes.append(Node(type: SchemaType.literals(Array(literals)).sorted))
    var node = nodes[group[0].target]
    node.children[place] = Edge(target: nodes.count - 1, isRule: false)
    nodes.append(node)
    return Edge(target: nodes.count - 1, isRule: false)
  }
}
