// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

// Arrays, maps and their keys.
extension ItemCursor {
  /// Reads the head of an array, and adds its elements to the pending items.
  @inlinable @inline(__always)
  mutating func arrayCount() -> Int? {
    let start = unsafe at
    guard let count = argument(of: 4) else { return nil }
    // Each pending item, in this array and outside of it, takes at least one byte.
    guard count <= UInt64(truncatingIfNeeded: left), Int(truncatingIfNeeded: count) &+ pending &- 1 <= left else {
      unsafe at = start
      return nil
    }
    pending &+= Int(truncatingIfNeeded: count) &- 1
    return Int(truncatingIfNeeded: count)
  }

  /// Reads the head of a map, and adds its keys and values to the pending items.
  @inlinable @inline(__always)
  mutating func mapCount() -> Int? {
    let start = unsafe at
    guard let count = argument(of: 5) else { return nil }
    guard count <= UInt64(truncatingIfNeeded: left), 2 &* Int(truncatingIfNeeded: count) &+ pending &- 1 <= left else {
      unsafe at = start
      return nil
    }
    pending &+= 2 &* Int(truncatingIfNeeded: count) &- 1
    return Int(truncatingIfNeeded: count)
  }

  // MARK: Keys

  /// Reads the next text key if it equals `key`.
  ///
  /// - Returns: Whether the key was read.
  @inlinable @inline(__always)
  mutating func take(_ key: StaticString) -> Bool {
    guard key.hasPointerRepresentation, key.utf8CodeUnitCount < 24 else { return takeLongKey(key) }
    let size = key.utf8CodeUnitCount
    guard left > size, unsafe at.load(as: UInt8.self) == CBORWriter.keyHead(size),
      unsafe Self.isEqual(at + 1, to: UnsafeRawPointer(key.utf8Start), size: size)
    else { return false }
    unsafe at += 1 &+ size
    pending &-= 1
    return true
  }

  @inline(never) @usableFromInline
  mutating func takeLongKey(_ key: StaticString) -> Bool {
    let start = self
    if let content = unsafe content(of: 3), key.withUTF8Buffer({ unsafe content.elementsEqual($0) }) {
      return true
    }
    self = start
    return false
  }

  /// Returns the content of the next text key if it equals `key`, without moving the cursor.
  @inline(__always)
  func key(equalTo key: String) -> UnsafeRawBufferPointer? {
    var ahead = self
    guard let content = unsafe ahead.content(of: 3) else { return nil }
    let isEqual = unsafe key.utf8Span.span.withUnsafeBytes { key in
      guard key.count == content.count else { return false }
      guard let left = key.baseAddress, let right = content.baseAddress else { return true }
      return unsafe memcmp(left, right, content.count) == 0
    }
    return isEqual ? unsafe content : nil
  }

  /// Advances past the string that has this content.
  @inline(__always)
  mutating func pass(_ content: UnsafeRawBufferPointer) {
    unsafe at = content.baseAddress.map { unsafe $0 + content.count } ?? at
    pending &-= 1
  }

  /// Skips an item that contains no others.
  ///
  /// Its text is not validated.
  ///
  /// - Returns: Whether an item was skipped.
  mutating func skip() -> Bool {
    guard unsafe at < end else { return false }
    switch unsafe at.load(as: UInt8.self) >> 5 {
    case 0: return unsigned() != nil
    case 1: return integer(Int64.self) != nil
    case 2: return unsafe content(of: 2) != nil
    case 3: return unsafe content(of: 3) != nil
    case 7: return bool() != nil || null() || double() != nil
    default: return false
    }
  }

  // For a size known at compile time, this compares a key by two or three words, which may overlap, with constants.
  @inlinable @inline(__always)
  static func isEqual(_ left: UnsafeRawPointer, to right: UnsafeRawPointer, size: Int) -> Bool {
    func same<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type, at offset: Int) -> Bool {
      unsafe (left + offset).loadUnaligned(as: type) == (right + offset).loadUnaligned(as: type)
    }
    if size > 16 {
      return same(UInt64.self, at: 0) && same(UInt64.self, at: 8) && same(UInt64.self, at: size &- 8)
    }
    if size >= 8 { return same(UInt64.self, at: 0) && same(UInt64.self, at: size &- 8) }
    if size >= 4 { return same(UInt32.self, at: 0) && same(UInt32.self, at: size &- 4) }
    if size >= 2 { return same(UInt16.self, at: 0) && same(UInt16.self, at: size &- 2) }
    return size == 0 || same(UInt8.self, at: 0)
  }
}
