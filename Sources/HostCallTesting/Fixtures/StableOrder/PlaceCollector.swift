internal import HostCall

/// An encoder without output, which records where a value contains dictionaries and sets.
///
/// It recognizes them by type when they are encoded as values, and by the containers that they request when they encode
/// themselves: a dictionary's keys are not an enum, and a type that wraps a set or dictionary requests its container.
struct PlaceCollector: Encoder {
  let places: UnorderedPlaces
  /// The kind of collection that the value wraps, if any.
  var wrapped: UnorderedPlaces.Kind?

  /// Returns the unordered places of a value.
  static func places(of value: some Encodable) -> UnorderedPlaces {
    let places = UnorderedPlaces()
    collect(value, places)
    return places
  }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if !EnumCases.isEnum(type) { places.note(.pairs) }
    return KeyedEncodingContainer(KeyedCollector(places: places))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if let wrapped { places.note(wrapped) }
    return UnkeyedCollector(places: places)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleCollector(places: places) }

  fileprivate static func collect(_ value: some Encodable, _ places: UnorderedPlaces) {
    // The codec's own types have an order.
    if KnownForm.of(type(of: value)) != nil { return }
    if let unordered = value as? any Unordered { places.note(unordered.kind) }
    // Errors are left to the actual encoding.
    try? value.encode(to: PlaceCollector(places: places, wrapped: wrapped(by: value)))
  }

  private static func wrapped(by value: some Encodable) -> UnorderedPlaces.Kind? {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle != .collection, mirror.children.count == 1, let only = mirror.children.first else {
      return nil
    }
    return (only.value as? any Unordered)?.kind
  }
}

/// A standard library collection without an order of its own.
private protocol Unordered {
  var kind: UnorderedPlaces.Kind { get }
}

extension Set: Unordered {
  fileprivate var kind: UnorderedPlaces.Kind { .elements }
}

extension Dictionary: Unordered {
  fileprivate var kind: UnorderedPlaces.Kind { .pairs }
}

// MARK: - Containers

private struct KeyedCollector<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let places: UnorderedPlaces

  var codingPath: [any CodingKey] { [] }

  private func child(_ key: some CodingKey) -> UnorderedPlaces { places.child(.key(key.stringValue)) }

  func encodeNil(forKey key: Key) {}
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) { PlaceCollector.collect(value, child(key)) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { PlaceCollector(places: child(key)).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    UnkeyedCollector(places: child(key))
  }

  func superEncoder() -> any Encoder { PlaceCollector(places: places.child(.key("super"))) }
  func superEncoder(forKey key: Key) -> any Encoder { PlaceCollector(places: child(key)) }
}

private struct UnkeyedCollector: UnkeyedEncodingContainer {
  let places: UnorderedPlaces
  private(set) var count = 0

  init(places: UnorderedPlaces) {
    self.places = places
  }

  var codingPath: [any CodingKey] { [] }

  private mutating func next() -> UnorderedPlaces {
    defer { count += 1 }
    return places.child(.index(count))
  }

  mutating func encodeNil() { count += 1 }
  mutating func encode<Value: Encodable>(_ value: Value) { PlaceCollector.collect(value, next()) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> { PlaceCollector(places: next()).container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { UnkeyedCollector(places: next()) }

  mutating func superEncoder() -> any Encoder { PlaceCollector(places: next()) }
}

private struct SingleCollector: SingleValueEncodingContainer {
  let places: UnorderedPlaces

  var codingPath: [any CodingKey] { [] }

  func encodeNil() {}
  func encode<Value: Encodable>(_ value: Value) { PlaceCollector.collect(value, places) }
}
