// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The unkeyed container for a value that decodes from an array.
struct UnkeyedItemDecoder: UnkeyedDecodingContainer {
  private let context: DecodingContext
  private let level: Int
  private let first: Int
  /// The number of elements; `nil` if the length is indefinite.
  private let claimed: Int?
  /// The offset of the next element.
  private var offset: Int
  private(set) var currentIndex = 0
  /// The serial number of the array in sequential mode.
  private let serial: Int
  /// The number of pending items when the array has been read sequentially.
  private let pendingAtEnd: Int

  private var message: DecodingMessage { context.message }

  /// Creates a container for an array in a scanned message.
  ///
  /// - Parameter level: The number of the context's containers around the array.
  init(context: DecodingContext, head: Head, level: Int) {
    self.context = context
    self.level = level
    first = head.end
    offset = head.end
    claimed = head.isIndefinite ? nil : Int(clamping: head.argument)
    (serial, pendingAtEnd) = (0, 0)
  }

  /// Creates a container for the array whose head the cursor has just read.
  init(context: DecodingContext, sequentialCount count: Int, level: Int) {
    self.context = context
    self.level = level
    first = context.message.cursorOffset
    offset = first
    claimed = count
    pendingAtEnd = context.message.cursor.pending &- count
    serial = context.message.enterContainer()
  }

  var codingPath: [any CodingKey] { context.codingPath(level: level) }

  /// The number of elements.
  ///
  /// The first access takes linear time for an array of indefinite length.
  var count: Int? { claimed ?? (try? message.count(ofItemsFrom: first)) }

  var isAtEnd: Bool {
    // Ends loops that ignore errors and try again.
    if message.isMalformed { return true }
    if let claimed { return currentIndex >= claimed }
    guard let head = try? message.head(at: offset) else { return true }
    return head.kind == .breakCode
  }

  /// Ensures that the next element can be read, sequentially or by offset.
  @inline(__always)
  private func begin(_ type: Any.Type) throws {
    let isNext = message.isIn(serial) && message.cursor.pending &- pendingAtEnd == (claimed ?? 0) &- currentIndex
    if !isNext { try message.scan() }
    guard !isAtEnd else {
      throw context.atEnd(type, at: offset, level: enter())
    }
  }

  /// Sets the next element as the current position in the coding path.
  ///
  /// Needed only for values that may request the path, and for errors.
  ///
  /// - Returns: The level of the element.
  private func enter() -> Int {
    context.setIndex(currentIndex, level: level)
    return level + 1
  }

  @inline(__always)
  private mutating func advance() throws {
    offset = message.isIn(serial) ? message.cursorOffset : try message.end(ofItemAt: offset)
    currentIndex &+= 1
  }

  /// Reads an element and advances to the next one, or stays at it if reading throws.
  private mutating func next<Value>(_ type: Any.Type, _ read: (Int, Int) throws -> Value) throws -> Value {
    try begin(type)
    let value = try read(offset, enter())
    try advance()
    return value
  }

  mutating func decodeNil() throws -> Bool {
    try begin(Never?.self)
    if message.isIn(serial), message.cursor.null() {
      try advance()
      return true
    }
    guard try context.isNull(at: offset) else { return false }
    // A null in a tag.
    try message.scan()
    try advance()
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool {
    try begin(type)
    let value = try context.message.fastBool(at: offset) ?? context.bool(at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: String.Type) throws -> String {
    try begin(type)
    let value = try context.message.fastString(at: offset) ?? context.string(at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: Double.Type) throws -> Double {
    try begin(type)
    let value = try context.message.fastFloat(type, at: offset) ?? context.float(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: Float.Type) throws -> Float {
    try begin(type)
    let value = try context.message.fastFloat(type, at: offset) ?? context.float(type, at: offset, level: enter())
    try advance()
    return value
  }

  // The protocol requires a method for each width. One generic function for all of them would cost more than the
  // decoding.

  mutating func decode(_ type: Int.Type) throws -> Int {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: Int8.Type) throws -> Int8 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: Int16.Type) throws -> Int16 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: Int32.Type) throws -> Int32 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: Int64.Type) throws -> Int64 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: Int128.Type) throws -> Int128 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: UInt.Type) throws -> UInt {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: UInt8.Type) throws -> UInt8 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: UInt16.Type) throws -> UInt16 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: UInt32.Type) throws -> UInt32 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: UInt64.Type) throws -> UInt64 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode(_ type: UInt128.Type) throws -> UInt128 {
    try begin(type)
    let value = try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter())
    try advance()
    return value
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try begin(type)
    let value = try context.decode(type, at: offset, level: enter())
    try advance()
    return value
  }

  // MARK: Nested containers

  private mutating func nested<Value>(_ type: Any.Type, _ open: (ItemDecoder) throws -> Value) throws -> Value {
    try message.scan()
    return try next(type) { [context] offset, level in
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
