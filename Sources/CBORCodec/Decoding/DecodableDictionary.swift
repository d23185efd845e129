/// A dictionary of any decodable keys and values, which is read here and not by its own `init(from:)`.
///
/// That one asks for the keys that are coding keys, and so passes over those that are none, and it lets a later pair
/// take the place of an earlier one that has the same key in Swift. Read here, every pair is in the dictionary, or
/// there is an error.
protocol DecodableDictionary {
  init(from context: DecodingContext, at offset: Int, level: Int) throws
}

extension Dictionary: DecodableDictionary where Key: Decodable, Value: Decodable {
  init(from context: DecodingContext, at offset: Int, level: Int) throws {
    self = [:]
    let position = context.message.position
    if let representable = Key.self as? any CodingKeyRepresentable.Type {
      var pairs = try PairDecoder(of: context, at: offset, level: level)
      while let name = try pairs.next() {
        guard let key = Self.key(name, representable) else { throw pairs.unsuitable(Key.self) }
        let value = try pairs.decode(Value.self)
        guard add(value, forKey: key) || !pairs.rejectsDuplicates else { throw pairs.twice() }
      }
    } else {
      try decodeAlternating(ItemDecoder(context: context, offset: offset, level: level))
    }
    try context.message.endItem(at: offset, position)
  }

  /// A name in the message as a key: text for a `String`, and either for all others.
  private static func key(_ name: PairName, _ representable: any CodingKeyRepresentable.Type) -> Key? {
    if Key.self == String.self {
      guard case .text(let text) = name else { return nil }
      return text as? Key
    }
    if Key.self == Int.self { return name.key.intValue as? Key }
    return representable.init(codingKey: name.key) as? Key
  }

  /// Reads an array of keys and values in turn, as a dictionary is whose keys are no coding keys.
  private mutating func decodeAlternating(_ decoder: ItemDecoder) throws {
    var container = try decoder.unkeyedContainer()
    func corrupted(_ description: String) -> DecodingError {
      DecodingError.dataCorrupted(.init(codingPath: container.codingPath, debugDescription: description))
    }
    if let count = container.count, !count.isMultiple(of: 2) {
      throw corrupted("Expected keys and values in turn, and there are \(count) elements.")
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

  /// - Returns: Whether the value was added.
  private mutating func add(_ value: Value, forKey key: Key) -> Bool {
    if index(forKey: key) != nil { return false }
    self[key] = value
    return true
  }
}

/// A key of a map that may be a dictionary's.
enum PairName {
  case text(String)
  case integer(Int)

  /// The key as the standard library's dictionaries have it: text that is a number is one as well.
  var key: any CodingKey {
    switch self {
    case .text(let text): text.codingKey
    case .integer(let number): number.codingKey
    }
  }
}
