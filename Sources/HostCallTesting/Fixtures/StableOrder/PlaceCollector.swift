// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec
internal import HostCall

/// An encoder without output, which records where a value contains dictionaries and sets.
///
/// It recognizes them by type when they are encoded as values, and by the containers that they request when they encode
/// themselves: a dictionary's keys are not an enum, and a type that wraps a set or dictionary requests its container.
struct PlaceCollector: Encoder {
  let places: UnorderedPlaces
  let codingPath: [any CodingKey]
  /// The number of values that enclose this one.
  fileprivate let depth: Int
  /// The collection that the value wraps, if any.
  private let wrapped: (any Unordered)?

  /// The nesting at which collecting ends: deeper than the encoder accepts.
  ///
  /// A value that ignores the encoder's error may contain itself.
  private static let maximumDepth = 2 * CBORLimits().nestingDepth + 16

  /// Returns the unordered places of a value.
  ///
  /// Encode the value first: its errors, such as that of a value that contains itself, are not reported here.
  static func places(of value: some Encodable) -> UnorderedPlaces {
    let places = UnorderedPlaces()
    try? PlaceCollector(places, at: [], depth: 0).collect(value)
    return places
  }

  fileprivate init(
    _ places: UnorderedPlaces, at path: [any CodingKey], depth: Int, wrapped: (any Unordered)? = nil
  ) {
    self.places = places
    codingPath = path
    self.depth = depth
    self.wrapped = wrapped
  }

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if !EnumCases.isEnum(type) { places.record(.pairs) }
    return KeyedEncodingContainer(KeyedCollector(item: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    wrapped?.record(arrayAt: places)
    return UnkeyedCollector(item: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleCollector(item: self) }

  /// Records the places of the value that is encoded here.
  fileprivate func collect(_ value: some Encodable) throws {
    // The codec's own types have an order.
    if BuiltInType.of(type(of: value)) != nil { return }
    guard depth < Self.maximumDepth else {
      throw EncodingError.invalidValue(
        value,
        EncodingError.Context(codingPath: codingPath, debugDescription: "The value is nested more than \(depth) deep."))
    }
    if let unordered = value as? any Unordered { places.record(unordered.kind) }
    try value.encode(to: PlaceCollector(places, at: codingPath, depth: depth + 1, wrapped: Self.wrapped(by: value)))
  }

  /// Returns the place one step below.
  fileprivate func child(_ step: UnorderedPlaces.Step, _ key: any CodingKey) -> PlaceCollector {
    PlaceCollector(places.child(step), at: codingPath + [key], depth: depth)
  }

  private static func wrapped(by value: some Encodable) -> (any Unordered)? {
    if value is any Unordered { return nil }
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle != .collection, mirror.children.count == 1, let only = mirror.children.first else {
      return nil
    }
    return only.value as? any Unordered
  }
}

/// An unordered collection of the standard library.
private protocol Unordered {
  var kind: UnorderedPlaces.Kind { get }
  /// Records an array as which an enclosing type encodes the collection.
  func record(arrayAt places: UnorderedPlaces)
}

extension Set: Unordered {
  fileprivate var kind: UnorderedPlaces.Kind { .elements }
  fileprivate func record(arrayAt places: UnorderedPlaces) { places.record(.elements) }
}

extension Dictionary: Unordered {
  fileprivate var kind: UnorderedPlaces.Kind { .pairs }
  fileprivate func record(arrayAt places: UnorderedPlaces) { places.record(entries: count) }
}

// MARK: - Containers

private struct KeyedCollector<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let item: PlaceCollector

  var codingPath: [any CodingKey] { item.codingPath }

  private func child(_ key: some CodingKey) -> PlaceCollector { item.child(.key(key.stringValue), key) }

  func encodeNil(forKey key: Key) {}
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try child(key).collect(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { child(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { child(key).unkeyedContainer() }

  func superEncoder() -> any Encoder { child(UnorderedPlaces.Step.key("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { child(key) }
}

private struct UnkeyedCollector: UnkeyedEncodingContainer {
  let item: PlaceCollector

  var codingPath: [any CodingKey] { item.codingPath }
  var count: Int { item.places.elementCount }

  private var element: PlaceCollector {
    let step = UnorderedPlaces.Step.index(count)
    return item.child(step, step)
  }

  private func nested() -> PlaceCollector {
    defer { item.places.countElement() }
    return element
  }

  func encodeNil() { item.places.countElement() }

  func encode<Value: Encodable>(_ value: Value) throws {
    try element.collect(value)
    item.places.countElement()
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> { nested().container(keyedBy: type) }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

  func superEncoder() -> any Encoder { nested() }
}

private struct SingleCollector: SingleValueEncodingContainer {
  let item: PlaceCollector

  var codingPath: [any CodingKey] { item.codingPath }

  func encodeNil() {}
  func encode<Value: Encodable>(_ value: Value) throws { try item.collect(value) }
}
