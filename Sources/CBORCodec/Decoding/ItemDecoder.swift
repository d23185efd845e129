/// What a type's `init(from:)` gets: the place of its one item. It is the single-value container as well.
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
    let reader = MapReader(context.message, head: head, start: start)
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

  // One function is the witness for the ten integer types of up to 64 bits that the protocol asks for.
  func decode<Integer: FixedWidthInteger & Decodable>(_ type: Integer.Type) throws -> Integer {
    try context.integer(type, at: offset, level: level)
  }

  // The protocol has versions of its own for these two, which would be taken before the one above.

  func decode(_ type: Int128.Type) throws -> Int128 {
    try context.integer(type, at: offset, level: level)
  }

  func decode(_ type: UInt128.Type) throws -> UInt128 {
    try context.integer(type, at: offset, level: level)
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try context.decode(type, at: offset, level: level)
  }
}
