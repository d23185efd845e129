// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension ShapeRecorder {
  /// The values to which points are restricted.
  typealias Narrowing = [ChoicePoint: [Int]]

  /// Returns the type that was requested; an empty map if nothing was.
  ///
  /// - Parameter narrowing: The points that take only some of their values.
  func type(_ narrowing: Narrowing) -> SchemaType {
    switch container {
    case .none: return .map([])
    case .single(let part):
      let type = part.type(narrowing)
      return isNullable ? .nullable(type) : type
    case .unkeyed(let parts):
      let types = parts.map { $0.type(narrowing) }
      guard let headerCount else { return .tuple(types) }
      let rest = Self.union(of: types[min(headerCount, types.count)...])
      return headerCount == 0 ? .array(rest) : .sequence(Array(types.prefix(headerCount)), rest)
    case .keyed(let members) where hasAnyKeys:
      return .dictionary(Self.union(of: members.map { $0.type(narrowing) }[...]), isNumbered: false)
    case .keyed(let members):
      // An absent key that was not requested nevertheless reveals nothing about its value.
      return .map(
        members.filter { !$0.isAbsent || $0.part != nil }
          .map { SchemaMember(key: $0.key, isOptional: $0.isOptional, type: $0.type(narrowing)) })
    }
  }

  private static func union(of types: ArraySlice<SchemaType>) -> SchemaType {
    guard let first = types.first else { return .named("any") }
    return types.dropFirst().reduce(first) { $0.or($1) }
  }
}

extension ShapeRecorder.Part {
  func type(_ narrowing: ShapeRecorder.Narrowing) -> SchemaType {
    switch self {
    case .type(let type): type
    case .nested(let recorder): recorder.type(narrowing)
    case .choice(let point, let literals):
      .literals(narrowing[point].map { values in values.map { literals[$0] } } ?? literals)
    }
  }

  /// Returns the combination of two requests for the same place.
  func or(_ other: Self) -> Self {
    if case .choice(let point, _) = self, case .choice(point, _) = other { return self }
    return .type(type([:]).or(other.type([:])))
  }
}

extension ShapeRecorder.Member {
  fileprivate func type(_ narrowing: ShapeRecorder.Narrowing) -> SchemaType {
    let type = part?.type(narrowing) ?? .named("any")
    return isNullable ? .nullable(type) : type
  }
}

extension SchemaType {
  /// Returns the union of two types.
  func or(_ other: SchemaType) -> SchemaType {
    switch (self, other) {
    case _ where self == other: self
    case (.choice(let types), _): types.contains(other) ? self : .choice(types + [other])
    default: .choice([self, other])
    }
  }

  /// Returns whether a type that was recorded until an `init(from:)` threw may be an incomplete `whole`.
  func isBeginning(of whole: SchemaType) -> Bool {
    switch (self, whole) {
    case (.map(let some), .map(let all)): some.allSatisfy { all.contains($0) }
    case (.map(let none), _) where none.isEmpty: true
    case (.tuple(let some), .tuple(let all)): all.starts(with: some)
    case (.tuple(let some), .sequence(let all, _)): all.starts(with: some)
    // No element of the rest was requested.
    case (.array(.named("any")), .array), (.array(.named("any")), .sequence): true
    case (.sequence(let some, .named("any")), .sequence(let all, _)): all == some
    default: self == whole
    }
  }
}
