/// What a type's `init(from:)` gets: the place of its one item.
///
/// It is the single-value container as well.
struct ItemDecoder: Decoder, SingleValueDecodingContainer {
  let context: DecodingContext
  let offset: Int
  /// How many containers of the context are around the item.
  let level: Int

  var codingPath: [any CodingKey] { context.codingPath(level: level) }

  var userInfo: [CodingUserInfoKey: Any] { context.message.options.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let (head, start) = try context.message.untaggedHead(at: offset)
    guard head.kind == .map else {
      throw context.mismatch([String: Any].self, found: head, at: start, level: level)
    }
    let reader = context.reader(of: head, start: start, level: level)
    return KeyedDecodingContainer(KeyedItemDecoder<Key>(context: context, reader: reader, level: level))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let (head, start) = try context.message.untaggedHead(at: offset)
    guard head.kind == .array else {
      throw context.mismatch([Any].self, found: head, at: start, level: level)
    }
    return UnkeyedItemDecoder(context: context, head: head, level: level)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  // MARK: The single value

  func decodeNil() -> Bool {
    (try? context.isNull(at: offset)) ?? false
  }

  func decode(_ type: Bool.Type) throws -> Bool {
    try context.bool(at: offset, level: level)
  }

  func decode(_ type: String.Type) throws -> String {
    try context.string(at: offset, level: level)
  }

  func decode(_ type: Double.Type) throws -> Double {
    try context.float(type, at: offset, level: level)
  }

  func decode(_ type: Float.Type) throws -> Float {
    try context.float(type, at: offset, level: level)
  }

  // The protocol asks for each width by itself. One generic function for all would cost more than what is read.

  func decode(_ type: Int.Type) throws -> Int { try context.integer(type, at: offset, level: level) }
  func decode(_ type: Int8.Type) throws -> Int8 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: Int16.Type) throws -> Int16 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: Int32.Type) throws -> Int32 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: Int64.Type) throws -> Int64 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: Int128.Type) throws -> Int128 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: UInt.Type) throws -> UInt { try context.integer(type, at: offset, level: level) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try context.integer(type, at: offset, level: level) }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try context.integer(type, at: offset, level: level) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try context.decode(type, at: offset, level: level)
  }
}
