// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The paths through an `init(from:)`, as a tree that branches at choice points.
indirect enum DecodingPaths {
  /// The type is known without examining paths.
  case known(SchemaType)
  /// The type rejects every example; its schema states the reason.
  case refused(SchemaType)
  /// One path with a key that the type looks for, and one without it.
  case presence(DecodingPaths, DecodingPaths)
  /// A single path.
  case one(ShapeRecorder)
  /// A path for each enumerated key, in order of declaration.
  case keys([(key: String, paths: DecodingPaths)])
  /// A path for each value of an enum.
  case values(ChoicePoint, [DecodingPaths])

  /// Returns the type that all paths describe together.
  ///
  /// - Parameters:
  ///   - isEnum: Whether the type is an enum, a message of which holds a single case. Other types that list all keys
  ///     may find several.
  ///   - narrowing: The points that are already decided.
  func type(isEnum: Bool, _ narrowing: ShapeRecorder.Narrowing = [:]) -> SchemaType {
    switch self {
    case .known(let type), .refused(let type): return type
    case .presence(let present, let absent):
      // A path that rejects every message contributes nothing.
      if present.isRefused { return absent.type(isEnum: isEnum, narrowing) }
      if absent.isRefused { return present.type(isEnum: isEnum, narrowing) }
      let types = [present, absent].map { $0.type(isEnum: isEnum, narrowing) }
      return types.first { $0.isUnknown } ?? Self.merge(types[0], types[1])
    case .one(let recorder): return recorder.type(narrowing)
    case .keys(let branches):
      let types = branches.map { branch in
        let type = branch.paths.type(isEnum: isEnum, narrowing)
        // The content behind the key is unknown, but the key is not.
        guard case .unknown = type else { return type }
        return .map([SchemaMember(key: branch.key, isOptional: false, type: type)])
      }
      return isEnum ? Self.choice(of: types) : types.dropFirst().reduce(types.first ?? .map([]), Self.merge).loosened
    case .values(let point, let branches):
      // Values that lead to the same requests form one alternative.
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

  /// Returns whether two paths lead to the same type; two paths without a type count as the same.
  func isSame(as other: DecodingPaths) -> Bool {
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

  /// Returns a map with the members of both types; members of only one of them become optional.
  private static func merge(_ left: SchemaType, _ right: SchemaType) -> SchemaType {
    guard case .map(let members) = left, case .map(let others) = right else { return left.or(right) }
    var rest = Dictionary(others.map { ($0.key, $0) }) { first, _ in first }
    var all = members.map { member in
      guard let other = rest.removeValue(forKey: member.key) else { return member.optional }
      return SchemaMember(
        key: member.key, isOptional: member.isOptional || other.isOptional, type: merge(member.type, other.type))
    }
    all += others.filter { rest[$0.key] != nil }.map(\.optional)
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

  /// The type as a map whose members are all optional.
  fileprivate var loosened: SchemaType {
    if case .map(let members) = self { .map(members.map(\.optional)) } else { self }
  }
}
