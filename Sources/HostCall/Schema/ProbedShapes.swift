/// What was found of a type that may go several ways: a shape for each, and in the end what they amount to.
struct ProbedShapes {
  /// What the type is; nil while that is not known.
  private(set) var type: SchemaType?
  /// How many ways there are, as far as is known.
  var ways = 1
  private var found: [Int: ShapeRecorder.Shape] = [:]

  /// The ways that nothing is known of.
  var left: [Int] { (0..<ways).filter { found[$0] == nil } }

  mutating func add(_ shape: ShapeRecorder.Shape, of way: Int) {
    found[way] = shape
  }

  mutating func set(_ type: SchemaType) { self.type = type }

  /// If all ways are known, so is the type.
  ///
  /// - Parameter isEnum: Whether it is an enum, of which a message holds one case. Others that look at all keys may
  ///   find several.
  mutating func finish(isEnum: Bool) {
    guard left.isEmpty, let first = found[0] else { return }
    let shapes = (0..<ways).compactMap { found[$0] }
    switch first.choice {
    case .none: type = first.type
    case .field(let key): type = Self.merge(shapes, by: key)
    case .keys: type = isEnum ? Self.choice(of: shapes.map(\.type)) : Self.optional(shapes.map(\.type))
    }
  }

  private static func choice(of types: [SchemaType]) -> SchemaType {
    let distinct = types.enumerated().filter { !types[..<$0.offset].contains($0.element) }.map(\.element)
    return distinct.count == 1 ? distinct[0] : .choice(distinct)
  }

  /// One map with all members of several, each of which may be missing.
  private static func optional(_ types: [SchemaType]) -> SchemaType {
    var members: [SchemaMember] = []
    for case .map(let some) in types {
      for member in some where !members.contains(where: { $0.key == member.key }) {
        members.append(SchemaMember(key: member.key, isOptional: true, type: member.type))
      }
    }
    return .map(members)
  }

  /// The shapes for each value of one field: one where only that field differs, else an alternative for each that
  /// differs.
  private static func merge(_ shapes: [ShapeRecorder.Shape], by key: String) -> SchemaType {
    var groups: [(rest: SchemaType, literals: [String])] = []
    for shape in shapes {
      let (rest, literals) = shape.type.withoutLiterals(at: key)
      if let index = groups.firstIndex(where: { $0.rest == rest }) {
        groups[index].literals += literals
      } else {
        groups.append((rest, literals))
      }
    }
    return choice(of: groups.map { $0.rest.withLiterals($0.literals, at: key) })
  }
}

extension SchemaType {
  /// A map in which one member's literals are left out, and what they were.
  fileprivate func withoutLiterals(at key: String) -> (SchemaType, [String]) {
    guard case .map(var members) = self, let index = members.firstIndex(where: { $0.key == key }),
      case .literals(let literals) = members[index].type
    else { return (self, []) }
    members[index] = SchemaMember(key: key, isOptional: members[index].isOptional, type: .literals([]))
    return (.map(members), literals)
  }

  fileprivate func withLiterals(_ literals: [String], at key: String) -> SchemaType {
    guard case .map(var members) = self, let index = members.firstIndex(where: { $0.key == key }),
      case .literals = members[index].type
    else { return self }
    members[index] = SchemaMember(key: key, isOptional: members[index].isOptional, type: .literals(literals))
    return .map(members)
  }

  /// Whether a type that was found until an `init(from:)` gave up can have become `whole`.
  func isBeginning(of whole: SchemaType) -> Bool {
    switch (self, whole) {
    case (.map(let some), .map(let all)): some.allSatisfy { all.contains($0) }
    case (.map(let none), _) where none.isEmpty: true
    case (.tuple(let some), .tuple(let all)): all.starts(with: some)
    case (.tuple(let some), .sequence(let all, _)): all.starts(with: some)
    default: self == whole
    }
  }
}
