// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORReader {
  /// Decodes a value of a type that is only `Decodable`, like ``CBORDecoder``.
  ///
  /// If it throws an error, the reader stays at the item.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The value.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the type cannot be decoded from the item;
  ///   and any error that its `init(from:)` throws.
  @_disfavoredOverload
  public mutating func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    func value<Direct: CBORDecodable>(_ direct: Direct.Type) throws -> Value { known(try decode(direct), as: type) }
    if let direct = CodingTraits.directDecoding(of: type) { return try value(direct) }
    return try decode { try $0.decode(type, at: $1, level: 0) }
  }

  /// Decodes a value through containers, as ``CBORDecoder`` does for a type that is only `Decodable`.
  @usableFromInline
  mutating func decode<Value: Decodable>(byContainers type: Value.Type) throws -> Value {
    guard let dictionary = CodingTraits.of(type).dictionary else {
      return try decode { try $0.decodeByContainers(type, at: $1, level: 0) }
    }
    func value<Pairs: DecodableDictionary>(_ type: Pairs.Type) throws -> Value {
      try decode { known(try type.init(from: $0, at: $1, level: 0), as: Value.self) }
    }
    return try value(dictionary)
  }

  private mutating func decode<Value>(
    _ read: (_ context: DecodingContext, _ offset: Int) throws -> Value
  ) throws -> Value {
    let offset = offset
    let reading = begun()
    var context = DecodingContext(itemAt: offset, of: reading)
    let message = context.message
    let (outer, position, levels) = (message.cursor, message.position, message.levelsLeft)
    // Reading an item through a reader and then through containers takes the stack of two values.
    message.levelsLeft = reading.isReading(at: offset) ? levelsLeft &- 1 : levelsLeft
    if message.isSequential { message.move(to: cursor, depthLeft: depthLeft) }
    message.reserved = reserved
    let result = Result { try read(context, offset) }
    message.levelsLeft = levels
    reserved = message.reserved
    // A decoder or a container that was kept may be asked for its path later.
    if !isKnownUniquelyReferenced(&context) { context.base() }
    var end: ItemCursor?
    if message.isSequential {
      if message.cursor.pending == cursor.pending &- 1 { end = message.cursor }
      // The containers around this value continue where they were, whether it was decoded or not.
      message.cursor = outer
      message.restore(position)
    }
    let value = try result.get()
    if let end { cursor = end } else { try skip() }
    return value
  }
}
