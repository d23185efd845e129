// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORReader {
  /// Advances to a dictionary's next pair, or ends the map.
  @inlinable @inline(__always)
  mutating func nextPair(of map: inout OpenMap) throws -> Bool {
    guard hasNext(orEnd: &map) else { return false }
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
        throw context.unsuitableKey(head, at: offset, level: 0)
      }
      context.setKey(CodingPathKey(intValue: number), level: 0)
      throw context.mismatch(String.self, foundKey: head.summary, at: offset, level: 1)
    }
    return try slowString()
  }
}
