/// The array that a value is decoded from.
struct UnkeyedItemDecoder: UnkeyedDecodingContainer {
  private let context: DecodingContext
  private let level: Int
  private let first: Int
  /// Nothing if a break ends the array.
  private let claimed: Int?
  private var offset: Int
  private(set) var currentIndex = 0

  /// - Parameter level: How many containers of the context are around the array.
  init(context: DecodingContext, head: Head, level: Int) {
    self.context = context
    self.level = level
    first = head.end
    offset = head.end
    claimed = head.isIndefinite ? nil : Int(clamping: head.argument)
  }

  var codingPath: [any CodingKey] { context.codingPath(level: level) }

  /// Linear if the array is of indefinite length, as nothing else tells.
  var count: Int? {
    if let claimed { return claimed }
    var count = 0
    var position = first
    while let head = try? context.message.head(at: position), head.kind != .breakCode,
      let end = try? context.message.end(ofItemAt: position)
    {
      position = end
      count += 1
    }
    return count
  }

  var isAtEnd: Bool {
    if let claimed { return currentIndex >= claimed }
    guard let head = try? context.message.head(at: offset) else { return true }
    return head.kind == .breakCode
  }

  /// Reads an element and goes on to the next one, or stays if reading throws.
  private mutating func next<Value>(_ type: Any.Type, _ read: (Int, Int) throws -> Value) throws -> Value {
    context.setKey(CodingPathKey(index: currentIndex), level: level)
    guard !isAtEnd else { throw context.atEnd(type, at: offset, level: level + 1) }
    let value = try read(offset, level + 1)
    offset = try context.message.end(ofItemAt: offset)
    currentIndex += 1
    return value
  }

  mutating func decodeNil() throws -> Bool {
    context.setKey(CodingPathKey(index: currentIndex), level: level)
    guard !isAtEnd else { throw context.atEnd(Never?.self, at: offset, level: level + 1) }
    guard try context.isNull(at: offset) else { return false }
    offset = try context.message.end(ofItemAt: offset)
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool {
    try next(type) { [context] in try context.bool(at: $0, level: $1) }
  }

  mutating func decode(_ type: String.Type) throws -> String {
    try next(type) { [context] in try context.string(at: $0, level: $1) }
  }

  mutating func decode(_ type: Double.Type) throws -> Double {
    try next(type) { [context] in try context.float(type, at: $0, level: $1) }
  }

  mutating func decode(_ type: Float.Type) throws -> Float {
    try next(type) { [context] in try context.float(type, at: $0, level: $1) }
  }

  // The protocol asks for each width by itself. One generic function for all would cost more than what is read.

  mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  mutating func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
  mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }

  @inline(__always)
  private mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
    try next(type) { [context] in try context.integer(type, at: $0, level: $1) }
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next(type) { [context] in try context.decode(type, at: $0, level: $1) }
  }

  // MARK: Nested containers

  private mutating func nested<Value>(_ type: Any.Type, _ open: (ItemDecoder) throws -> Value) throws -> Value {
    try next(type) { [context] offset, level in
      let nested = DecodingContext(parent: context, level: level)
      return try open(ItemDecoder(context: nested, offset: offset, level: 0))
    }
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try nested(KeyedDecodingContainer<NestedKey>.self) { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try nested((any UnkeyedDecodingContainer).self) { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder {
    try nested((any Decoder).self) { $0 }
  }
}
