// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension TypePlan {
  /// Returns a plan of some types that refer to each other.
  static func random(using random: inout SplitMix) -> TypePlan {
    let count = Int.random(in: 1...7, using: &random)
    return TypePlan(nodes: (0..<count).map { _ in Node.random(among: count, using: &random) })
  }

  /// Returns the same types with fields and cases in other orders.
  func reordered(using random: inout SplitMix) -> TypePlan {
    var plan = self
    for index in nodes.indices { plan.nodes[index] = nodes[index].reordered(using: &random) }
    return plan
  }

  /// Returns the same types with other numbers.
  func renumbered(using random: inout SplitMix) -> TypePlan {
    let numbers = Array(nodes.indices).shuffled(using: &random)
    var plan = self
    for (old, new) in numbers.enumerated() {
      plan.nodes[new] = nodes[old].mapFields { field in
        guard case .node(let target) = field.target else { return }
        field.target = .node(numbers[target])
      }
    }
    plan.root = numbers[root]
    return plan
  }

  /// Returns the same types, except that some fields get a type of their own: a copy, or one that is coded as the
  /// original.
  func split(using random: inout SplitMix) -> TypePlan {
    var plan = self
    for index in nodes.indices {
      var added: [Node] = []
      let count = plan.nodes.count
      plan.nodes[index] = plan.nodes[index].mapFields { field in
        guard case .node(let target) = field.target, Int.random(in: 0..<4, using: &random) == 0 else { return }
        let isCopy = Bool.random(using: &random)
        added.append(
          isCopy ? nodes[target] : .single(Field(key: "a", mode: .required, target: .node(target))))
        field.target = .node(count + added.count - 1)
      }
      plan.nodes += added
    }
    return plan
  }

  /// Returns the same types, except that one plain field has another type; `nil` if there is none.
  func changed(using random: inout SplitMix) -> TypePlan? {
    var places: [(node: Int, field: Int)] = []
    for (node, content) in nodes.enumerated() {
      var field = 0
      _ = content.mapFields { content in
        if case .node = content.target {} else { places.append((node, field)) }
        field += 1
      }
    }
    guard let place = places.randomElement(using: &random) else { return nil }
    var plan = self
    var field = 0
    plan.nodes[place.node] = nodes[place.node].mapFields { content in
      if field == place.field { content.target = content.target == .bool ? .int : .bool }
      field += 1
    }
    return plan
  }
}

extension TypePlan.Node {
  fileprivate static func random(among count: Int, using random: inout SplitMix) -> TypePlan.Node {
    func field(_ key: String) -> TypePlan.Field {
      let targets: [TypePlan.Target] = [.bool, .int, .text] + (0..<count).map { .node($0) }
      return TypePlan.Field(
        key: key, mode: TypePlan.Mode.allCases.randomElement(using: &random) ?? .required,
        target: targets.randomElement(using: &random) ?? .bool)
    }
    func fields(_ most: Int) -> [TypePlan.Field] {
      ["a", "b", "c", "d"].prefix(Int.random(in: 0...most, using: &random)).map(field)
    }
    switch Int.random(in: 0..<9, using: &random) {
    case 0: return .single(field("a"))
    case 1: return .nullable(field("a"))
    case 2: return .enumeration(order: 0, ["a": fields(2), "b": fields(2), "c": []])
    case 3: return .tagged(order: 0, ["a": fields(2), "b": fields(3), "c": []])
    case 4: return .first(fields(4))
    default: return .structure(fields(4))
    }
  }

  fileprivate func reordered(using random: inout SplitMix) -> TypePlan.Node {
    switch self {
    case .structure(let fields): .structure(fields.shuffled(using: &random))
    case .first(let fields): .first(fields.shuffled(using: &random))
    case .single, .nullable: self
    case .enumeration(_, let cases):
      .enumeration(order: Int.random(in: 0..<3, using: &random), cases.mapValues { $0.shuffled(using: &random) })
    case .tagged(_, let cases):
      .tagged(order: Int.random(in: 0..<3, using: &random), cases.mapValues { $0.shuffled(using: &random) })
    }
  }

  /// Returns the node with each field changed, in an order that does not depend on the process.
  fileprivate func mapFields(_ change: (inout TypePlan.Field) -> Void) -> TypePlan.Node {
    func changed(_ field: TypePlan.Field) -> TypePlan.Field {
      var field = field
      change(&field)
      return field
    }
    func changed(_ cases: [String: [TypePlan.Field]]) -> [String: [TypePlan.Field]] {
      var result: [String: [TypePlan.Field]] = [:]
      for (name, fields) in cases.sorted(by: { $0.key < $1.key }) { result[name] = fields.map(changed) }
      return result
    }
    return switch self {
    case .structure(let fields): .structure(fields.map(changed))
    case .first(let fields): .first(fields.map(changed))
    case .single(let field): .single(changed(field))
    case .nullable(let field): .nullable(changed(field))
    case .enumeration(let order, let cases): .enumeration(order: order, changed(cases))
    case .tagged(let order, let cases): .tagged(order: order, changed(cases))
    }
  }
}
