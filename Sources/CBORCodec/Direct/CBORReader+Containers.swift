// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORReader {
  /// An array that is being read.
  @frozen public struct OpenArray {
    /// The number of elements in the array.
    public let count: Int
    @usableFromInline var left: Int
    @usableFromInline let depthLeft: Int
    @usableFromInline var isIndefinite: Bool

    @inlinable @inline(__always)
    init(count: Int, depthLeft: Int, isIndefinite: Bool) {
      self.count = count
      left = count
      self.depthLeft = depthLeft
      self.isIndefinite = isIndefinite
    }
  }

  /// Begins an array.
  ///
  /// - Returns: The array, to pass to ``nextElement(of:)``.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not an array.
  @inlinable @inline(__always)
  public mutating func beginArray() throws -> OpenArray {
    if depthLeft > 0, let count = cursor.arrayCount() {
      depthLeft &-= 1
      return OpenArray(count: count, depthLeft: depthLeft &+ 1, isIndefinite: false)
    }
    return try slowArray()
  }

  /// Advances to an array's next element, which is read next, or ends the array.
  ///
  /// - Parameter array: The array.
  /// - Returns: Whether there is another element.
  @inlinable @inline(__always)
  public mutating func nextElement(of array: inout OpenArray) -> Bool {
    guard array.left > 0 else {
      if array.isIndefinite { stepOverBreak(&array.isIndefinite) }
      depthLeft = array.depthLeft
      return false
    }
    array.left &-= 1
    return true
  }

  /// Decodes an array's leading elements in one loop, if they are numbers of a common type that can be read in place.
  ///
  /// - Returns: The number of elements decoded.
  @inlinable @inline(__always)
  mutating func decodeNumbers<Element>(
    of array: inout OpenArray, into buffer: UnsafeMutableBufferPointer<Element>
  ) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    let count: Int
    if Element.self == Double.self {
      count = unsafe cursor.doubles(UnsafeMutableRawPointer(base).assumingMemoryBound(to: Double.self), buffer.count)
    } else if Element.self == Int.self {
      count = unsafe cursor.integers(UnsafeMutableRawPointer(base).assumingMemoryBound(to: Int.self), buffer.count)
    } else if Element.self == UInt64.self {
      count = unsafe cursor.integers(UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt64.self), buffer.count)
    } else {
      count = 0
    }
    array.left &-= count
    return count
  }

  /// Reads the number of a tag, whose content is read next.
  ///
  /// Values that do not request a tag decode without it.
  ///
  /// - Returns: The tag's number; `nil` if the next item has no tag.
  /// - Throws: ``CBORError`` if the message is malformed.
  public mutating func beginTag() throws -> UInt64? {
    guard cursor.left > 0, unsafe cursor.at.load(as: UInt8.self) & 0xe0 == 0xc0 else { return nil }
    if depthLeft <= 0 { _ = try scanned() }
    guard let number = cursor.argument(of: 6) else {
      // The head is incomplete or reserved.
      _ = try scanned()
      return nil
    }
    depthLeft &-= 1
    unsafe tagEnd = cursor.at
    return number
  }

  /// A map that is being read.
  @frozen public struct OpenMap {
    /// The number of pairs in the map.
    public let count: Int
    @usableFromInline var left: Int
    /// The offset of the map's first byte.
    @usableFromInline let start: Int
    @usableFromInline let depthLeft: Int
    @usableFromInline var isIndefinite: Bool
    /// A number that differs from map to map, until the map has ended; 0 if it cannot have duplicate keys.
    @usableFromInline var unchecked: Int
    /// A bit for each field that has been read.
    @usableFromInline var seen: InlineArray<4, UInt64> = [0, 0, 0, 0]

    @inlinable @inline(__always)
    init(count: Int, start: Int, depthLeft: Int, isIndefinite: Bool) {
      self.count = count
      left = count
      self.start = start
      unchecked = count > 1 ? start &+ 1 : 0
      self.depthLeft = depthLeft
      self.isIndefinite = isIndefinite
    }

    @inlinable @inline(__always)
    func hasSeen(_ field: Int) -> Bool { seen[field &>> 6] & (1 &<< UInt64(field & 63)) != 0 }

    /// The first of the first 64 fields that has not been read, which usually comes next.
    var next: Int { (~seen[0]).trailingZeroBitCount }

    @inlinable @inline(__always)
    mutating func see(_ field: Int) { seen[field &>> 6] |= 1 &<< UInt64(field & 63) }
  }

  /// Begins a map.
  ///
  /// - Returns: The map, to pass to ``nextKey(_:_:in:)`` and `nextField`.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not a map.
  @inlinable @inline(__always)
  public mutating func beginMap() throws -> OpenMap {
    let start = offset
    if depthLeft > 0, let count = cursor.mapCount() {
      depthLeft &-= 1
      let map = OpenMap(count: count, start: start, depthLeft: depthLeft &+ 1, isIndefinite: false)
      uncheckedMaps &+= map.unchecked
      return map
    }
    return try slowMap()
  }

  /// Advances to the value of a field, which is read next, if the map's next key is the field's.
  ///
  /// - Parameters:
  ///   - key: The field's key.
  ///   - field: The field's index among the type's fields, from 0 to 255.
  ///   - map: The map.
  /// - Returns: Whether the key matches; never with another index.
  @inlinable @inline(__always)
  public mutating func nextKey(_ key: StaticString, _ field: Int, in map: inout OpenMap) -> Bool {
    guard map.left > 0, UInt(bitPattern: field) < 256, !map.hasSeen(field), cursor.take(key) else { return false }
    map.left &-= 1
    map.see(field)
    return true
  }

  /// Advances to the value of the map's next field, which is read next, or ends the map.
  ///
  /// Skips keys that are not in `keys`, with their values.
  ///
  /// - Parameters:
  ///   - map: The map.
  ///   - keys: The keys of all fields of the type, at most 256; the same on each call for a map.
  /// - Returns: The index of the field in `keys`; `nil` if there are no more.
  /// - Throws: ``CBORError`` if the message is malformed or has a duplicate key; `DecodingError` if there are more than
  ///   256 keys.
  @inlinable @inline(__always)
  public mutating func nextField<let count: Int>(
    in map: inout OpenMap, of keys: @autoclosure () -> InlineArray<count, StaticString>
  ) throws -> Int? {
    guard count <= 256 else { throw tooManyKeys(count, in: map) }
    return hasNext(orEnd: &map) ? try slowField(in: &map, of: keys()) : nil
  }

  /// Advances to the value of the map's next field, for a type whose keys may also be integers.
  ///
  /// - Parameters:
  ///   - map: The map.
  ///   - keys: The keys of all fields of the type, at most 256; the same on each call for a map.
  /// - Returns: The index of the field in `keys`; `nil` if there are no more.
  /// - Throws: The same errors as with text keys only; and `DecodingError` if a field is present by its text and by its
  ///   integer.
  @inlinable @inline(__always) @_disfavoredOverload
  public mutating func nextField<let count: Int>(
    in map: inout OpenMap, of keys: @autoclosure () -> InlineArray<count, CBORKey>
  ) throws -> Int? {
    guard count <= 256 else { throw tooManyKeys(count, in: map) }
    return hasNext(orEnd: &map) ? try slowField(in: &map, of: keys()) : nil
  }

  /// Ends the map if no pair is left in it.
  ///
  /// - Returns: Whether one is left.
  @inlinable @inline(__always)
  mutating func hasNext(orEnd map: inout OpenMap) -> Bool {
    if map.left > 0 { return true }
    endMap(&map)
    return false
  }

  @inlinable @inline(__always)
  mutating func endMap(_ map: inout OpenMap) {
    if map.isIndefinite { stepOverBreak(&map.isIndefinite) }
    uncheckedMaps &-= map.unchecked
    map.unchecked = 0
    depthLeft = map.depthLeft
  }
}
