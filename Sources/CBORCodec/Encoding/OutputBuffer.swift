internal import CCBOR

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The bytes written so far: one growing contiguous buffer.
///
/// Whatever needs pointers for writing is in this file. Indices are byte offsets from the buffer's start, and
/// each operation that takes one checks it.
@safe
struct OutputBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  private(set) var count = 0

  private static let headSize = Int(HOSTCALL_CBOR_HEAD_SIZE)

  init(capacity: Int = 256) {
    unsafe base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit {
    unsafe base.deallocate()
  }

  /// Makes room for `size` more bytes.
  ///
  /// Capacity doubles, so that appending is linear over all.
  @inline(__always)
  mutating func reserve(_ size: Int) {
    if capacity - count < size { grow(size) }
  }

  @inline(never)
  private mutating func grow(_ size: Int) {
    let larger = max(count + size, capacity * 2)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe moved.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = moved
    capacity = larger
  }

  // MARK: Heads

  mutating func append(unsigned value: UInt64) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_unsigned(value, base + count)
  }

  /// - Parameter argument: −1 − n for the integer n.
  mutating func append(negative argument: UInt64) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_negative(argument, base + count)
  }

  mutating func append(tag number: UInt64) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_tag(number, base + count)
  }

  mutating func append(arrayOf elements: Int) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_array(elements, base + count)
  }

  mutating func append(mapOf pairs: Int) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_map(pairs, base + count)
  }

  mutating func append(bytesOf size: Int) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_bytes(size, base + count)
  }

  mutating func append(textOf size: Int) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_text(size, base + count)
  }

  /// - Parameter value: 0 to 23 or 32 to 255; for any other nothing is written.
  mutating func append(simple value: UInt8) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_simple(value, base + count)
  }

  mutating func append(half bits: UInt16) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_half(bits, base + count)
  }

  mutating func append(single value: Float) {
    guard !value.isNaN else { return append(half: HalfFloat.canonicalNaN) }
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_single(value, base + count)
  }

  mutating func append(double value: Double) {
    guard !value.isNaN else { return append(half: HalfFloat.canonicalNaN) }
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_double(value, base + count)
  }

  /// A float in the fewest bytes that keep its value (RFC 8949 §4.1).
  mutating func append(shortest value: Double) {
    guard let narrow = Float(exactly: value) else { return append(double: value) }
    guard !narrow.isNaN, let bits = HalfFloat.bits(exactly: narrow) else { return append(single: narrow) }
    append(half: bits)
  }

  /// A head whose argument takes 1, 2, 4 or 8 bytes, for a width of 0 to 3, whatever its value.
  mutating func append(wide major: UInt8, argument: UInt64, width: UInt8) {
    reserve(Self.headSize)
    count += unsafe hostcall_write_cbor_wide(major, argument, width, base + count)
  }

  // MARK: Content

  /// A text string, head and content.
  mutating func append(text: String) {
    let utf8 = text.utf8Span.span
    let size = utf8.count
    reserve(Self.headSize + size)
    count += unsafe hostcall_write_cbor_text(size, base + count)
    let target = unsafe UnsafeMutableRawPointer(base + count)
    unsafe utf8.withUnsafeBytes { bytes in
      if let source = bytes.baseAddress { unsafe target.copyMemory(from: source, byteCount: size) }
    }
    count += size
  }

  /// The last seven bytes of a range, and its length: equal for equal ranges, and cheap to compare.
  func suffix(of range: Range<Int>) -> UInt64 {
    check(range)
    let kept = min(range.count, 7)
    var result: UInt64 = 0
    if range.upperBound >= 8 {
      // Eight bytes at once, without those that come before.
      let word = unsafe UnsafeRawPointer(base + (range.upperBound - 8)).loadUnaligned(as: UInt64.self)
      result = UInt64(littleEndian: word) >> UInt64(8 * (8 - kept))
    } else {
      for place in 0..<kept { result |= unsafe UInt64(base[range.upperBound - kept + place]) << UInt64(8 * place) }
    }
    return result << 8 | UInt64(truncatingIfNeeded: range.count) & 0xff
  }

  /// A byte string, head and content.
  mutating func append(bytes: UnsafeRawBufferPointer) {
    append(bytesOf: bytes.count)
    unsafe append(content: bytes)
  }

  mutating func append(content: UnsafeRawBufferPointer) {
    reserve(content.count)
    if let source = content.baseAddress {
      unsafe UnsafeMutableRawPointer(base + count).copyMemory(from: source, byteCount: content.count)
      count += content.count
    }
  }

  /// Copies a part of another buffer.
  mutating func append(_ range: Range<Int>, of other: borrowing OutputBuffer) {
    other.check(range)
    unsafe append(content: UnsafeRawBufferPointer(start: other.base + range.lowerBound, count: range.count))
  }

  // MARK: Changing what is written

  /// Puts another head in the place of the one-byte head at `offset`.
  ///
  /// - Returns: By how many bytes all that follows the head has moved.
  mutating func replaceHead(at offset: Int, arrayOf elements: Int) -> Int {
    unsafe replaceHead(at: offset, count: elements) { target in unsafe hostcall_write_cbor_array(elements, target) }
  }

  /// Like ``replaceHead(at:arrayOf:)``, for a map.
  mutating func replaceHead(at offset: Int, mapOf pairs: Int) -> Int {
    unsafe replaceHead(at: offset, count: pairs) { target in unsafe hostcall_write_cbor_map(pairs, target) }
  }

  @inline(__always)
  private mutating func replaceHead(
    at offset: Int, count elements: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int
  ) -> Int {
    check(offset..<offset + 1)
    // A head of one byte, as it is up to 23 elements, is written where the other one was.
    let growth =
      elements < 24
      ? 0
      : unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.headSize) {
        unsafe write($0.baseAddress!) - 1  // it has room for a head
      }
    if growth > 0 {
      reserve(growth)
      let rest = unsafe UnsafeMutableRawPointer(base + offset + 1)
      unsafe (rest + growth).copyMemory(from: rest, byteCount: count - offset - 1)
      count += growth
    }
    _ = unsafe write(base + offset)
    return growth
  }

  /// Takes out a range; what follows moves down.
  mutating func remove(_ range: Range<Int>) {
    check(range)
    let hole = unsafe UnsafeMutableRawPointer(base + range.lowerBound)
    unsafe hole.copyMemory(from: base + range.upperBound, byteCount: count - range.upperBound)
    count -= range.count
  }

  /// Puts as many other bytes in the place of a range.
  mutating func replace(_ range: Range<Int>, with other: borrowing OutputBuffer) {
    check(range)
    precondition(range.count == other.count, "a range is replaced by as many bytes as it has")
    unsafe UnsafeMutableRawPointer(base + range.lowerBound).copyMemory(from: other.base, byteCount: other.count)
  }

  /// Forgets all from `size` on.
  mutating func truncate(to size: Int) {
    check(size..<count)
    count = size
  }

  // MARK: Reading back

  func isEqual(_ range: Range<Int>, to other: Range<Int>) -> Bool {
    check(range)
    check(other)
    guard range.count == other.count else { return false }
    let left = unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    let right = unsafe UnsafeRawBufferPointer(start: base + other.lowerBound, count: other.count)
    return unsafe left.elementsEqual(right)
  }

  /// Whether a range comes before another in bytewise lexicographic order.
  func isLess(_ range: Range<Int>, than other: Range<Int>) -> Bool {
    check(range)
    check(other)
    let order = unsafe memcmp(base + range.lowerBound, base + other.lowerBound, min(range.count, other.count))
    return order < 0 || order == 0 && range.count < other.count
  }

  /// Reads back the head at an offset.
  func head(at offset: Int) throws(CBORError) -> Head {
    try unsafe withBytes { (bytes) throws(CBORError) in try unsafe InputBuffer(bytes).head(at: offset) }
  }

  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// A copy of the bytes, in one allocation.
  func array() -> [UInt8] {
    unsafe withBytes { unsafe [UInt8]($0) }
  }

  private func check(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "an offset past the bytes written")
  }
}
