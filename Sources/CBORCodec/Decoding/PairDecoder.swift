// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A decoder for the pairs of a map in their order, sequentially as long as possible.
struct PairDecoder {
  private let context: DecodingContext
  private let level: Int
  /// The offset of the map.
  private let start: Int
  /// The number of pairs left; `nil` if the length is indefinite.
  private var left: Int?
  /// The offset of the next key, or of the value after a key that has been read.
  private var offset: Int
  private var key: (offset: Int, name: PairName) = (0, .integer(0))
  /// The serial number of the map in sequential mode.
  private let serial: Int

  private var message: DecodingMessage { context.message }

  /// - Throws: `DecodingError` if the item is not a map.
  init(of context: DecodingContext, at offset: Int, level: Int) throws {
    self.context = context
    self.level = level
    let message = context.message
    if message.isSequential(at: offset), message.depthLeft > 0, let count = message.cursor.mapCount() {
      start = offset
      left = count
      self.offset = message.cursorOffset
      serial = message.enterContainer()
      return
    }
    try message.scan()
    let (head, start) = try message.untaggedHead(at: offset)
    guard head.kind == .map else {
      throw context.mismatch([String: Any].self, found: head, at: start, level: level)
    }
    self.start = start
    left = head.isIndefinite ? nil : Int(clamping: head.argument)
    self.offset = head.end
    serial = 0
  }

  /// A Boolean value that indicates whether a duplicate key is an error.
  var rejectsDuplicates: Bool { message.options.limits.rejectsDuplicateKeys }

  /// The offset of the last key.
  var keyOffset: Int { key.offset }

  /// Returns a Boolean value that indicates whether the last key equals the key at an offset in CBOR, and not only in
  /// Swift.
  func isKeySame(at offset: Int) throws -> Bool {
    try message.scan()
    return try DeterministicEncoding.bytes(of: message.input, at: offset)
      == DeterministicEncoding.bytes(of: message.input, at: key.offset)
  }

  /// Reads the next key.
  ///
  /// - Returns: The key; `nil` after the last pair.
  /// - Throws: `DecodingError` for a key that is neither text nor an integer.
  mutating func next() throws -> PairName? {
    if left == 0 { return nil }
    let place = offset
    let name: PairName
    if message.isIn(serial), let text = message.cursor.text() {
      name = .text(text)
      offset = message.cursorOffset
    } else if message.isIn(serial), let number = message.cursor.integer(Int.self) {
      name = .integer(number)
      offset = message.cursorOffset
    } else {
      try message.scan()
      let head = try message.head(at: offset)
      if head.kind == .breakCode { return nil }
      name = try self.name(head)
      offset = try message.end(ofItemAt: offset)
    }
    left = left.map { $0 - 1 }
    key = (place, name)
    return name
  }

  private func name(_ head: Head) throws -> PairName {
    if head.kind == .text { return .text(try context.text(of: head, at: offset)) }
    guard let number = head.integer else {
      throw context.unsuitableKey(head, at: offset, level: level)
    }
    return .integer(number)
  }

  /// Skips the value of the last key.
  mutating func skip() throws {
    try message.scan()
    offset = try message.end(ofItemAt: offset)
  }

  /// Decodes the value of the last key.
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    setKey()
    let value = try context.decode(type, at: offset, level: level + 1)
    offset = message.isIn(serial) ? message.cursorOffset : try message.end(ofItemAt: offset)
    return value
  }

  private func setKey() {
    switch key.name {
    case .text(let text): context.setKey(CodingPathKey(stringValue: text), level: level)
    case .integer(let number): context.setKey(CodingPathKey(intValue: number), level: level)
    }
  }

  /// Returns the error for the last key, if it cannot be a key of the dictionary.
  func unsuitable(_ type: Any.Type) -> DecodingError {
    setKey()
    switch key.name {
    case .text(let text):
      return context.mismatch(
        type, foundKey: "the text \"\(text.prefix(64))\"", at: key.offset, level: level + 1)
    case .integer(let number):
      return context.mismatch(type, foundKey: "the integer \(number)", at: key.offset, level: level + 1)
    }
  }

  /// Returns the error for the last key, if it equals an earlier key in Swift.
  func twice() -> DecodingError {
    let found =
      switch key.name {
      case .text(let text): "\"\(text.prefix(64))\""
      case .integer(let number): "\(number)"
      }
    return context.corrupted(
      "The dictionary has the key \(found) already, written in another way", at: key.offset, level: level)
  }
}
