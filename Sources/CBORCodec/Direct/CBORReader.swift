// How a value is read in one pass.
//
// Nothing is looked at twice while the message is what the type reads, written in the usual way. At the first thing
// that is not, an unknown key, a tag, an indefinite length, the whole message is scanned once (WellFormednessScan), and
// that thing is read with libcbor; then reading goes on in place. `a2 62 6964 07 64 6e616d65 7f 61 41 61 64 ff`, which
// is {"id": 7, "name": (_ "A", "d")}, for a struct of the two:
//
//   beginMap         a2             in place
//   nextKey("id")    62 6964        in place
//   decode(UInt64)   07             in place
//   nextKey("name")  64 6e616d65    in place
//   decode(String)   7f …           scans the message, and joins the chunks
//
// Invariants
//  - No value is returned unless the whole message is well formed and within the limits: either everything was read in
//    place, down to the last byte, or the message has been scanned.
//  - Whatever a type leaves unread is passed over, so that each value takes one item, and the next begins after it.
//  - When reading fails, the message is scanned if it has not been: so what is malformed is always a CBORError, with the
//    code and offset of the first fault from the front.

/// Reads the items of a value one after the other, for types that are ``CBORDecodable``.
///
/// A ``CBORDecoder`` creates it. What is there may be written in any way that is well formed: tags around items are
/// passed over, lengths may be indefinite, and numbers of any width.
@safe @frozen public struct CBORReader: ~Copyable {
  @usableFromInline var cursor: ItemCursor
  /// The message's first byte.
  @usableFromInline let start: UnsafeRawPointer
  /// How many more arrays, maps and tags may be opened.
  @usableFromInline var depthLeft: Int
  @usableFromInline let limits: CBORLimits
  /// What the reader needs for what is not usual; nil until then.
  @usableFromInline var context: DecodingContext?

  /// Creates a reader of a message of at least one byte that is read with the usual options.
  @inlinable @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, base: UnsafeRawPointer, limits: CBORLimits) {
    unsafe start = base
    unsafe cursor = ItemCursor(at: base, end: base + bytes.count, pending: 1)
    depthLeft = limits.nestingDepth
    self.limits = limits
    context = nil
  }

  /// Creates a reader of one item in a message that is being decoded.
  init(_ cursor: ItemCursor, start: UnsafeRawPointer, depthLeft: Int, limits: CBORLimits, context: DecodingContext) {
    self.cursor = cursor
    unsafe self.start = start
    self.depthLeft = depthLeft
    self.limits = limits
    self.context = context
  }

  /// The offset of the next item, in bytes from the message's start.
  @inlinable
  public var offset: Int { unsafe cursor.at - start }
}

// MARK: Values

extension CBORReader {
  /// Reads a value of a type that reads itself.
  ///
  /// If it throws, the reader stays at the item.
  ///
  /// - Parameter type: The type.
  /// - Returns: The value.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not what the type reads; and
  ///   whatever the type throws.
  @inlinable @inline(__always)
  public mutating func decode<Value: CBORDecodable>(_ type: Value.Type = Value.self) throws -> Value {
    if Self.isScalar(type) { return try type.init(from: &self) }
    let mark = Mark(cursor: cursor, depthLeft: depthLeft)
    do {
      let value = try type.init(from: &self)
      if cursor.pending != mark.cursor.pending &- 1 { try passOver(mark) }
      depthLeft = mark.depthLeft
      return value
    } catch {
      (cursor, depthLeft) = (mark.cursor, mark.depthLeft)
      throw error
    }
  }

  /// Reads a value of a type that reads itself, or `null`.
  ///
  /// - Parameter type: The type.
  /// - Returns: The value; nil for `null`, and for `undefined`, which is the same to Swift.
  /// - Throws: The same as decoding the value.
  @inlinable @inline(__always)
  public mutating func decode<Value: CBORDecodable>(_ type: Value?.Type) throws -> Value? {
    try decodeNil() ? nil : decode(Value.self)
  }

  /// A place to return to.
  @usableFromInline
  @frozen struct Mark {
    @usableFromInline let cursor: ItemCursor
    @usableFromInline let depthLeft: Int

    @inlinable @inline(__always)
    init(cursor: ItemCursor, depthLeft: Int) {
      self.cursor = cursor
      self.depthLeft = depthLeft
    }
  }

  /// Whether a type reads just one head, or a string, and nothing if it throws.
  @inlinable @inline(__always)
  static func isScalar(_ type: Any.Type) -> Bool {
    type == Bool.self || type == String.self || type == Double.self || type == Float.self || type == Int.self
      || type == Int8.self || type == Int16.self || type == Int32.self || type == Int64.self || type == UInt.self
      || type == UInt8.self || type == UInt16.self || type == UInt32.self || type == UInt64.self
  }

  /// Reads `null`, or `undefined`, if it is what comes next.
  ///
  /// - Returns: Whether it was there.
  /// - Throws: ``CBORError`` if the message is malformed.
  @inlinable @inline(__always)
  public mutating func decodeNil() throws -> Bool {
    if cursor.null() { return true }
    // In a tag it may be null all the same.
    guard cursor.left > 0, unsafe cursor.at.load(as: UInt8.self) & 0xe0 == 0xc0 else { return false }
    return try decodeTaggedNil()
  }

  /// Passes over the next item, whatever it is.
  ///
  /// - Throws: ``CBORError`` if the message is malformed.
  public mutating func skip() throws { try passOver(Mark(cursor: cursor, depthLeft: depthLeft)) }
}

// MARK: The whole message

extension CBORReader {
  /// Whether the message was read in place, all of it.
  @inlinable
  var isComplete: Bool { unsafe context == nil && cursor.pending == 0 && cursor.at == cursor.end }

  /// Checks what was not read in place.
  ///
  /// - Throws: ``CBORError`` if the message is malformed.
  @inline(never) @usableFromInline
  mutating func finish() throws {
    let isInPlace = unsafe cursor.pending == 0 && cursor.at == cursor.end
    defer { end() }
    let message = begun().message
    if !isInPlace || message.isMalformed { try message.scan() }
  }

  /// What to throw for an error: that the message is malformed, if it is.
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
