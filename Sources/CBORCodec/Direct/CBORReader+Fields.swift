// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Look-up of fields whose keys do not come in the order in which a type requests them.
extension CBORReader {
  @inlinable
  mutating func slowField<let count: Int>(
    in map: inout OpenMap, of keys: InlineArray<count, StaticString>
  ) throws -> Int? {
    try field(in: &map, of: keys.span)
  }

  @inlinable
  mutating func slowField<let count: Int>(
    in map: inout OpenMap, of keys: InlineArray<count, CBORKey>
  ) throws -> Int? {
    try field(in: &map, of: keys.span)
  }

  @inline(never) @usableFromInline
  mutating func field(in map: inout OpenMap, of keys: Span<StaticString>) throws -> Int? {
    while map.left > 0 {
      let mark = cursor
      if let key = unsafe cursor.content(of: 3) {
        if let field = Self.place(from: map.next, of: keys.count, { unsafe Self.isEqual(key, keys[$0]) }) {
          return try take(field, CBORKey(keys[field], nil), at: mark, in: &map)
        }
        cursor = mark
      }
      if let text = try chunkedKey() {
        if let field = Self.place(from: map.next, of: keys.count, { Self.isEqual(text, keys[$0]) }) {
          return try take(field, CBORKey(keys[field], nil), at: mark, in: &map)
        }
        cursor = mark
      }
      try passOverPair(in: &map)
    }
    endMap(&map)
    return nil
  }

  @inline(never) @usableFromInline
  mutating func field(in map: inout OpenMap, of keys: Span<CBORKey>) throws -> Int? {
    while map.left > 0 {
      let mark = cursor
      var field: Int?
      if let key = unsafe cursor.content(of: 3) {
        field = Self.place(from: map.next, of: keys.count) { unsafe Self.isEqual(key, keys[$0].text) }
      } else if let number = cursor.integer(Int.self) {
        field = Self.place(from: map.next, of: keys.count) { keys[$0].integer == number }
      } else if let text = try chunkedKey() {
        field = Self.place(from: map.next, of: keys.count) { Self.isEqual(text, keys[$0].text) }
      }
      if let field { return try take(field, keys[field], at: mark, in: &map) }
      cursor = mark
      try passOverPair(in: &map)
    }
    endMap(&map)
    return nil
  }

  /// Returns the first index below `count` that satisfies a condition, searching from the most likely index.
  @inline(__always)
  private static func place(from first: Int, of count: Int, _ isRight: (Int) -> Bool) -> Int? {
    for place in min(first, count)..<count where isRight(place) { return place }
    for place in 0..<min(first, count) where isRight(place) { return place }
    return nil
  }

  private static func isEqual(_ content: UnsafeRawBufferPointer, _ key: StaticString) -> Bool {
    key.withUTF8Buffer { unsafe $0.count == content.count && $0.elementsEqual(content) }
  }

  private static func isEqual(_ text: [UInt8], _ key: StaticString) -> Bool {
    key.withUTF8Buffer { unsafe $0.elementsEqual(text) }
  }

  private mutating func take(
    _ field: Int, _ key: CBORKey, at mark: ItemCursor, in map: inout OpenMap
  ) throws -> Int {
    guard !map.hasSeen(field) else {
      cursor = mark
      // A key that occurs twice in the same form is an error of the scan.
      throw try scanned().keyInBothForms("\(key.text)", key.integer ?? 0, at: offset, level: 0)
    }
    map.left -= 1
    map.see(field)
    return field
  }

  /// Reads a text key in chunks, and returns its content; `nil` if the next key is not chunked.
  private mutating func chunkedKey() throws -> [UInt8]? {
    guard cursor.left > 0, unsafe cursor.at.load(as: UInt8.self) == 0x7f else { return nil }
    let message = try scanned().message
    let offset = offset
    let content = try message.input.stringContent(at: offset, head: message.head(at: offset)).content
    try passOver(mark)
    return content
  }

  /// Skips an unknown key and its value.
  private mutating func passOverPair(in map: inout OpenMap) throws {
    try skip()
    try skip()
    map.left -= 1
  }
}
