/// What one `init(from:)` asked its decoder for, or a part of it did: a container, and what it wanted from there.
final class ShapeRecorder {
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
  /// Whether it asked for the end of an array, and so takes any number of elements.
  private var isRepeated = false
  /// Whether it asked for keys that nobody can list.
  private var hasAnyKeys = false
  private var isNullable = false

  /// Which of the keys it is shown where it asks for all of them, and how many there are to show one after the other.
  let shownKey: Int
  private(set) var keyCount = 1

  init(shownKey: Int = 0) {
    self.shownKey = shownKey
  }

  // MARK: What is asked for

  func askKeyed() {
    guard case .keyed = container else { return container = .keyed([]) }
  }

  func askUnkeyed() {
    guard case .unkeyed = container else { return container = .unkeyed([]) }
  }

  func ask(_ type: SchemaType) { container = .single(type) }

  func askForNull() { isNullable = true }

  func ask(_ type: SchemaType, at key: String, isOptional: Bool = false) {
    change(key) { member in
      if let part = member.part, part.type != type {
        member.part = .type(Self.union(part.type, type))
      } else {
        member.part = .type(type)
      }
      if isOptional { (member.isOptional, member.isNullable) = (true, true) }
    }
  }

  func askForNested(at key: String) -> ShapeRecorder {
    let nested = ShapeRecorder()
    change(key) { $0.part = .nested(nested) }
    return nested
  }

  func askWhetherThere(_ key: String) { change(key) { $0.isOptional = true } }

  func askForNull(at key: String) { change(key) { $0.isNullable = true } }

  /// All keys are asked for, of which there are `count`; nil where nobody can list them.
  func askForAllKeys(_ count: Int?) {
    if let count { keyCount = max(1, count) } else { hasAnyKeys = true }
  }

  func askForElement(_ type: SchemaType) { append(.type(type)) }

  func askForNestedElement() -> ShapeRecorder {
    let nested = ShapeRecorder()
    append(.nested(nested))
    return nested
  }

  /// Whether the array is at its end: after one element, which stands for all that there may be.
  func askForEnd() -> Bool {
    isRepeated = true
    return elementCount > 0
  }

  var elementCount: Int {
    if case .unkeyed(let parts) = container { parts.count } else { 0 }
  }

  private func change(_ key: String, _ body: (inout Member) -> Void) {
    guard case .keyed(var members) = container else { return }
    let index = members.firstIndex { $0.key == key } ?? members.endIndex
    if index == members.endIndex { members.append(Member(key: key)) }
    body(&members[index])
    container = .keyed(members)
  }

  private func append(_ part: Part) {
    if case .unkeyed(let parts) = container { container = .unkeyed(parts + [part]) }
  }

  // MARK: What it amounts to

  /// The type that the bytes have to be of. What asks for nothing is written as an empty map.
  var type: SchemaType {
    switch container {
    case .none: .map([])
    case .single(let type): isNullable ? .nullable(type) : type
    case .unkeyed(let parts) where isRepeated: .array(Self.union(of: parts.map(\.type)))
    case .unkeyed(let parts): .tuple(parts.map(\.type))
    case .keyed(let members) where hasAnyKeys: .dictionary(Self.union(of: members.map { Self.type(of: $0) }))
    case .keyed(let members):
      .map(members.map { SchemaMember(key: $0.key, isOptional: $0.isOptional, type: Self.type(of: $0)) })
    }
  }

  private static func type(of member: Member) -> SchemaType {
    let type = member.part?.type ?? .named("any")
    return member.isNullable ? .nullable(type) : type
  }

  private static func union(of types: [SchemaType]) -> SchemaType {
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
