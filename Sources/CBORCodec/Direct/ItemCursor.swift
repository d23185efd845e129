// What is read where it lies.
//
// A cursor goes through a message from front to back, over items that are what is asked for and are written in the
// usual way. `a1 62 6964 19 03e8`, which is {"id": 1000}, with one item to come at first:
//
//   mapCount()     a1        1 pair           2 to come
//   take("id")     62 6964   it is this key   1 to come
//   unsigned()     19 03e8   1000             none: the item is complete
//
// Invariants
//  - Each function either reads what it says and moves on, or returns nil and leaves the cursor where it is. It never
//    reads past `end`, whatever the bytes are.
//  - `pending` is the number of items still to come in all containers that are open. All that was passed over has been
//    found well formed: so at 0, at the end of the message, the message is one well-formed item.
//  - An item that is cut off, indefinite, tagged or of another type is left to who reads it with libcbor. Tests compare
//    what is read here with what libcbor reads, for all initial bytes.

internal import CCBOR

/// Reads usual items in place.
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

  /// Reads a head of a major type whose length is definite.
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
    // In network order, from the eight bytes that follow.
    let size = 1 &<< Int(low &- 24)
    let word = unsafe UInt64(bigEndian: (at + 1).loadUnaligned(as: UInt64.self))
    unsafe at += 1 &+ size
    return word &>> UInt64(64 &- 8 &* size)
  }

  /// Reads a head near the message's end, with libcbor.
  @inline(never)
  private mutating func lastArgument(of major: UInt8) -> UInt64? {
    guard let head = head(), head.kind.rawValue == major, !head.isIndefinite else { return nil }
    unsafe at += head.end
    return head.argument
  }

  /// The next head as libcbor reads it, if it is well formed; its `end` counts from the cursor.
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

  /// Reads an integer that the type holds.
  @inlinable @inline(__always)
  mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
    let start = unsafe at
    let value: Integer?
    if Integer.isSigned, unsafe at < end, unsafe at.load(as: UInt8.self) & 0xe0 == 0x20 {
      // Of a negative n the argument is −1 − n, which is its complement.
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

  /// Reads a floating-point number; integers are left to others.
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

  /// Reads a floating-point number that the type has room for.
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

  /// Reads numbers of eight bytes, as far as they are.
  ///
  /// - Returns: How many were read, `count` at most.
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

  /// Reads integers, as far as they are.
  ///
  /// - Returns: How many were read, `count` at most.
  @usableFromInline
  mutating func integers(_ target: UnsafeMutablePointer<Int>, _ count: Int) -> Int {
    unsafe anyIntegers(target, count)
  }

  /// Reads integers that are not negative, as far as they are.
  ///
  /// - Returns: How many were read, `count` at most.
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

  /// Reads `null`, or `undefined`, which is the same to Swift.
  ///
  /// - Returns: Whether it was there.
  @inlinable @inline(__always)
  mutating func null() -> Bool {
    guard unsafe at < end, unsafe at.load(as: UInt8.self) | 1 == 0xf7 else { return false }
    unsafe at += 1
    pending &-= 1
    return true
  }
}
