// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBORCodec

/// Sorts the unordered parts of a message by their bytes (RFC 8949, section 4.2.1: "bytewise lexicographic"), so that a
/// value has the same encoding in every process.
///
///     ["b": 2, "a": [3, 1] as Set]     a2 61 62 02 61 61 82 03 01   →   a2 61 61 82 01 03 61 62 02
struct StableMessage {
  /// Whether the message was written from the same value as the places, so that its elements have the same indices.
  private let isSameOrder: Bool

  /// Returns the bytes of a value and its unordered places, sorted.
  ///
  /// - Throws: `EncodingError` if the value cannot be encoded.
  static func of(
    _ value: some Encodable, by encoder: CBOREncoder = CBOREncoder()
  ) throws -> (bytes: [UInt8], places: UnorderedPlaces) {
    let bytes = try encoder.encode(value)
    let places = PlaceCollector.places(of: value)
    return (sorted(bytes, by: StableMessage(isSameOrder: true), at: places), places)
  }

  /// Returns a sorted copy of a message that may have been written in another order; unchanged if it is malformed.
  static func of(_ message: [UInt8], _ places: UnorderedPlaces) -> [UInt8] {
    sorted(message, by: StableMessage(isSameOrder: false), at: places)
  }

  private static func sorted(
    _ message: [UInt8], by order: StableMessage, at places: UnorderedPlaces
  ) -> [UInt8] {
    places.isOrdered ? message : order.sorted(message[...], places) ?? message
  }

  /// - Returns: The sorted item; `nil` if it is malformed.
  private func sorted(_ item: ArraySlice<UInt8>, _ places: UnorderedPlaces) -> [UInt8]? {
    if places.isOrdered { return Array(item) }
    guard let parts = ItemParts(item) else { return nil }
    var result = Array(parts.head)
    switch parts.kind {
    case .other: return Array(item)
    case .tag:
      guard let content = parts.items.first.flatMap({ sorted($0, places) }) else { return nil }
      result += content
    case .array:
      guard let elements = sortedElements(parts.items, places) else { return nil }
      result += elements
    case .map:
      var pairs: [[UInt8]] = []
      for (key, value) in parts.pairs {
        let place = UnorderedPlaces.Step.key(ItemParts.text(ofKey: key))
        guard let value = places.known(place).map({ sorted(value, $0) }) ?? Array(value) else { return nil }
        pairs.append(key + value)
      }
      if places.kind != nil { pairs.sort { $0.lexicographicallyPrecedes($1) } }
      result += pairs.joined()
    }
    return result + parts.end
  }

  private func sortedElements(_ items: [ArraySlice<UInt8>], _ places: UnorderedPlaces) -> [UInt8]? {
    func all(_ place: (Int) -> UnorderedPlaces?) -> [[UInt8]]? {
      var elements: [[UInt8]] = []
      for (index, item) in items.enumerated() {
        guard let element = place(index).map({ sorted(item, $0) }) ?? Array(item) else { return nil }
        elements.append(element)
      }
      return elements
    }
    switch places.kind {
    case nil: return all { places.known(.index($0)) }.map { Array($0.joined()) }
    case .elements:
      return all(places.elements(isSameOrder: isSameOrder)).map {
        Array($0.sorted { $0.lexicographicallyPrecedes($1) }.joined())
      }
    case .pairs:
      let keys = places.elements(isSameOrder: isSameOrder) { $0.isMultiple(of: 2) }
      let values = places.elements(isSameOrder: isSameOrder) { !$0.isMultiple(of: 2) }
      guard items.count.isMultiple(of: 2), let flat = all({ $0.isMultiple(of: 2) ? keys($0) : values($0) }) else {
        return nil
      }
      let pairs = stride(from: 0, to: flat.count, by: 2).map { flat[$0] + flat[$0 + 1] }
      return Array(pairs.sorted { $0.lexicographicallyPrecedes($1) }.joined())
    }
  }
}
