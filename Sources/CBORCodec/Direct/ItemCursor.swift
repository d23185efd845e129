// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Reading items in place.
//
// A cursor moves through a message from front to back, over items that have the requested type and the usual encoding.
// In `a1 62 6964 19 03e8`, which is {"id": 1000}, it starts with one pending item:
//
//   mapCount()     a1        1 pair            2 pending
//   take("id")     62 6964   the key matches   1 pending
//   unsigned()     19 03e8   1000              0 pending: the item is complete
//
// Invariants
//  - Each function either reads an item and advances, or returns `nil` and leaves the cursor unchanged. It never reads
//    beyond `end`, whatever the bytes are.
//  - `pending` is the number of items still to come in all open containers. Everything before the cursor is
//    well-formed, so with 0 pending items at the end of the message, the message is one well-formed item. The break of
//    a container of indefinite length counts as one of its items.
//  - The cursor leaves items that are incomplete, indefinite, tagged or of another type to callers that use libcbor.
//    Tests compare the cursor with libcbor for all initial bytes.

internal import CCBOR

/// A cursor that reads the usual items in place.
@safe @frozen @usableFromInline
struct ItemCursor: BitwiseCopyable {
  @usableFromInline var at: UnsafeRawPointer
  @usableFromInline let end: UnsafeRawPointer
  @usableFromInline var pending: Int

  @inlinable @inline(__always)
  init(at: UnsafeRawPointer, end: UnsafeRawPointer, pending: Int) {
    unsafe self.at = at
    unsafe self.end = end
    self.pending = pending
  }

  @usableFromInline var left: Int {
    @inlinable @inline(__always) get { unsafe end - at }
  }

  // MARK: Heads

  /// Reads a head of a major type with a definite length.
  @inlinable @inline(__always)
  mutating func argument(of major: UInt8) -> UInt64? {
    if unsafe at < end {
      let low = unsafe at.load(as: UInt8.self) ^ (major << 5)
      if low < 24 {
        unsafe at += 1
        return UInt64(low)
      }
      if low < 28 { return longArgument(of: major, low) }
    }
    return nil
  }

  /// Reads a head whose argument takes 1, 2, 4 or 8 bytes.
  @inline(never) @usableFromInline
  mutating func longArgument(of major: UInt8, _ low: UInt8) -> UInt64? { wideArgument(of: major, low) }

  @inline(__always)
  private mutating func wideArgument(of major: UInt8, _ low: UInt8) -> UInt64? {
    guard unsafe end - at >= 9 else { return lastArgument(of: major) }
    // Takes the argument, in network order, from the next eight bytes.
    let size = 1 &<< Int(low &- 24)
    let word = unsafe UInt64(bigEndian: (at + 1).loadUnaligned(as: UInt64.self))
    unsafe at += 1 &+ size
    return word &>> UInt64(64 &- 8 &* size)
  }

  /// Reads a head near the end of the message, with libcbor.
  @inline(never)
  private mutating func lastArgument(of major: UInt8) -> UInt64? {
    guard let head = head(), head.kind.rawValue == major, !head.isIndefinite else { return nil }
    unsafe at += head.end
    return head.argument
  }

  /// Returns the next head as libcbor reads it, if it is well-formed, with `end` relative to the cursor.
  private func head() -> Head? {
    let head = unsafe hostcall_read_cbor_head(at, left)
    return Int(head.status) == HOSTCALL_CBOR_READ ? Head(head, at: 0) : nil
  }

  // MARK: Numbers

  @inlinable @inline(__always)
  mutating func unsigned() -> UInt64? {
    guard let value = argument(of: 0) else { return nil }
    pending &-= 1
    return value
  }

  /// Reads an integer that the type can hold.
  @inlinable @inline(__always)
  mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
    let start = unsafe at
    let value: Integer?
    if Integer.isSigned, unsafe at < end, unsafe at.load(as: UInt8.self) & 0xe0 == 0x20 {
      // The argument of a negative n is −1 − n, which is the complement of n.
      value = argument(of: 1).flatMap { Int64(exactly: $0) }.flatMap { Integer(exactly: ~$0) }
    } else {
      value = argument(of: 0).flatMap { Integer(exactly: $0) }
    }
    guard let value else {
      unsafe at = start
      return nil
    }
    pending &-= 1
    return value
  }

  /// Reads a floating-point number, but not an integer.
  @inlinable @inline(__always)
  mutating func double() -> Double? {
    if unsafe end - at >= 9, unsafe at.load(as: UInt8.self) == 0xfb {
      let bits = unsafe UInt64(bigEndian: (at + 1).loadUnaligned(as: UInt64.self))
      unsafe at += 9
      pending &-= 1
      return Double(bitPattern: bits)
    }
    return shorterFloat()
  }

  @inline(never) @usableFromInline
  mutating func shorterFloat() -> Double? {
    guard unsafe at < end else { return nil }
    switch unsafe at.load(as: UInt8.self) {
    case 0xf9 where left >= 3:
      let bits = unsafe UInt16(bigEndian: (at + 1).loadUnaligned(as: UInt16.self))
      unsafe at += 3
      pending &-= 1
      return HalfFloat.double(bits)
    case 0xfa where left >= 5:
      let bits = unsafe UInt32(bigEndian: (at + 1).loadUnaligned(as: UInt32.self))
      unsafe at += 5
      pending &-= 1
      return Double(Float(bitPattern: bits))
    default:
      return nil
    }
  }

  /// Reads a floating-point number within the range of the type.
  @inlinable @inline(__always)
  mutating func float<Number: BinaryFloatingPoint>(_ type: Number.Type) -> Number? {
    let start = self
    guard let wide = double() else { return nil }
    let value = Number(wide)
    guard value.isFinite || !wide.isFinite else {
      self = start
      return nil
    }
    return value
  }

  /// Reads floating-point numbers until an item is of another kind.
  ///
  /// - Returns: The number of items read, at most `count`.
  @usableFromInline
  mutating func doubles(_ target: UnsafeMutablePointer<Double>, _ count: Int) -> Int {
    var cursor = self
    var read = 0
    while read < count, let value = cursor.double() {
      unsafe (target + read).initialize(to: value)
      read &+= 1
    }
    self = cursor
    return read
  }

  /// Reads integers until an item is of another kind.
  ///
  /// - Returns: The number of items read, at most `count`.
  @usableFromInline
  mutating func integers(_ target: UnsafeMutablePointer<Int>, _ count: Int) -> Int {
    unsafe anyIntegers(target, count)
  }

  /// Reads integers that are not negative until an item is of another kind.
  ///
  /// - Returns: The number of items read, at most `count`.
  @usableFromInline
  mutating func integers(_ target: UnsafeMutablePointer<UInt64>, _ count: Int) -> Int {
    unsafe anyIntegers(target, count)
  }

  @inline(__always)
  private mutating func anyIntegers<Integer: FixedWidthInteger>(
    _ target: UnsafeMutablePointer<Integer>, _ count: Int
  ) -> Int {
    var cursor = self
    var read = 0
    while read < count, unsafe cursor.at < cursor.end {
      let start = unsafe cursor.at
      let initial = unsafe start.load(as: UInt8.self)
      let (low, isNegative) = (initial & 0x1f, initial & 0xe0 == 0x20)
      guard initial < (Integer.isSigned ? 0x40 : 0x20) else { break }
      var argument = UInt64(low)
      if low >= 24 {
        guard low < 28, let wide = cursor.wideArgument(of: initial >> 5, low) else { break }
        argument = wide
      } else {
        unsafe cursor.at += 1
      }
      let value = isNegative ? Int64(exactly: argument).flatMap { Integer(exactly: ~$0) } : Integer(exactly: argument)
      guard let value else {
        unsafe cursor.at = start
        break
      }
      unsafe (target + read).initialize(to: value)
      cursor.pending &-= 1
      read &+= 1
    }
    self = cursor
    return read
  }

  // MARK: Simple values

  @inlinable @inline(__always)
  mutating func bool() -> Bool? {
    guard unsafe at < end else { return nil }
    let low = unsafe at.load(as: UInt8.self) ^ 0xf4
    guard low < 2 else { return nil }
    unsafe at += 1
    pending &-= 1
    return low == 1
  }

  /// Reads `null` or `undefined`, which Swift does not distinguish.
  ///
  /// - Returns: Whether the next item was `null` or `undefined`.
  @inlinable @inline(__always)
  mutating func null() -> Bool {
    guard unsafe at < end, unsafe at.load(as: UInt8.self) | 1 == 0xf7 else { return false }
    unsafe at += 1
    pending &-= 1
    return true
  }
}
