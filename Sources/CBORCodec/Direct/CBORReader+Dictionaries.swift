// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORReader {
  /// Advances to a dictionary's next pair, or ends the map.
  @inlinable @inline(__always)
  mutating func nextPair(of map: inout OpenMap) throws -> Bool {
    guard map.left > 0 else {
      endMap(&map)
      return false
    }
    map.left &-= 1
    return true
  }

  /// Decodes a dictionary's key, which must be text.
  @inlinable @inline(__always)
  mutating func decodeKey() throws -> String {
    if let key = cursor.text() { return key }
    return try slowKey()
  }

  @inline(never) @usableFromInline
  mutating func slowKey() throws -> String {
    let context = try scanned()
    let head = try context.message.head(at: offset)
    guard head.kind == .text else {
      guard let number = head.integer else {
        throw context.mismatch(String.self, foundKey: head.summary, at: offset, level: 0)
      }
      context.setKey(CodingPathKey(intValue: number), level: 0)
      throw context.mismatch(String.self, foundKey: head.summary, at: offset, level: 1)
    }
    return try slowString()
  }

  /// Returns the maximum number of elements, of the given size, for which memory is reserved in advance: as many as fit
  /// into a megabyte or into 16 times the bytes left, whichever is more.
  @inlinable @inline(__always)
  func believed(_ stride: Int) -> Int {
    Swift.max(1 << 20, 16 &* cursor.left) / Swift.max(1, stride)
  }

  /// Returns the maximum number of pairs, of the given size, for which a dictionary reserves memory in advance: as many
  /// as fit into 16 times the bytes left.
  ///
  /// A dictionary may reserve 8/3 of the memory that its pairs need.
  @inlinable @inline(__always)
  func believedPairs(_ stride: Int) -> Int { Swift.max(128, 6 &* cursor.left / stride) }
}
