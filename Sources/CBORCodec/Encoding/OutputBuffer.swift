internal import CCBOR

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The bytes written so far: one growing contiguous buffer.
///
/// Whatever needs pointers for writing is in this file and its extensions. Indices are byte offsets from the buffer's
/// start, and each operation that takes one checks it. The memory may be lent by a caller; what does not fit there
/// moves to the heap.
@safe @frozen @usableFromInline
struct OutputBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutableRawPointer
  /// Where the next byte goes.
  @usableFromInline var at: UnsafeMutableRawPointer
  /// Up to here, a head may begin without a check of its size: ``slack`` bytes follow.
  @usableFromInline var limit: UnsafeMutableRawPointer
  @usableFromInline var ownsMemory: Bool

  /// Room for any head, and for a store of eight bytes after a head's first.
  @usableFromInline static var slack: Int {
    @inlinable @inline(__always) get { 16 }
  }

  /// The longest head.
  static let headSize = Int(HOSTCALL_CBOR_HEAD_SIZE)

  /// Creates a buffer of its own.
  init(capacity: Int = 256) {
    let size = max(capacity, 0) + Self.slack
    unsafe base = Self.allocate(size)
    unsafe at = base
    unsafe limit = base + (size - Self.slack)
    ownsMemory = true
  }

  /// Creates a buffer in memory that stays the caller's, of more than ``slack`` bytes.
  @inlinable @inline(__always)
  init(lent memory: UnsafeMutableRawBufferPointer, base: UnsafeMutableRawPointer) {
    unsafe self.base = base
    unsafe at = base
    unsafe limit = base + (memory.count - Self.slack)
    ownsMemory = false
  }

  @inlinable
  deinit {
    if ownsMemory { unsafe Self.free(base) }
  }

  /// A buffer without memory, which gets some when the first byte is written.
  static var empty: OutputBuffer { unsafe OutputBuffer(nowhere: UnsafeMutableRawPointer(bitPattern: 16)!) }

  private init(nowhere address: UnsafeMutableRawPointer) {
    unsafe base = address
    unsafe at = address
    unsafe limit = address - 1
    ownsMemory = false
  }

  private static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    guard let memory = unsafe malloc(size) else { fatalError("no memory for \(size) bytes of CBOR") }
    return unsafe memory
  }

  @usableFromInline
  static func free(_ memory: UnsafeMutableRawPointer) {
    #if canImport(Glibc)
      unsafe Glibc.free(memory)
    #else
      unsafe Darwin.free(memory)
    #endif
  }

  @usableFromInline var count: Int {
    @inlinable @inline(__always) get { unsafe at - base }
  }

  /// Whether the memory is another owner's.
  var isLent: Bool { !ownsMemory && capacity >= 0 }

  /// How many bytes there is room for; less than none without memory.
  var capacity: Int { unsafe limit - base }

  /// Makes room for `size` more bytes, and for a head after them.
  ///
  /// Capacity doubles, so that appending is linear over all.
  @inlinable @inline(__always)
  mutating func reserve(_ size: Int) {
    if unsafe limit - at < size { grow(size) }
  }

  /// Makes room for a head.
  @inlinable @inline(__always)
  mutating func reserveHead() {
    if unsafe at > limit { grow(Self.slack) }
  }

  @inline(never) @usableFromInline
  mutating func grow(_ size: Int) {
    let used = count
    let larger = max(used + size, capacity * 2) + Self.slack
    let moved: UnsafeMutableRawPointer
    if ownsMemory {
      guard let memory = unsafe realloc(base, larger) else { fatalError("no memory for \(larger) bytes of CBOR") }
      unsafe moved = memory
    } else {
      unsafe moved = Self.allocate(larger)
      unsafe moved.copyMemory(from: base, byteCount: used)
    }
    unsafe (base, at, limit) = (moved, moved + used, moved + (larger - Self.slack))
    ownsMemory = true
  }

  // MARK: Content

  /// A text string, head and content.
  @inline(__always)
  mutating func append(text: String) {
    // Every string of this platform's is, and has no copy made of it.
    let isContiguous: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
      unsafe append(text: UnsafeRawBufferPointer(utf8))
    }
    if isContiguous == nil { appendBridged(text) }
  }

  @inline(__always)
  private mutating func append(text utf8: UnsafeRawBufferPointer) {
    // Behind the content there is room for the head.
    reserve(utf8.count)
    unsafe at += hostcall_write_cbor_text(utf8.count, at.assumingMemoryBound(to: UInt8.self))
    unsafe copy(utf8)
  }

  @inline(never)
  private mutating func appendBridged(_ text: String) {
    unsafe text.utf8Span.span.withUnsafeBytes { unsafe append(text: $0) }
  }

  /// A byte string, head and content.
  mutating func append(bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count)
    unsafe at += hostcall_write_cbor_bytes(bytes.count, at.assumingMemoryBound(to: UInt8.self))
    unsafe copy(bytes)
  }

  @inlinable @inline(__always)
  mutating func append(content: UnsafeRawBufferPointer) {
    reserve(content.count)
    unsafe copy(content)
  }

  /// Appends bytes for which there is room.
  @inlinable @inline(__always)
  mutating func copy(_ content: UnsafeRawBufferPointer) {
    if let source = content.baseAddress {
      unsafe at.copyMemory(from: source, byteCount: content.count)
      unsafe at += content.count
    }
  }

  /// Copies a part of another buffer.
  mutating func append(_ range: Range<Int>, of other: borrowing OutputBuffer) {
    other.check(range)
    unsafe append(content: UnsafeRawBufferPointer(start: other.base + range.lowerBound, count: range.count))
  }

  /// The last seven bytes of a range, and its length: equal for equal ranges, and cheap to compare.
  func suffix(of range: Range<Int>) -> UInt64 {
    check(range)
    let kept = min(range.count, 7)
    var result: UInt64 = 0
    if range.upperBound >= 8 {
      // Eight bytes at once, without those that come before.
      let word = unsafe (base + (range.upperBound - 8)).loadUnaligned(as: UInt64.self)
      result = UInt64(littleEndian: word) >> UInt64(8 * (8 - kept))
    } else {
      for place in 0..<kept { result |= UInt64(byte(at: range.upperBound - kept + place)) << UInt64(8 * place) }
    }
    return result << 8 | UInt64(truncatingIfNeeded: range.count) & 0xff
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
      let rest = unsafe base + offset + 1
      unsafe (rest + growth).copyMemory(from: rest, byteCount: count - offset - 1)
      unsafe at += growth
    }
    _ = unsafe write((base + offset).assumingMemoryBound(to: UInt8.self))
    return growth
  }

  /// Takes out ranges, which are in order; what follows each moves down, once.
  mutating func remove(_ ranges: [Range<Int>]) {
    guard var end = ranges.first?.lowerBound else { return }
    for (place, range) in ranges.enumerated() {
      check(range)
      let next = place + 1 < ranges.count ? ranges[place + 1].lowerBound : count
      let moved = next - range.upperBound
      unsafe memmove(base + end, base + range.upperBound, moved)
      end += moved
    }
    unsafe at = base + end
  }

  /// Puts as many other bytes in the place of a range.
  mutating func replace(_ range: Range<Int>, with other: borrowing OutputBuffer) {
    check(range)
    precondition(range.count == other.count, "a range is replaced by as many bytes as it has")
    unsafe (base + range.lowerBound).copyMemory(from: other.base, byteCount: other.count)
  }

  /// Forgets all from `size` on.
  mutating func truncate(to size: Int) {
    check(size..<count)
    unsafe at = base + size
  }

  // MARK: Reading back

  func byte(at offset: Int) -> UInt8 {
    check(offset..<offset + 1)
    return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  func isEqual(_ range: Range<Int>, to other: Range<Int>) -> Bool {
    check(range)
    check(other)
    guard range.count == other.count else { return false }
    return unsafe memcmp(base + range.lowerBound, base + other.lowerBound, range.count) == 0
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
