// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// Writes the types of a call as the lines of its outline.
///
///     struct Profile { var name: String; var tags: [String]; var home: Address?; var work: Address? }
///
///     response.home?.city: tstr
///     response.name: tstr
///     response.tags[]: tstr
///     response.work?: as response.home
///
/// A struct, or an enum with payloads, is written at its first place in key order; later places, including those inside
/// it, refer to that place. So an outline is proportional to the rules. Types of the same class (``TypeGraph``) count
/// as one type.
struct OutlineWriter {
  /// The maximum number of lines while types other than structs and enums are written out at each place.
  private static let maximumLines = 10_000

  private let graph: TypeGraph
  /// Whether all named types are written only once, regardless of their kind.
  private let sharesAll: Bool
  private var lines: [SchemaOutline.Line] = []
  /// The place at which each class is written.
  private var places: [Int: String] = [:]
  /// The places of the unfinished types that are written repeatedly, since the last type that is written once.
  private var open: [Int: String] = [:]

  static func outline(of types: CallTypes) -> SchemaOutline {
    let graph = TypeGraph(types)
    let places = types.parts.map(\.part.rawValue)
    let lines = OutlineWriter(graph, at: places, sharesAll: false).lines
    return SchemaOutline(
      lines: lines.count <= maximumLines ? lines : OutlineWriter(graph, at: places, sharesAll: true).lines,
      kind: types.kind)
  }

  private init(_ graph: TypeGraph, at places: [String], sharesAll: Bool) {
    self.graph = graph
    self.sharesAll = sharesAll
    for (place, root) in zip(places, graph.roots) { write(root, at: place) }
  }

  private mutating func add(_ place: String, _ content: String) {
    lines.append(SchemaOutline.Line(place: place, content: content))
  }

  private mutating func write(_ edge: TypeGraph.Edge, at place: String) {
    guard sharesAll || lines.count <= Self.maximumLines else { return }
    let number = graph.classes[edge.target]
    if edge.isRule, isShared(edge.target) {
      if let first = places[number] { return add(place, "as \(first)") }
      places[number] = unmarked(place)
      let around = open
      open = [:]
      write(edge.target, at: place)
      open = around
      return
    }
    // A list that contains itself, without a struct in between, would never end.
    if let first = open[number] { return add(place, "as \(first)") }
    open[number] = unmarked(place)
    write(edge.target, at: place)
    open[number] = nil
  }

  /// Removes the optionality marks: whether the first place is optional does not concern the others.
  private func unmarked(_ place: String) -> String { place.filter { $0 != "?" && $0 != "~" } }

  private func isShared(_ node: Int) -> Bool {
    switch graph.nodes[node].type {
    // An empty struct is shorter than a reference.
    case .map(let members): !members.isEmpty
    case .choice: true
    default: sharesAll && !graph.nodes[node].children.isEmpty
    }
  }

  private mutating func write(_ node: Int, at place: String) {
    let children = graph.nodes[node].children
    switch graph.nodes[node].type {
    case .named(let name): add(place, name)
    case .stated(let cddl): add(place, cddl.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    case .literals(let literals): add(place, literals.joined(separator: " / "))
    case .unknown, .rule: add(place, "any")
    case .nullable: write(children[0], at: place.last == "?" || place.last == "~" ? place : place + "~")
    case .array: write(children[0], at: place + "[]")
    case .dictionary(_, let isNumbered): write(children[0], at: place + (isNumbered ? "{number}" : "{}"))
    case .tuple: write(elements: children[...], at: place)
    case .sequence:
      write(elements: children.dropLast(), at: place)
      write(children[children.count - 1], at: place + "[]")
    case .pairs:
      write(children[0], at: place + "[key]")
      write(children[1], at: place + "[value]")
    case .map(let members): write(members, types: children, at: place)
    case .choice:
      for (name, alternative) in Alternatives(children, in: graph).named {
        write(alternative, at: "\(place)/\(name)")
      }
    case .raw(let layout): write(layout, at: place)
    }
  }

  private mutating func write(elements children: ArraySlice<TypeGraph.Edge>, at place: String) {
    if children.isEmpty { add(place, "[]") }
    for (index, child) in children.enumerated() { write(child, at: "\(place)[\(index)]") }
  }

  private mutating func write(_ members: [SchemaMember], types children: [TypeGraph.Edge], at place: String) {
    if members.isEmpty { add(place, "{}") }
    for (member, child) in zip(members, children) {
      write(child, at: "\(place).\(CDDLText.place(member.key))\(member.isOptional ? "?" : "")")
    }
  }

  private mutating func write(_ layout: PlainLayout, at place: String) {
    let order = PlainLayout.byteOrder
    if layout.fields.count == 1, let only = layout.fields.first, only.path.isEmpty {
      return add(place, "raw \(only.type), \(order)-endian")
    }
    add(place, "raw, \(layout.size) bytes, \(order)-endian")
    for field in layout.fields { add("\(place).\(field.path)", "\(field.type) at \(field.offset)") }
  }
}
