// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CCBOR

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// The encoded bytes, in one growing contiguous buffer.
///
/// All code that writes through pointers is in this file and its extensions. Indices are byte offsets from the start of
/// the buffer, and each operation that takes one checks it. The memory may be borrowed from a caller; content that
/// exceeds it moves to the heap.
@safe @frozen @usableFromInline
struct OutputBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutableRawPointer
  /// The address of the next byte.
  @usableFromInline var at: UnsafeMutableRawPointer
  /// The highest address at which a head may begin without a check of its size: ``slack`` bytes follow it.
  @usableFromInline var limit: UnsafeMutableRawPointer
  @usableFromInline var ownsMemory: Bool

  /// The room for any head, and for a store of eight bytes after a head's first byte.
  @usableFromInline static var slack: Int {
    @inlinable @inline(__always) get { 16 }
  }

  /// The size of the longest head, in bytes.
  static let headSize = Int(HOSTCALL_CBOR_HEAD_SIZE)

  /// Creates a buffer that owns its memory.
  init(capacity: Int = 256) {
    let size = max(capacity, 0) + Self.slack
    unsafe base = Self.allocate(size)
    unsafe at = base
    unsafe limit = base + (size - Self.slack)
    ownsMemory = true
  }

  /// Creates a buffer in more than ``slack`` bytes of memory that the caller owns.
  @inlinable @inline(__always)
  init(borrowed memory: UnsafeMutableRawBufferPointer, base: UnsafeMutableRawPointer) {
    unsafe self.base = base
    unsafe at = base
    unsafe limit = base + (memory.count - Self.slack)
    ownsMemory = false
  }

  @inlinable
  deinit {
    if ownsMemory { unsafe Self.deallocate(base) }
  }

  /// A buffer without memory, which it allocates for the first byte.
  static var empty: OutputBuffer { unsafe OutputBuffer(emptyAt: UnsafeMutableRawPointer(bitPattern: 16)!) }

  private init(emptyAt address: UnsafeMutableRawPointer) {
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
  static func deallocate(_ memory: UnsafeMutableRawPointer) { unsafe free(memory) }

  @usableFromInline var count: Int {
    @inlinable @inline(__always) get { unsafe at - base }
  }

  /// A Boolean value that indicates whether the memory belongs to another owner.
  var isBorrowed: Bool { !ownsMemory && capacity >= 0 }

  /// The number of bytes that fit, not counting ``slack``; negative for a buffer without memory.
  var capacity: Int { unsafe limit - base }

  /// Reserves memory for `size` more bytes and a head after them.
  ///
  /// The capacity doubles, so that a series of appends takes linear time.
  @inlinable @inline(__always)
  mutating func reserve(_ size: Int) {
    if unsafe limit - at < size { grow(size) }
  }

  /// Reserves memory for a head.
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

  /// Appends a text string with its head.
  @inline(__always)
  mutating func append(text: String) {
    // A native string is contiguous, so its content is not copied first.
    let isContiguous: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
      unsafe append(text: UnsafeRawBufferPointer(utf8))
    }
    if isContiguous == nil { appendBridged(text) }
  }

  @inline(__always)
  private mutating func append(text utf8: UnsafeRawBufferPointer) {
    // The reserved memory includes room for the head.
    reserve(utf8.count)
    unsafe at += hostcall_write_cbor_text(utf8.count, at.assumingMemoryBound(to: UInt8.self))
    unsafe copy(utf8)
  }

  @inline(never)
  private mutating func appendBridged(_ text: String) {
    unsafe text.utf8Span.span.withUnsafeBytes { unsafe append(text: $0) }
  }

  /// Appends a byte string with its head.
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

  /// Appends bytes for which memory is reserved.
  @inlinable @inline(__always)
  mutating func copy(_ content: UnsafeRawBufferPointer) {
    if let source = content.baseAddress {
      unsafe at.copyMemory(from: source, byteCount: content.count)
      unsafe at += content.count
    }
  }

  /// Appends a range of another buffer.
  mutating func append(_ range: Range<Int>, of other: borrowing OutputBuffer) {
    other.check(range)
    unsafe append(content: UnsafeRawBufferPointer(start: other.base + range.lowerBound, count: range.count))
  }

  /// Returns the last seven bytes of a range and the low byte of its length: equal for equal ranges, and cheap to
  /// compare.
  func suffix(of range: Range<Int>) -> UInt64 {
    check(range)
    let kept = min(range.count, 7)
    var result: UInt64 = 0
    if range.upperBound >= 8 {
      // Loads eight bytes at once, and shifts out those before the range.
      let word = unsafe (base + (range.upperBound - 8)).loadUnaligned(as: UInt64.self)
      result = UInt64(littleEndian: word) >> UInt64(8 * (8 - kept))
    } else {
      for place in 0..<kept { result |= UInt64(byte(at: range.upperBound - kept + place)) << UInt64(8 * place) }
    }
    return result << 8 | UInt64(truncatingIfNeeded: range.count) & 0xff
  }

  // MARK: Changing what is written

  /// Replaces the one-byte head at `offset` with the head of an array.
  ///
  /// - Returns: The number of bytes by which the content after the head has moved.
  mutating func replaceHead(at offset: Int, arrayOf elements: Int) -> Int {
    unsafe replaceHead(at: offset, count: elements) { target in unsafe hostcall_write_cbor_array(elements, target) }
  }

  /// Replaces the one-byte head at `offset` with the head of a map, like ``replaceHead(at:arrayOf:)``.
  mutating func replaceHead(at offset: Int, mapOf pairs: Int) -> Int {
    unsafe replaceHead(at: offset, count: pairs) { target in unsafe hostcall_write_cbor_map(pairs, target) }
  }

  @inline(__always)
  private mutating func replaceHead(
    at offset: Int, count elements: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int
  ) -> Int {
    check(offset..<offset + 1)
    // With up to 23 elements, the new head has one byte too.
    let growth =
      elements < 24
      ? 0
      : unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.headSize) {
        unsafe write($0.baseAddress!) - 1  // the capacity fits any head
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

  /// Removes ranges in ascending order, moving the bytes after each range once.
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

  /// Replaces a range with the same number of other bytes.
  mutating func replace(_ range: Range<Int>, with other: borrowing OutputBuffer) {
    check(range)
    precondition(range.count == other.count, "a range is replaced by as many bytes as it has")
    unsafe (base + range.lowerBound).copyMemory(from: other.base, byteCount: other.count)
  }

  /// Removes all bytes from `size` on.
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

  /// Returns a Boolean value that indicates whether a range precedes another in bytewise lexicographic order.
  func isLess(_ range: Range<Int>, than other: Range<Int>) -> Bool {
    check(range)
    check(other)
    let order = unsafe memcmp(base + range.lowerBound, base + other.lowerBound, min(range.count, other.count))
    return order < 0 || order == 0 && range.count < other.count
  }

  /// Parses the head at an offset.
  func head(at offset: Int) throws(CBORError) -> Head {
    try unsafe withBytes { (bytes) throws(CBORError) in try unsafe InputBuffer(bytes).head(at: offset) }
  }

  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Returns a copy of the bytes, in one allocation.
  func array() -> [UInt8] {
    unsafe withBytes { unsafe [UInt8]($0) }
  }

  private func check(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "an offset past the bytes written")
  }
}
