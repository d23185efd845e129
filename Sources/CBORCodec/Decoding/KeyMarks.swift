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

/// The keys of a map that is read sequentially, for detecting duplicates.
///
/// There are few keys, so each new one is compared with all others: first by a word that is derived from the key's
/// first and last bytes, and only if the words are equal, by all bytes.
@safe
struct KeyMarks: ~Copyable {
  @safe private struct Mark {
    let word: UInt64
    let key: UnsafeRawBufferPointer
  }

  /// The maximum number of keys.
  static let maximumCount = 48

  private let marks: UnsafeMutablePointer<Mark>
  private var count = 0

  init() { unsafe marks = .allocate(capacity: Self.maximumCount) }

  deinit { unsafe marks.deallocate() }

  mutating func removeAll() { count = 0 }

  /// Adds a key.
  ///
  /// - Parameters:
  ///   - key: The key's bytes in the message.
  ///   - end: The end of the message.
  /// - Returns: Whether the key was added; false if it is present already.
  @inline(__always)
  mutating func add(_ key: UnsafeRawBufferPointer, before end: UnsafeRawPointer) -> Bool {
    let word = unsafe Self.word(key, before: end)
    guard count < Self.maximumCount, unsafe !contains(word, key) else { return false }
    unsafe (marks + count).initialize(to: Mark(word: word, key: key))
    count &+= 1
    return true
  }

  func contains(_ key: String) -> Bool {
    if count == 0 { return false }
    return unsafe key.utf8Span.span.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return unsafe contains(0, bytes) }
      return unsafe contains(Self.word(bytes, before: base + bytes.count), bytes)
    }
  }

  @inline(__always)
  private func contains(_ word: UInt64, _ key: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    while place < count {
      if unsafe marks[place].word == word, unsafe Self.isEqual(marks[place].key, key) { return true }
      place &+= 1
    }
    return false
  }

  private static func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return unsafe memcmp(first, second, left.count) == 0
  }

  @inline(__always)
  private static func word(_ key: UnsafeRawBufferPointer, before end: UnsafeRawPointer) -> UInt64 {
    guard let base = key.baseAddress, key.count > 0 else { return 0 }
    if key.count >= 8 {
      let first = unsafe base.loadUnaligned(as: UInt64.self)
      let last = unsafe (base + (key.count - 8)).loadUnaligned(as: UInt64.self)
      return first ^ (last &* 0x9e37_79b9_7f4a_7c15)
    }
    var word: UInt64 = 0
    if unsafe end - base >= 8 {
      word = unsafe UInt64(littleEndian: base.loadUnaligned(as: UInt64.self)) & (1 &<< UInt64(8 &* key.count) &- 1)
    } else {
      for place in 0..<key.count { word |= unsafe UInt64(key[place]) << UInt64(8 * place) }
    }
    return word | UInt64(key.count) << 56
  }
}
