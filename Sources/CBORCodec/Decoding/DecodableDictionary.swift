// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A dictionary of any decodable keys and values, which the codec decodes instead of the dictionary's `init(from:)`.
///
/// That initializer ignores keys that do not convert to its key type, and lets a later pair replace an earlier one with
/// the same Swift key. Here, either every pair of the map ends up in the dictionary, or decoding throws an error.
protocol DecodableDictionary {
  init(from context: DecodingContext, at offset: Int, level: Int) throws
}

extension Dictionary: DecodableDictionary where Key: Decodable, Value: Decodable {
  init(from context: DecodingContext, at offset: Int, level: Int) throws {
    self = [:]
    let position = context.message.position
    if let representable = Key.self as? any CodingKeyRepresentable.Type {
      var pairs = try PairDecoder(of: context, at: offset, level: level)
      // The offsets of the keys, needed only if duplicates are allowed.
      var offsets: [Key: Int] = [:]
      while let name = try pairs.next() {
        guard let key = Self.key(name, representable) else { throw pairs.unsuitable(Key.self) }
        let value = try pairs.decode(Value.self)
        if add(value, forKey: key) {
          if !pairs.rejectsDuplicates { offsets[key] = pairs.keyOffset }
        } else {
          guard let earlier = offsets[key], try pairs.isKeySame(at: earlier) else { throw pairs.twice() }
        }
      }
    } else {
      try decodeAlternating(ItemDecoder(context: context, offset: offset, level: level))
    }
    try context.message.endItem(at: offset, position)
  }

  /// Returns a key of the message as a Swift key; a `String` accepts only text, and other types accept integers too.
  private static func key(_ name: PairName, _ representable: any CodingKeyRepresentable.Type) -> Key? {
    if Key.self == String.self {
      guard case .text(let text) = name else { return nil }
      return text as? Key
    }
    if Key.self == Int.self { return name.key.intValue as? Key }
    return representable.init(codingKey: name.key) as? Key
  }

  /// Decodes an array of alternating keys and values, the form of a dictionary whose keys are not coding keys.
  private mutating func decodeAlternating(_ decoder: ItemDecoder) throws {
    var container = try decoder.unkeyedContainer()
    func corrupted(_ description: String) -> DecodingError {
      DecodingError.dataCorrupted(.init(codingPath: container.codingPath, debugDescription: description))
    }
    if let count = container.count, !count.isMultiple(of: 2) {
      throw corrupted("Expected alternating keys and values, but found \(count) elements.")
    }
    while !container.isAtEnd {
      let place = container.currentIndex
      let key = try container.decode(Key.self)
      let value = try container.decode(Value.self)
      guard add(value, forKey: key) else {
        throw corrupted("The key at index \(place) is there already.")
      }
    }
  }

  /// - Returns: Whether the value was added; false if the key is already present.
  private mutating func add(_ value: Value, forKey key: Key) -> Bool {
    if index(forKey: key) != nil { return false }
    self[key] = value
    return true
  }
}

/// A key of a map that may belong to a dictionary.
enum PairName {
  case text(String)
  case integer(Int)

  /// The key as the standard library's dictionaries represent it: text that is a number has an integer value.
  var key: any CodingKey {
    switch self {
    case .text(let text): text.codingKey
    case .integer(let number): number.codingKey
    }
  }
}
