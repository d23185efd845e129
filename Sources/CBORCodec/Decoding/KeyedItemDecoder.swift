// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The keyed container for a value that decodes from a map.
struct KeyedItemDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
  // Only a reference, since the container is copied for every value that is read.
  let reader: MapReader

  var context: DecodingContext {
    @inline(__always) get { reader.context }
  }

  /// The number of the context's containers around the map.
  var level: Int { reader.level }

  var codingPath: [any CodingKey] { context.codingPath(level: level) }

  var allKeys: [Key] {
    let message = reader.message
    return reader.allKeys().compactMap { name, offset in
      let key =
        switch name {
        case .text(let text): Key(stringValue: text)
        case .integer(let number): Key(intValue: number)
        }
      if key != nil, message.options.rejectsUnknownKeys { message.noteKey(at: offset) }
      return key
    }
  }

  func contains(_ key: Key) -> Bool {
    do {
      return try reader.find(key.stringValue, key.intValue, isRead: false) != nil
    } catch {
      // A DecodingError means that the key is present in two forms, which decoding its value reports.
      return error is DecodingError
    }
  }

  /// Returns the offset of a key's value, which is read next.
  private func find(_ key: Key) throws -> Int {
    if let offset = try reader.find(key.stringValue, key.intValue, isRead: true) { return offset }
    throw context.keyNotFound(key, or: key.intValue, at: reader.start, level: level)
  }

  /// Sets the key as the current position in the coding path.
  ///
  /// Needed only for values that may request the path, and for errors.
  ///
  /// - Returns: The level of the key's value.
  private func enter(_ key: some CodingKey) -> Int {
    context.setKey(key, level: level)
    return level + 1
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    guard let offset = try reader.find(key.stringValue, key.intValue, isRead: false) else {
      throw context.keyNotFound(key, or: key.intValue, at: reader.start, level: level)
    }
    return try context.isNull(at: offset)
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    let offset = try find(key)
    return try reader.message.fastBool(at: offset) ?? context.bool(at: offset, level: enter(key))
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    let offset = try find(key)
    return try reader.message.fastString(at: offset) ?? context.string(at: offset, level: enter(key))
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    let offset = try find(key)
    return try reader.message.fastFloat(type, at: offset) ?? context.float(type, at: offset, level: enter(key))
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    let offset = try find(key)
    return try reader.message.fastFloat(type, at: offset) ?? context.float(type, at: offset, level: enter(key))
  }

  // The protocol requires a method for each width. One generic function for all of them would cost more than the
  // decoding.

  func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 {
    let offset = try find(key)
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let offset = try find(key)
    return try context.decode(type, at: offset, level: enter(key))
  }

  // MARK: Nested containers

  /// Returns a decoder that stays valid when this container continues.
  private func nested(_ key: some CodingKey, at offset: Int) throws -> ItemDecoder {
    try context.message.scan()
    return ItemDecoder(context: DecodingContext(parent: context, level: enter(key)), offset: offset, level: 0)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try nested(key, at: find(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try nested(key, at: find(key)).unkeyedContainer()
  }

  // A superclass that encoded nothing may have no key. As in JSONDecoder, it then decodes from null.

  func superDecoder() throws -> any Decoder { try superDecoder(at: CodingPathKey.superclass) }

  func superDecoder(forKey key: Key) throws -> any Decoder { try superDecoder(at: key) }

  private func superDecoder(at key: some CodingKey) throws -> any Decoder {
    let found = try reader.find(key.stringValue, key.intValue, isRead: true)
    return try nested(key, at: found ?? DecodingMessage.absent)
  }
}
