// How a value is written without containers.
//
// Counts are known when a container begins, so everything is written once, in its place. `{"id": 7, "tags": ["a"]}`:
//
//   beginMap(2)          a2                          2 pairs are 4 items to come
//   encode(7, "id")      a2 62 6964 07               the key and its head are constants
//   encodeKey("tags")    … 64 74616773
//   beginArray(1)        … 81                        its element, and nothing else, is to come
//   encode("a")          … 61 61                     none is to come: the item is complete
//
// Invariants
//  - `pending` counts the items that are to come in all open containers, so that a value that writes fewer items than
//    it said, or more, is an error and no malformed message.
//  - Every head that is no constant is written by libcbor. Only keys are constants.

/// Writes the items of a value one after the other, for types that are ``CBOREncodable``.
///
/// A ``CBOREncoder`` creates it. Everything is written in its preferred form (RFC 8949 §4.1).
@safe @frozen public struct CBORWriter: ~Copyable {
  @usableFromInline var output: OutputBuffer
  /// The items still to come, in all containers that are open.
  @usableFromInline var pending = 1
  /// How many more arrays, maps and tags may be opened.
  @usableFromInline var depthLeft: Int
  @usableFromInline let depthLimit: Int
  /// How many values are being written inside each other, which need not open anything.
  @usableFromInline var levels: Int
  /// Where values that are only `Encodable` are written, and what else is not usual; nil until then.
  @usableFromInline var storage: EncodingStorage?

  /// Creates a writer into memory that stays the caller's until it is too small.
  @inlinable @inline(__always)
  init(lent memory: UnsafeMutableRawBufferPointer, base: UnsafeMutableRawPointer, limits: CBORLimits) {
    unsafe output = OutputBuffer(lent: memory, base: base)
    depthLimit = limits.nestingDepth
    depthLeft = limits.nestingDepth
    levels = 0
    storage = nil
  }

  /// Creates a writer of one value into a storage, whose buffer it has meanwhile.
  init(_ output: consuming OutputBuffer, of storage: EncodingStorage) {
    self.output = output
    let limits = storage.options.limits
    depthLimit = limits.nestingDepth
    depthLeft = limits.nestingDepth - storage.depth
    levels = storage.levels
    self.storage = storage
  }
}

// MARK: Values

extension CBORWriter {
  /// Writes a value of a type that writes itself.
  ///
  /// If it throws, nothing of the value remains.
  ///
  /// - Parameter value: What to write.
  /// - Throws: `EncodingError` if the value has no form in CBOR, writes more or less than one item, contains itself or
  ///   is nested too deep; and whatever the type throws.
  @inlinable @inline(__always)
  public mutating func encode<Value: CBOREncodable>(_ value: Value) throws {
    // One head, or a string, and nothing that could go wrong.
    if CBORReader.isScalar(Value.self) { return try value.encode(to: &self) }
    let mark = try beginValue()
    do {
      try value.encode(to: &self)
      if pending != mark.pending &- 1 { throw wrongCount(of: value, pending &- mark.pending &+ 1) }
    } catch {
      rollBack(to: mark)
      throw error
    }
    endValue(mark)
  }

  /// Writes a key of a struct, and its value.
  ///
  /// If it throws, nothing of the pair remains.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - key: The key.
  /// - Throws: The same as encoding the value.
  @inlinable @inline(__always)
  public mutating func encode<Value: CBOREncodable>(_ value: Value, forKey key: StaticString) throws {
    encodeKey(key)
    try encode(value)
  }

  /// A moment to return to.
  @usableFromInline
  @frozen struct Mark {
    @usableFromInline let count: Int
    @usableFromInline let pending: Int
    @usableFromInline let depthLeft: Int

    @inlinable @inline(__always)
    init(count: Int, pending: Int, depthLeft: Int) {
      self.count = count
      self.pending = pending
      self.depthLeft = depthLeft
    }
  }

  @inlinable @inline(__always)
  mutating func beginValue() throws -> Mark {
    if levels > CBORLimits.levelLimit(depthLimit) { throw tooManyLevels() }
    levels &+= 1
    return Mark(count: output.count, pending: pending, depthLeft: depthLeft)
  }

  @inlinable @inline(__always)
  mutating func endValue(_ mark: Mark) {
    levels &-= 1
    // Whatever the value left open is closed.
    depthLeft = mark.depthLeft
  }

  @inline(never) @usableFromInline
  mutating func rollBack(to mark: Mark) {
    output.truncate(to: mark.count)
    storage?.forgetSplices(after: mark.count)
    pending = mark.pending
    endValue(mark)
  }
}

// MARK: Keys

extension CBORWriter {
  /// Writes a key that is known when the program is compiled.
  ///
  /// - Parameter key: The key.
  @inlinable @inline(__always)
  public mutating func encodeKey(_ key: StaticString) {
    let size = key.utf8CodeUnitCount
    guard size < 24, key.hasPointerRepresentation else { return encodeLongKey(key) }
    pending &-= 1
    output.reserve(size)
    // The head is a constant as well; a test compares all of them with libcbor's.
    unsafe output.at.storeBytes(of: Self.keyHead(size), as: UInt8.self)
    unsafe (output.at + 1).copyMemory(from: key.utf8Start, byteCount: size)
    unsafe output.at += 1 &+ size
  }

  /// The head of a key of less than 24 bytes.
  @inlinable @inline(__always)
  static func keyHead(_ size: Int) -> UInt8 { 0x60 | UInt8(truncatingIfNeeded: size) }

  @inline(never) @usableFromInline
  mutating func encodeLongKey(_ key: StaticString) { encode("\(key)") }
}
