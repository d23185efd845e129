// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// How a value is read in one pass.
//
// Nothing is read twice as long as the message has the items that the type requests, in their usual encoding. At the
// first deviation, such as an unknown key, a tag or an indefinite length, the whole message is scanned once
// (WellFormednessScan), and that item is read with libcbor; then reading continues in place. For a struct with the
// fields of `a2 62 6964 07 64 6e616d65 7f 61 41 61 64 ff`, which is {"id": 7, "name": (_ "A", "d")}:
//
//   beginMap         a2             in place
//   nextKey("id")    62 6964        in place
//   decode(UInt64)   07             in place
//   nextKey("name")  64 6e616d65    in place
//   decode(String)   7f …           scans the message, and joins the chunks
//
// Invariants
//  - A value is returned only if the whole message is well-formed and within the limits: either everything was read in
//    place, to the last byte, or the message has been scanned.
//  - Anything that a type leaves unread is skipped, so each value takes exactly one item.
//  - If reading fails, the message is scanned unless it already has been. So a malformed message always throws a
//    CBORError, with the code and offset of its first fault.

/// A reader for the items of a value, one after another, for types that conform to ``CBORDecodable``.
///
/// A ``CBORDecoder`` creates the reader. It accepts every well-formed encoding: it skips tags around items, and reads
/// indefinite lengths and numbers of any width.
@safe @frozen public struct CBORReader: ~Copyable {
  @usableFromInline var cursor: ItemCursor
  /// The address of the message's first byte.
  @usableFromInline let start: UnsafeRawPointer
  /// The number of arrays, maps and tags that may still be opened.
  @usableFromInline var depthLeft: Int
  /// The number of values that may still be decoded inside each other, whether or not they add to the depth.
  @usableFromInline var levelsLeft: Int
  @usableFromInline let limits: CBORLimits
  /// The end of the last tag that ``beginTag()`` has read.
  @usableFromInline var tagEnd: UnsafeRawPointer?
  /// The size of the memory that collections reserved before their elements were read, in bytes.
  @usableFromInline var reserved = 0
  /// The sum of ``OpenMap/unchecked`` over the maps that were not read to their end with `nextField`, so that they may
  /// have duplicate keys.
  @usableFromInline var uncheckedMaps = 0
  /// The context for items that cannot be read in place; `nil` until the first of them.
  @usableFromInline var context: DecodingContext?

  /// Creates a reader of a message of at least one byte, with default options.
  @inlinable @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, base: UnsafeRawPointer, limits: CBORLimits) {
    unsafe start = base
    unsafe cursor = ItemCursor(at: base, end: base + bytes.count, pending: 1)
    depthLeft = limits.nestingDepth
    levelsLeft = limits.levelLimit
    self.limits = limits
    context = nil
  }

  /// Creates a reader of one item in a message that is being decoded.
  init(
    _ cursor: ItemCursor, start: UnsafeRawPointer, depthLeft: Int, levelsLeft: Int, reserved: Int, limits: CBORLimits,
    context: DecodingContext
  ) {
    self.cursor = cursor
    unsafe self.start = start
    self.depthLeft = depthLeft
    self.levelsLeft = levelsLeft
    self.reserved = reserved
    self.limits = limits
    self.context = context
  }

  /// The offset of the next item, in bytes from the start of the message.
  @inlinable
  public var offset: Int { unsafe cursor.at - start }

  /// A Boolean value that indicates whether a tag was read and not its content.
  @inlinable
  var isInTag: Bool { unsafe cursor.at == tagEnd }
}

// MARK: Values

extension CBORReader {
  /// Decodes a value of a type that conforms to ``CBORDecodable``.
  ///
  /// If it throws an error, the reader stays at the item.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The value.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the type cannot be decoded from the item;
  ///   and any other error that the type throws.
  @inlinable @inline(__always)
  public mutating func decode<Value: CBORDecodable>(_ type: Value.Type = Value.self) throws -> Value {
    if Self.isScalar(type) { return try type.init(from: &self) }
    let mark = mark
    levelsLeft &-= 1
    defer { levelsLeft &+= 1 }
    do {
      if levelsLeft < -1 { throw tooManyLevels() }
      let value = try type.init(from: &self)
      if cursor.pending != mark.cursor.pending &- 1 || isInTag { try passOver(mark) }
      depthLeft = mark.depthLeft
      return value
    } catch {
      (cursor, depthLeft) = (mark.cursor, mark.depthLeft)
      unsafe tagEnd = mark.tagEnd
      throw error
    }
  }

  /// Decodes a value of a type that conforms to ``CBORDecodable``, or `null`.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The value; `nil` for `null` and for `undefined`, which Swift does not distinguish.
  /// - Throws: The same errors as decoding the value.
  @inlinable @inline(__always)
  public mutating func decode<Value: CBORDecodable>(_ type: Value?.Type) throws -> Value? {
    try decodeNil() ? nil : decode(Value.self)
  }

  /// A position to return to.
  @usableFromInline
  @safe @frozen struct Mark {
    @usableFromInline let cursor: ItemCursor
    @usableFromInline let depthLeft: Int
    @usableFromInline let tagEnd: UnsafeRawPointer?

    @inlinable @inline(__always)
    init(cursor: ItemCursor, depthLeft: Int, tagEnd: UnsafeRawPointer?) {
      self.cursor = cursor
      self.depthLeft = depthLeft
      unsafe self.tagEnd = tagEnd
    }
  }

  @inlinable @inline(__always)
  var mark: Mark { unsafe Mark(cursor: cursor, depthLeft: depthLeft, tagEnd: tagEnd) }

  /// Returns a Boolean value that indicates whether a type reads exactly one head or one string, and nothing if it
  /// throws.
  @inlinable @inline(__always)
  static func isScalar(_ type: Any.Type) -> Bool {
    type == Bool.self || type == String.self || type == Double.self || type == Float.self || type == Int.self
      || type == Int8.self || type == Int16.self || type == Int32.self || type == Int64.self || type == UInt.self
      || type == UInt8.self || type == UInt16.self || type == UInt32.self || type == UInt64.self
  }

  /// Reads `null` or `undefined`, if it is the next item.
  ///
  /// - Returns: Whether the next item was `null` or `undefined`.
  /// - Throws: ``CBORError`` if the message is malformed.
  @inlinable @inline(__always)
  public mutating func decodeNil() throws -> Bool {
    if cursor.null() { return true }
    // The item may be null in a tag.
    guard cursor.left > 0, unsafe cursor.at.load(as: UInt8.self) & 0xe0 == 0xc0 else { return false }
    return try decodeTaggedNil()
  }

  /// Skips the next item.
  ///
  /// - Throws: ``CBORError`` if the message is malformed.
  public mutating func skip() throws { try passOver(mark) }
}

// MARK: The whole message

extension CBORReader {
  /// A Boolean value that indicates whether the whole message was read in place.
  @inlinable @inline(__always)
  var isComplete: Bool { context == nil && isReadInPlace }

  /// A Boolean value that indicates whether nothing of the message remains to be read or checked.
  @inlinable @inline(__always)
  var isReadInPlace: Bool { unsafe cursor.pending == 0 && cursor.at == cursor.end && !isInTag && uncheckedMaps == 0 }

  /// Checks what was not read in place.
  ///
  /// - Throws: ``CBORError`` if the message is malformed.
  @inline(never) @usableFromInline
  mutating func finish() throws {
    let isInPlace = isReadInPlace
    defer { end() }
    let message = begun().message
    if !isInPlace || message.isMalformed { try message.scan() }
  }

  /// Returns the error to throw after `error`: the fault of the message if it is malformed, otherwise `error`.
  @inline(never) @usableFromInline
  mutating func failure(after error: any Error) -> any Error {
    defer { end() }
    do {
      try begun().message.scan()
      return error
    } catch {
      return error
    }
  }

  private mutating func end() {
    guard let context else { return }
    self.context = nil
    context.detachContainers()
    context.message.finish()
    DecodingContext.keep(context)
  }
}
