// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORWriter {
  /// Begins an array.
  ///
  /// Encode its elements next, then call ``endArray()``.
  ///
  /// - Parameter count: The number of elements, 0 or more.
  /// - Throws: `EncodingError` if the array is nested too deeply, or has more elements than fit into any message.
  public mutating func beginArray(_ count: Int) throws {
    if UInt(bitPattern: count) > Self.uncheckedCount { return try beginLarge(count, isMap: false) }
    try begin(items: count)
    output.append(arrayOf: count)
  }

  /// Ends the innermost open array.
  public mutating func endArray() { depthLeft &+= 1 }

  /// Begins a map.
  ///
  /// Encode its keys and values in alternation next, then call ``endMap()``.
  ///
  /// Each key must be unique in the map; the writer does not check this.
  ///
  /// - Parameter count: The number of pairs, 0 or more.
  /// - Throws: `EncodingError` if the map is nested too deeply, or has more pairs than fit into any message.
  public mutating func beginMap(_ count: Int) throws {
    if UInt(bitPattern: count) > Self.uncheckedCount { return try beginLarge(count, isMap: true) }
    try begin(items: 2 &* count)
    output.append(mapOf: count)
  }

  /// Ends the innermost open map.
  public mutating func endMap() { depthLeft &+= 1 }

  /// Begins a tag (RFC 8949 §3.4).
  ///
  /// Encode its content next, then call ``endTag()``.
  ///
  /// - Parameter number: The number of the tag.
  /// - Throws: `EncodingError` if the tag is nested too deeply.
  public mutating func beginTag(_ number: UInt64) throws {
    depthLeft &-= 1
    if depthLeft < 0 { throw tooDeep() }
    output.append(tag: number)
    tagEnd = output.count
  }

  /// Ends the innermost open tag.
  public mutating func endTag() { depthLeft &+= 1 }

  /// The largest count with which so many containers that the number of pending items overflows fit into no memory.
  private static var uncheckedCount: UInt { 0xffff }
  /// The maximum number of pending items, and of elements or pairs in a container.
  private static var itemLimit: Int { 1 << 48 }

  @inline(__always)
  private mutating func begin(items: Int) throws {
    depthLeft &-= 1
    if depthLeft < 0, items > 0 { throw tooDeep() }
    pending &+= items &- 1
  }

  /// Begins a container, unless the number of pending items could overflow.
  @inline(never)
  private mutating func beginLarge(_ count: Int, isMap: Bool) throws {
    precondition(count >= 0, "an array or a map has no less than 0 elements or pairs")
    guard max(count, pending) <= Self.itemLimit else {
      throw error("A container of \(count) elements or pairs; a message has at most \(Self.itemLimit) items.")
    }
    try begin(items: isMap ? 2 * count : count)
    if isMap { output.append(mapOf: count) } else { output.append(arrayOf: count) }
  }

  /// Encodes the elements of an array in one loop, if they are numbers of a common type.
  ///
  /// - Returns: Whether the elements were encoded.
  @inlinable @inline(__always)
  mutating func encodeNumbers<Element>(_ elements: [Element]) -> Bool {
    if Element.self == Double.self {
      encode(elements: unsafe unsafeBitCast(elements, to: [Double].self))
    } else if Element.self == Int.self {
      encode(elements: unsafe unsafeBitCast(elements, to: [Int].self))
    } else if Element.self == UInt64.self {
      encode(elements: unsafe unsafeBitCast(elements, to: [UInt64].self))
    } else {
      return false
    }
    return true
  }

  @usableFromInline
  mutating func encode(elements: [Double]) {
    pending &-= elements.count
    output.append(elements: elements)
  }

  @usableFromInline
  mutating func encode(elements: [Int]) {
    pending &-= elements.count
    output.append(elements: elements)
  }

  @usableFromInline
  mutating func encode(elements: [UInt64]) {
    pending &-= elements.count
    output.append(elements: elements)
  }
}
