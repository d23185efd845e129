/// The map that a value is decoded from.
struct KeyedItemDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let context: DecodingContext
  let reader: MapReader
  /// How many containers of the context are around the map.
  let level: Int

  var codingPath: [any CodingKey] { context.codingPath(level: level) }

  var allKeys: [Key] {
    reader.allKeys(in: context.message).compactMap { key in
      switch key {
      case .text(let text): Key(stringValue: text)
      case .integer(let number): Key(intValue: number) ?? Key(stringValue: "\(number)")
      }
    }
  }

  func contains(_ key: Key) -> Bool {
    ((try? reader.value(forKey: key, in: context.message, isRead: false)) ?? nil) != nil
  }

  /// The offset of a key's value, with the key as the place where decoding is.
  private func offset(_ key: some CodingKey) throws -> Int {
    guard let offset = try reader.value(forKey: key, in: context.message, isRead: true) else {
      throw context.keyNotFound(key, at: reader.start, level: level)
    }
    context.setKey(key, level: level)
    return offset
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    guard let offset = try reader.value(forKey: key, in: context.message, isRead: false) else {
      throw context.keyNotFound(key, at: reader.start, level: level)
    }
    return try context.isNull(at: offset)
  }

  /// Reads a scalar, which never asks for its path; only an error does, and for that it is read again.
  @inline(__always)
  private func scalar<Value>(_ key: Key, _ read: (_ offset: Int, _ level: Int) throws -> Value) throws -> Value {
    guard let offset = try reader.value(forKey: key, in: context.message, isRead: true) else {
      throw context.keyNotFound(key, at: reader.start, level: level)
    }
    if let value = try? read(offset, level + 1) { return value }
    context.setKey(key, level: level)
    return try read(offset, level + 1)
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    try scalar(key) { try context.bool(at: $0, level: $1) }
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try scalar(key) { try context.string(at: $0, level: $1) }
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try scalar(key) { try context.float(type, at: $0, level: $1) }
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    try scalar(key) { try context.float(type, at: $0, level: $1) }
  }

  // The protocol asks for each width by itself. One generic function for all would cost more than what is read.

  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(type, key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(type, key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(type, key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(type, key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(type, key) }
  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try integer(type, key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(type, key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(type, key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(type, key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(type, key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(type, key) }
  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try integer(type, key) }

  @inline(__always)
  private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type, _ key: Key) throws -> Integer {
    try scalar(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try context.decode(type, at: offset(key), level: level + 1)
  }

  // MARK: Nested containers

  /// A decoder that stays valid when this container goes on.
  private func nested(_ key: some CodingKey, at offset: Int) -> ItemDecoder {
    context.setKey(key, level: level)
    return ItemDecoder(context: DecodingContext(parent: context, level: level + 1), offset: offset, level: 0)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try nested(key, at: offset(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try nested(key, at: offset(key)).unkeyedContainer()
  }

  // A superclass that encoded nothing may have no key; as with `JSONDecoder` it then decodes from null.

  func superDecoder() throws -> any Decoder {
    let key = CodingPathKey.superclass
    return nested(key, at: try reader.value(forKey: key, in: context.message, isRead: true) ?? DecodingMessage.absent)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    nested(key, at: try reader.value(forKey: key, in: context.message, isRead: true) ?? DecodingMessage.absent)
  }
}
