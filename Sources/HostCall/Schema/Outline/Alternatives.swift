/// The alternatives of a choice, by names that do not depend on the order in which they were declared.
///
///     enum Shape { case circle(radius: Double), dot }        /circle  /dot   by their one key
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

  /// Each alternative with its name; of those that are named by their key, what is behind it.
  var named: [(name: String, edge: TypeGraph.Edge)] {
    let found = byKey ?? edges.enumerated().map { ("\($0)", $1) }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// An enum's cases: each a map with one key, which has to be there.
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
