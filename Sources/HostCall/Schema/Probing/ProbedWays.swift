/// The ways through an `init(from:)`, as a tree of the points where they part.
indirect enum ProbedWays {
  /// The type is known, regardless of what was asked for.
  case known(SchemaType)
  /// None: the type refuses every example; why, as what the type is.
  case refused(SchemaType)
  /// With a key that it looks for, and without it.
  case presence(ProbedWays, ProbedWays)
  /// One way.
  case one(ShapeRecorder)
  /// One for each key that may be shown, in the order of their declaration.
  case keys([(key: String, ways: ProbedWays)])
  /// One for each value of an enum.
  case values(ChoicePoint, [ProbedWays])

  /// What all of them are together.
  ///
  /// - Parameters:
  ///   - isEnum: Whether the type is an enum, of which a message holds one case. Others that look at all keys may find
  ///     several.
  ///   - narrowing: The points that are decided already.
  func type(isEnum: Bool, _ narrowing: ShapeRecorder.Narrowing = [:]) -> SchemaType {
    switch self {
    case .known(let type), .refused(let type): return type
    case .presence(let present, let absent):
      // It takes no message on that way, so the other one is all there is.
      if present.isRefused { return absent.type(isEnum: isEnum, narrowing) }
      if absent.isRefused { return present.type(isEnum: isEnum, narrowing) }
      let types = [present, absent].map { $0.type(isEnum: isEnum, narrowing) }
      return types.first { $0.isUnknown } ?? Self.merge(types[0], types[1])
    case .one(let recorder): return recorder.type(narrowing)
    case .keys(let branches):
      let types = branches.map { branch in
        let type = branch.ways.type(isEnum: isEnum, narrowing)
        // What is behind the key is not known, but the key is.
        guard case .unknown = type else { return type }
        return .map([SchemaMember(key: branch.key, isOptional: false, type: type)])
      }
      return isEnum ? Self.choice(of: types) : types.dropFirst().reduce(types.first ?? .map([]), Self.merge).loosened
    case .values(let point, let branches):
      // One alternative for all values after which the same is asked for.
      var groups: [(rest: SchemaType, values: [Int])] = []
      for (value, branch) in branches.enumerated() {
        let rest = branch.type(isEnum: isEnum, narrowing)
        if let index = groups.firstIndex(where: { $0.rest == rest }) {
          groups[index].values.append(value)
        } else {
          groups.append((rest, [value]))
        }
      }
      return Self.choice(
        of: groups.map { group in
          branches[group.values[0]].type(isEnum: isEnum, narrowing.merging([point: group.values]) { $1 })
        })
    }
  }

  private var isRefused: Bool {
    switch self {
    case .refused: true
    case .presence(let present, let absent): present.isRefused && absent.isRefused
    default: false
    }
  }

  /// Whether two ways lead to the same type; two that lead to none count as the same.
  func isSame(as other: ProbedWays) -> Bool {
    switch (self, other) {
    case (.one(let left), .one(let right)): left.type([:]) == right.type([:])
    case (.known(.unknown), .known(.unknown)), (.refused, .refused), (.known(.unknown), .refused),
      (.refused, .known(.unknown)):
      true
    case (.known(let left), .known(let right)): left == right
    default: false
    }
  }

  private static func choice(of types: [SchemaType]) -> SchemaType {
    let distinct = types.enumerated().filter { !types[..<$0.offset].contains($0.element) }.map(\.element)
    return distinct.count == 1 ? distinct[0] : .choice(distinct)
  }

  /// One map with all members of two, of which those that only one of them has may be missing.
  private static func merge(_ left: SchemaType, _ right: SchemaType) -> SchemaType {
    guard case .map(let members) = left, case .map(let others) = right else { return left.or(right) }
    var all = members.map { member in
      guard let other = others.first(where: { $0.key == member.key }) else { return member.optional }
      return SchemaMember(
        key: member.key, isOptional: member.isOptional || other.isOptional, type: merge(member.type, other.type))
    }
    all += others.filter { other in !members.contains { $0.key == other.key } }.map(\.optional)
    return .map(all)
  }
}

extension SchemaMember {
  fileprivate var optional: SchemaMember { SchemaMember(key: key, isOptional: true, type: type) }
}

extension SchemaType {
  fileprivate var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }

  /// A map whose members may all be missing.
  fileprivate var loosened: SchemaType {
    if case .map(let members) = self { .map(members.map(\.optional)) } else { self }
  }
}
