// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The types of a call as a graph without indirection through rules, whose nodes are classified so that types which no
/// message can distinguish share a class.
///
///     struct Replies { var all: [Comment] }   // coded as that array
///     struct Comment { var text: String; var replies: Replies }
///
///     array ──────► map {replies, text} ──► array, of the same class as the first
///                        └────────────────► named tstr
///
/// Two nodes share a class if they have the same label and their children share classes: bisimilarity, computed by
/// partition refinement. All nodes start in one class, which is split as long as nodes differ in their children's
/// classes; on cycles as well, that ends with the coarsest partition. So a class depends neither on how a type is
/// divided into rules nor on which type of a cycle is visited first.
///
/// Alternatives that differ only in the values of one enum are equivalent to a single alternative. That is known only
/// after classification, so merging and classification alternate until nothing changes.
///
/// The order of classes depends only on their contents: a class is split by labels, then by the order of the children's
/// classes.
struct TypeGraph {
  struct Node {
    /// The type; its parts are ignored in favor of ``children``.
    let type: SchemaType
    /// In the order of the type's parts: for a map by key, for a choice including the alternatives of nested choices.
    var children: [Edge] = []
  }

  struct Edge {
    let target: Int
    /// Whether the target is a named type.
    let isRule: Bool
  }

  var nodes: [Node] = []
  /// The number of each node's class.
  private(set) var classes: [Int] = []
  /// The parts of the call.
  var roots: [Edge] = []
  /// The number of each node's label.
  private(set) var labelNumbers: [Int] = []

  private let rules: [SchemaRule]
  private var ruleNodes: [Int: Int] = [:]

  init(_ types: CallTypes) {
    rules = types.rules
    for part in types.parts { roots.append(add(part.type)) }
    repeat { classify() } while mergeAlternatives()
  }

  private mutating func add(_ type: SchemaType) -> Edge {
    guard case .rule(let rule) = type else {
      nodes.append(Node(type: type.sorted))
      let node = nodes.count - 1
      addChildren(of: node)
      return Edge(target: node, isRule: false)
    }
    return Edge(target: add(rule: rule), isRule: true)
  }

  private mutating func add(rule: Int) -> Int {
    // A type that is coded as another type is that type.
    var (rule, passed) = (rule, Set<Int>())
    while case .rule(let next) = rules[rule].type, passed.insert(rule).inserted { rule = next }
    if let node = ruleNodes[rule] { return node }
    let type = rules[rule].type
    let node = nodes.count
    ruleNodes[rule] = node
    // A rule that refers only to itself has no values.
    if case .rule = type { nodes.append(Node(type: .named("any"))) } else { nodes.append(Node(type: type.sorted)) }
    addChildren(of: node)
    return node
  }

  private mutating func addChildren(of node: Int) {
    var children: [Edge] = []
    for part in nodes[node].type.parts { children.append(add(part)) }
    nodes[node].children = children
  }

  // MARK: Classes

  private mutating func classify() {
    classes = Array(repeating: 0, count: nodes.count)
    var parents: [[Int]] = Array(repeating: [], count: nodes.count)
    for (node, content) in nodes.enumerated() {
      for child in content.children { parents[child.target].append(node) }
    }
    let labels = nodes.map(\.label)
    let order = Dictionary(uniqueKeysWithValues: Set(labels).sorted().enumerated().map { ($1, $0) })
    labelNumbers = labels.map { order[$0] ?? 0 }
    var members = [Array(nodes.indices)].filter { !$0.isEmpty }
    var changed = Set(nodes.indices)
    while !changed.isEmpty {
      var next: [[Int]] = []
      var moved: Set<Int> = []
      for group in members {
        guard group.count > 1, group.contains(where: changed.contains) else {
          next.append(group)
          continue
        }
        let groups = parted(group) { [labelNumbers[$0]] + childClasses(of: $0) }
        if groups.count > 1 { moved.formUnion(group) }
        next += groups
      }
      members = next
      for (number, group) in members.enumerated() {
        for node in group { classes[node] = number }
      }
      changed = Set(moved.lazy.flatMap { parents[$0] })
    }
  }

  /// Splits a class by signature, in the order of the signatures.
  private func parted(_ group: [Int], by signature: (Int) -> [Int]) -> [[Int]] {
    let signed = group.map { (node: $0, signature: signature($0)) }
      .sorted { $0.signature.lexicographicallyPrecedes($1.signature) }
    var groups: [[Int]] = []
    for (index, one) in signed.enumerated() {
      if index > 0, signed[index - 1].signature == one.signature {
        groups[groups.count - 1].append(one.node)
      } else {
        groups.append([one.node])
      }
    }
    return groups
  }

  /// Returns the classes of the children; for a choice as a sorted set, since the order of alternatives does not
  /// matter.
  private func childClasses(of node: Int) -> [Int] {
    let found = nodes[node].children.map { classes[$0.target] }
    if case .choice = nodes[node].type { return Set(found).sorted() }
    return found
  }
}

extension TypeGraph.Node {
  /// A description of the node without its children.
  fileprivate var label: String {
    switch type {
    case .named(let name): "named \(name)"
    case .stated(let cddl): "stated \(cddl)"
    case .literals(let literals): "literals \(literals.joined(separator: " / "))"
    case .unknown: "named any"
    case .nullable: "nullable"
    case .array: "array"
    case .dictionary(_, let isNumbered): isNumbered ? "numbered" : "dictionary"
    case .tuple(let types): "tuple \(types.count)"
    case .sequence(let types, _): "sequence \(types.count)"
    case .pairs: "pairs"
    case .map(let members):
      "map " + members.map { "\(CDDLText.place($0.key))\($0.isOptional ? "?" : "")" }.joined(separator: " ")
    case .choice: "choice"
    case .raw(let layout):
      "raw \(layout.size) " + layout.fields.map { "\($0.offset) \($0.path) \($0.type)" }.joined(separator: " ")
    case .rule: "rule"
    }
  }
}

extension SchemaType {
  /// The same type with members and literals in an order independent of declarations, and with nested choices
  /// flattened.
  var sorted: SchemaType {
    switch self {
    case .map(let members):
      .map(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    case .literals(let literals): .literals(literals.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    case .choice: .choice(alternatives)
    default: self
    }
  }

  private var alternatives: [SchemaType] {
    if case .choice(let types) = self { types.flatMap(\.alternatives) } else { [self] }
  }
}
