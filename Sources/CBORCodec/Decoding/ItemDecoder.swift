// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The decoder that a type's `init(from:)` receives, for its one item.
///
/// It is its own single-value container.
struct ItemDecoder: Decoder, SingleValueDecodingContainer {
  let context: DecodingContext
  let offset: Int
  /// The number of the context's containers around the item.
  let level: Int

  var codingPath: [any CodingKey] { context.codingPath(level: level) }

  var userInfo: [CodingUserInfoKey: Any] { context.message.options.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let message = context.message
    if message.isSequential(at: offset), message.depthLeft > 0 {
      let start = message.cursor
      if let count = message.cursor.mapCount() {
        if count <= KeyMarks.maximumCount, !DictionaryKey.isKey(type) {
          let map = OpenedMap(start: offset, content: message.cursorOffset, count: count, isSequential: true)
          return context.container(keyedBy: type, of: map, level: level)
        }
        message.cursor = start
      }
    }
    return try scannedContainer(keyedBy: type)
  }

  @inline(never)
  private func scannedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let message = context.message
    try message.scan()
    let (head, start) = try message.untaggedHead(at: offset)
    guard head.kind == .map else {
      throw context.mismatch([String: Any].self, found: head, at: start, level: level)
    }
    if DictionaryKey.isKey(type) { try checkDictionary() }
    if message.options.rejectsUnknownKeys { message.noteMap(at: start) }
    let map = OpenedMap(
      start: start, content: head.end, count: head.isIndefinite ? nil : Int(clamping: head.argument),
      isSequential: false)
    return context.container(keyedBy: type, of: map, level: level)
  }

  /// Checks that a dictionary that decodes itself will not ignore a pair of the map.
  ///
  /// - Throws: `DecodingError` for a key that is neither text nor an integer, and for one that is present in both
  ///   forms.
  private func checkDictionary() throws {
    var pairs = try PairDecoder(of: context, at: offset, level: level)
    var offsets: [String: Int] = [:]
    while let name = try pairs.next() {
      if let earlier = offsets[name.key.stringValue] {
        guard try !pairs.rejectsDuplicates && pairs.isKeySame(at: earlier) else { throw pairs.twice() }
      } else {
        offsets[name.key.stringValue] = pairs.keyOffset
      }
      try pairs.skip()
    }
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let message = context.message
    if message.isSequential(at: offset), message.depthLeft > 0, let count = message.cursor.arrayCount() {
      return UnkeyedItemDecoder(context: context, sequentialCount: count, level: level)
    }
    try message.scan()
    let (head, start) = try message.untaggedHead(at: offset)
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
    try context.message.fastBool(at: offset) ?? context.bool(at: offset, level: level)
  }

  func decode(_ type: String.Type) throws -> String {
    try context.message.fastString(at: offset) ?? context.string(at: offset, level: level)
  }

  func decode(_ type: Double.Type) throws -> Double {
    try context.message.fastFloat(type, at: offset) ?? context.float(type, at: offset, level: level)
  }

  func decode(_ type: Float.Type) throws -> Float {
    try context.message.fastFloat(type, at: offset) ?? context.float(type, at: offset, level: level)
  }

  // The protocol requires a method for each width. One generic function for all of them would cost more than the
  // decoding.

  func decode(_ type: Int.Type) throws -> Int {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: Int8.Type) throws -> Int8 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: Int16.Type) throws -> Int16 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: Int32.Type) throws -> Int32 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: Int64.Type) throws -> Int64 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: Int128.Type) throws -> Int128 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: UInt.Type) throws -> UInt {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: UInt8.Type) throws -> UInt8 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: UInt16.Type) throws -> UInt16 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: UInt32.Type) throws -> UInt32 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: UInt64.Type) throws -> UInt64 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode(_ type: UInt128.Type) throws -> UInt128 {
    try context.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: level)
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try context.decode(type, at: offset, level: level)
  }
}
