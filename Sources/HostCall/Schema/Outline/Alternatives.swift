// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Names the alternatives of a choice independently of their order of declaration.
///
///     enum Shape { case circle(radius: Double), dot }        /circle  /dot   by their only key
///     {type: "circle", radius: float} / {type: "dot"}        /0  /1          by the order of their classes
struct Alternatives {
  private let graph: TypeGraph
  private let edges: [TypeGraph.Edge]

  init(_ edges: [TypeGraph.Edge], in graph: TypeGraph) {
    self.graph = graph
    var seen: Set<Int> = []
    self.edges = edges.sorted { graph.classes[$0.target] < graph.classes[$1.target] }
      .filter { seen.insert(graph.classes[$0.target]).inserted }
  }

  /// The alternatives with their names; an alternative named by its key refers to the type behind that key.
  var named: [(name: String, edge: TypeGraph.Edge)] {
    let found = byKey ?? edges.enumerated().map { ("\($0)", $1) }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The cases of an enum: each is a map with a single required key.
  private var byKey: [(name: String, edge: TypeGraph.Edge)]? {
    var named: [(name: String, edge: TypeGraph.Edge)] = []
    for edge in edges {
      guard !edge.isRule, case .map(let members) = graph.nodes[edge.target].type, members.count == 1,
        !members[0].isOptional
      else { return nil }
      named.append((CDDLText.place(members[0].key), graph.nodes[edge.target].children[0]))
    }
    return Set(named.map(\.name)).count == named.count ? named : nil
  }
}
