/// What one `init(from:)` asked its decoder for, or a part of it did: a container, and what it wanted from there.
final class ShapeRecorder {
  /// What was found on one way.
  struct Shape {
    var type: SchemaType
    var choice: Choice
  }

  /// What made the way one of several.
  enum Choice: Equatable {
    case none
    /// It asked which keys there are.
    case keys
    /// The value of this field, which is an enum.
    case field(String)
  }

  private enum Container {
    case none
    case keyed([Member])
    case unkeyed([Part])
    case single(SchemaType)
  }

  private enum Part {
    case type(SchemaType)
    /// What a nested container was asked for.
    case nested(ShapeRecorder)

    var type: SchemaType {
      switch self {
      case .type(let type): type
      case .nested(let recorder): recorder.type
      }
    }
  }

  private struct Member {
    let key: String
    var part: Part?
    var isOptional = false
    var isNullable = false
  }

  private var container = Container.none
  /// How many elements it took before it asked for the end of an array; nil if it did not ask.
  private var headerCount: Int?
  /// Whether it asked for keys that nobody can list.
  private var hasAnyKeys = false
  private var isNullable = false
  private var isNextElementNullable = false

  /// Which of several ways is gone, how many there are, and by what they are told apart.
  let way: Int
  private(set) var ways = 1
  private(set) var choice = Choice.none

  init(way: Int = 0) {
    self.way = way
  }

  /// What was found.
  var shape: Shape { Shape(type: type, choice: choice) }

  // MARK: What is asked for

  func askKeyed() {
    guard case .keyed = container else { return container = .keyed([]) }
  }

  func askUnkeyed() {
    guard case .unkeyed = container else { return container = .unkeyed([]) }
  }

  func ask(_ type: SchemaType) {
    if case .single(let before) = container { return container = .single(Self.union(before, type)) }
    container = .single(type)
  }

  func askForNull() { isNullable = true }

  func ask(_ type: SchemaType, at key: String, isOptional: Bool = false) {
    change(key) { member in
      member.part = .type(member.part.map { Self.union($0.type, type) } ?? type)
      if isOptional { (member.isOptional, member.isNullable) = (true, true) }
    }
  }

  func askForNested(at key: String) -> ShapeRecorder {
    var nested = ShapeRecorder()
    change(key) { member in
      // Asked for again, it is the same container.
      if case .nested(let before) = member.part { nested = before }
      member.part = .nested(nested)
    }
    return nested
  }

  func askWhetherThere(_ key: String) { change(key) { $0.isOptional = true } }

  /// Of keys that nobody can list the first is there, and the others are not: so that who counts them up comes to an
  /// end.
  func askWhetherThere(anyKey key: String) -> Bool {
    defer { hasAnyKeys = true }
    return !hasAnyKeys
  }

  func askForNull(at key: String) { change(key) { $0.isNullable = true } }

  /// All keys are asked for, of which there are `count`; nil where nobody can list them.
  ///
  /// - Returns: The place of the one to show.
  func askForAllKeys(_ count: Int?) -> Int {
    guard let count else {
      hasAnyKeys = true
      return 0
    }
    return choose(.keys, among: count) ?? 0
  }

  /// The value of a field is asked for that has `count` values.
  ///
  /// - Returns: The place of the one to take; nil if another field, or what keys there are, makes the ways.
  func askForValue(of key: String, among count: Int) -> Int? { choose(.field(key), among: count) }

  private func choose(_ choice: Choice, among count: Int) -> Int? {
    guard self.choice == .none || self.choice == choice, count > 0 else { return nil }
    self.choice = choice
    ways = count
    return min(way, count - 1)
  }

  func askForElement(_ type: SchemaType) { append(.type(type)) }

  func askForNestedElement() -> ShapeRecorder {
    let nested = ShapeRecorder()
    append(.nested(nested))
    return nested
  }

  func askForNullElement() { isNextElementNullable = true }

  /// Whether the array is at its end: after one element, which stands for all that there may be from here on.
  func askForEnd() -> Bool {
    if headerCount == nil { headerCount = elementCount }
    return elementCount > (headerCount ?? 0)
  }

  var elementCount: Int {
    if case .unkeyed(let parts) = container { parts.count } else { 0 }
  }

  private func change(_ key: String, _ body: (inout Member) -> Void) {
    guard case .keyed(var members) = container else { return }
    container = .none  // or the list would be copied
    let index = members.firstIndex { $0.key == key } ?? members.endIndex
    if index == members.endIndex { members.append(Member(key: key)) }
    body(&members[index])
    container = .keyed(members)
  }

  private func append(_ part: Part) {
    guard case .unkeyed(var parts) = container else { return }
    container = .none
    parts.append(isNextElementNullable ? .type(.nullable(part.type)) : part)
    isNextElementNullable = false
    container = .unkeyed(parts)
  }

  // MARK: What it amounts to

  /// The type that the bytes have to be of.
  ///
  /// What asks for nothing is written as an empty map.
  var type: SchemaType {
    switch container {
    case .none: return .map([])
    case .single(let type): return isNullable ? .nullable(type) : type
    case .unkeyed(let parts):
      let types = parts.map(\.type)
      guard let headerCount else { return .tuple(types) }
      let rest = Self.union(of: types[headerCount...])
      return headerCount == 0 ? .array(rest) : .sequence(Array(types[..<headerCount]), rest)
    case .keyed(let members) where hasAnyKeys:
      return .dictionary(Self.union(of: members.map { Self.type(of: $0) }[...]), isNumbered: false)
    case .keyed(let members):
      return .map(members.map { SchemaMember(key: $0.key, isOptional: $0.isOptional, type: Self.type(of: $0)) })
    }
  }

  private static func type(of member: Member) -> SchemaType {
    let type = member.part?.type ?? .named("any")
    return member.isNullable ? .nullable(type) : type
  }

  private static func union(of types: ArraySlice<SchemaType>) -> SchemaType {
    guard let first = types.first else { return .named("any") }
    return types.dropFirst().reduce(first, union)
  }

  private static func union(_ left: SchemaType, _ right: SchemaType) -> SchemaType {
    switch (left, right) {
    case _ where left == right: left
    case (.choice(let types), _): types.contains(right) ? left : .choice(types + [right])
    default: .choice([left, right])
    }
  }
}
