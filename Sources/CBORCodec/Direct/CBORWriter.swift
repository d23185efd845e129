// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// How a value is encoded without containers.
//
// Counts are known when a container begins, so everything is written once, in its final position. For `{"id": 7,
// "tags": ["a"]}`:
//
//   beginMap(2)          a2                          2 pairs are 4 pending items
//   encode(7, "id")      a2 62 6964 07               the key and its head are constants
//   encodeKey("tags")    … 64 74616773
//   beginArray(1)        … 81                        its element is the only pending item
//   encode("a")          … 61 61                     no item is pending: the message is complete
//
// Invariants
//  - `pending` counts the items still to come in all open containers, so a value, element or message that writes fewer
//    or more items than one throws an error. A tag does not count: only the item in it completes one, so a value that
//    ends with the head of a tag, at `tagEnd`, throws an error too.
//  - The shim writes every head except those of short keys, which are constants.

/// A writer for the items of a value, one after another, for types that conform to ``CBOREncodable``.
///
/// A ``CBOREncoder`` creates the writer. It encodes everything in its preferred form (RFC 8949 §4.1).
@safe @frozen public struct CBORWriter: ~Copyable {
  @usableFromInline var output: OutputBuffer
  /// The number of items still to come, in all open containers.
  @usableFromInline var pending = 1
  /// The number of arrays, maps and tags that may still be opened.
  @usableFromInline var depthLeft: Int
  @usableFromInline let depthLimit: Int
  /// The number of values that may still be nested, whether or not they open a container.
  @usableFromInline var levelsLeft: Int
  /// The offset after the head of the last tag; -1 if there is none.
  @usableFromInline var tagEnd = -1
  /// The storage for values that are only `Encodable`, and for other unusual items; `nil` until the first of them.
  @usableFromInline var storage: EncodingStorage?

  /// Creates a writer into memory that the caller owns; larger messages move to the heap.
  @inlinable @inline(__always)
  init(borrowed memory: UnsafeMutableRawBufferPointer, base: UnsafeMutableRawPointer, limits: CBORLimits) {
    unsafe output = OutputBuffer(borrowed: memory, base: base)
    depthLimit = limits.nestingDepth
    depthLeft = limits.nestingDepth
    levelsLeft = CBORLimits.levelLimit(depthLimit)
    storage = nil
  }

  /// Creates a writer of one value into a storage, whose buffer the writer holds in the meantime.
  init(_ output: consuming OutputBuffer, of storage: EncodingStorage) {
    self.output = output
    let limits = storage.options.limits
    depthLimit = limits.nestingDepth
    depthLeft = limits.nestingDepth &- storage.depth
    levelsLeft = limits.levelLimit - storage.levels
    self.storage = storage
  }
}

// MARK: Values

extension CBORWriter {
  /// Encodes a value of a type that conforms to ``CBOREncodable``.
  ///
  /// If it throws, the output is rolled back.
  ///
  /// - Parameter value: The value to encode.
  /// - Throws: `EncodingError` if the value cannot be represented in CBOR, writes more or less than one item, contains
  ///   itself or is nested too deeply; and any other error that the type throws.
  @inlinable @inline(__always)
  public mutating func encode<Value: CBOREncodable>(_ value: Value) throws {
    // A scalar is one head or one string, and encoding it cannot fail.
    if CBORReader.isScalar(Value.self) { return try value.encode(to: &self) }
    let mark = beginValue()
    do {
      if levelsLeft < -1 { throw tooManyLevels() }
      try value.encode(to: &self)
      if pending != mark.pending &- 1 || isTagEmpty { throw wrongCount(of: value, since: mark) }
    } catch {
      rollBack(to: mark)
      throw error
    }
    endValue(mark)
  }

  /// Encodes a key of a struct, and its value.
  ///
  /// If it throws, the output is rolled back, to before the key.
  ///
  /// - Parameters:
  ///   - value: The value to encode.
  ///   - key: The key, as text.
  /// - Throws: The same errors as encoding the value.
  @inlinable @inline(__always)
  public mutating func encode<Value: CBOREncodable>(_ value: Value, forKey key: StaticString) throws {
    if CBORReader.isScalar(Value.self) {
      encodeKey(key)
      return try value.encode(to: &self)
    }
    let mark = beginValue()
    do {
      encodeKey(key)
      if levelsLeft < -1 { throw tooManyLevels() }
      try value.encode(to: &self)
      if pending != mark.pending &- 2 || isTagEmpty { throw wrongCount(of: value, since: mark, forKey: key) }
    } catch {
      rollBack(to: mark)
      throw error
    }
    endValue(mark)
  }

  /// A state to roll back to.
  @usableFromInline
  @frozen struct Mark {
    @usableFromInline let count: Int
    @usableFromInline let pending: Int
    @usableFromInline let depthLeft: Int
    @usableFromInline let tagEnd: Int

    @inlinable @inline(__always)
    init(count: Int, pending: Int, depthLeft: Int, tagEnd: Int) {
      self.count = count
      self.pending = pending
      self.depthLeft = depthLeft
      self.tagEnd = tagEnd
    }
  }

  @inlinable @inline(__always)
  var mark: Mark { Mark(count: output.count, pending: pending, depthLeft: depthLeft, tagEnd: tagEnd) }

  /// A Boolean value that indicates whether the last item is a tag without its content.
  @inlinable @inline(__always)
  var isTagEmpty: Bool { tagEnd == output.count }

  @inlinable @inline(__always)
  mutating func beginValue() -> Mark {
    levelsLeft &-= 1
    return mark
  }

  @inlinable @inline(__always)
  mutating func endValue(_ mark: Mark) {
    levelsLeft &+= 1
    // Closes anything that the value left open.
    depthLeft = mark.depthLeft
  }

  @inline(never) @usableFromInline
  mutating func rollBack(to mark: Mark) {
    removeAll(since: mark)
    endValue(mark)
  }

  /// Removes what was written since a state.
  mutating func removeAll(since mark: Mark) {
    output.truncate(to: mark.count)
    storage?.forget(after: mark.count)
    (pending, depthLeft, tagEnd) = (mark.pending, mark.depthLeft, mark.tagEnd)
  }
}

// MARK: Keys

extension CBORWriter {
  /// Encodes a key that is a string literal.
  ///
  /// - Parameter key: The key, as text.
  @inlinable @inline(__always)
  public mutating func encodeKey(_ key: StaticString) {
    let size = key.utf8CodeUnitCount
    guard size < 24, key.hasPointerRepresentation else { return encodeLongKey(key) }
    pending &-= 1
    output.reserve(size)
    // The head is a constant too; a test compares all of these with libcbor's.
    unsafe output.at.storeBytes(of: Self.keyHead(size), as: UInt8.self)
    unsafe (output.at + 1).copyMemory(from: key.utf8Start, byteCount: size)
    unsafe output.at += 1 &+ size
  }

  /// Returns the head of a key of fewer than 24 bytes.
  @inlinable @inline(__always)
  static func keyHead(_ size: Int) -> UInt8 { 0x60 | UInt8(truncatingIfNeeded: size) }

  @inline(never) @usableFromInline
  mutating func encodeLongKey(_ key: StaticString) { encode("\(key)") }
}
