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

/// The bytes of a message, for reading.
///
/// All code that reads through pointers by offset is in this file. Every offset and length is checked against the bytes
/// that exist, so nothing that a message claims can lead outside of it. A buffer is valid as long as the memory that it
/// was created from.
@safe
struct InputBuffer {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) {
    unsafe self.bytes = bytes
  }

  /// An empty buffer.
  static var empty: InputBuffer { unsafe InputBuffer(UnsafeRawBufferPointer(start: nil, count: 0)) }

  /// The address of a cursor without bytes.
  static var emptyAddress: UnsafeRawPointer { unsafe UnsafeRawPointer(bitPattern: 16)! }  // any non-null address

  /// A cursor at the first byte, with one pending item.
  var cursor: ItemCursor {
    let start = unsafe bytes.baseAddress ?? Self.emptyAddress
    return unsafe ItemCursor(at: start, end: start + bytes.count, pending: 1)
  }

  var start: UnsafeRawPointer { unsafe bytes.baseAddress ?? Self.emptyAddress }

  var count: Int { unsafe bytes.count }

  /// Returns the first `size` bytes, or all bytes if there are fewer.
  func prefix(_ size: Int) -> InputBuffer {
    unsafe InputBuffer(UnsafeRawBufferPointer(rebasing: bytes.prefix(size)))
  }

  /// Parses the head at an offset.
  ///
  /// - Throws: `endOfInput` if the head is incomplete, `malformedHead` if it is reserved.
  func head(at offset: Int) throws(CBORError) -> Head {
    guard offset >= 0, offset < count, let base = unsafe bytes.baseAddress else {
      throw CBORError(code: .endOfInput, offset: count, message: "an item was expected, but the message ends")
    }
    let head = unsafe hostcall_read_cbor_head(base + offset, count - offset)
    if Int(head.status) == HOSTCALL_CBOR_READ { return Head(head, at: offset) }
    throw failure(head, at: offset)
  }

  /// Parses the head at an offset where ``head(at:)`` has already parsed it, with the same result in less time.
  @inline(__always)
  func scannedHead(at offset: Int) throws(CBORError) -> Head {
    if offset >= 0, offset < count, let base = unsafe bytes.baseAddress {
      let head = unsafe hostcall_reread_cbor_head(base + offset, count - offset)
      if Int(head.status) == HOSTCALL_CBOR_READ { return Head(head, at: offset) }
    }
    return try head(at: offset)
  }

  @inline(never)
  private func failure(_ head: hostcall_cbor_head, at offset: Int) -> CBORError {
    if Int(head.status) == HOSTCALL_CBOR_TRUNCATED {
      return CBORError(
        code: .endOfInput, offset: offset,
        message: "the head that starts with \(hex(at: offset)) extends past the message's end")
    }
    let isSimple = unsafe bytes[offset] == 0xf8
    return CBORError(
      code: .malformedHead, offset: offset,
      message: isSimple
        ? "a simple value below 32 takes one byte, and must not follow f8"
        : "the initial byte \(hex(at: offset)) is reserved")
  }

  /// Returns the range of the content of a definite-length string; `nil` if there are fewer bytes than its head claims.
  func content(of head: Head) -> Range<Int>? {
    guard head.end <= count, head.argument <= UInt64(count - head.end) else { return nil }
    return head.end..<head.end + Int(head.argument)
  }

  /// Returns the offset of the first byte that is not UTF-8; `nil` if there is none.
  func firstInvalidUTF8(in range: Range<Int>) -> Int? {
    guard let part = unsafe part(range), unsafe !part.isEmpty, unsafe !Self.isASCII(part) else { return nil }
    do {
      _ = try unsafe UTF8Span(validating: part.assumingMemoryBound(to: UInt8.self).span)
      return nil
    } catch {
      return range.lowerBound + error.byteOffsets.lowerBound
    }
  }

  /// Returns true if a short run of bytes is ASCII, as most keys and names are.
  ///
  /// For long runs it returns false, since the standard library's validation is faster.
  @inline(__always)
  private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= 32 else { return false }
    var offset = 0
    var bits: UInt64 = 0
    while bytes.count - offset >= 8 {
      bits |= unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    while offset < bytes.count {
      bits |= unsafe UInt64(bytes[offset])
      offset += 1
    }
    return bits & 0x8080_8080_8080_8080 == 0
  }

  /// Returns the text in a range; invalid UTF-8 becomes U+FFFD.
  ///
  /// - Parameter isChecked: Whether a scan has found the range to be valid UTF-8.
  func string(in range: Range<Int>, isChecked: Bool) -> String {
    guard let part = unsafe part(range), unsafe !part.isEmpty else { return "" }
    if isChecked {
      return unsafe String(copying: UTF8Span(unchecked: part.assumingMemoryBound(to: UInt8.self).span))
    }
    if let text = unsafe try? UTF8Span(validating: part.assumingMemoryBound(to: UInt8.self).span) {
      return String(copying: text)
    }
    return unsafe String(decoding: part, as: UTF8.self)
  }

  /// Returns the bytes in a range; an empty buffer if the range is out of bounds.
  func bytes(in range: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe part(range) ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Returns a copy of the bytes in a range.
  func array(in range: Range<Int>) -> [UInt8] {
    guard let part = unsafe part(range) else { return [] }
    return unsafe [UInt8](part)
  }

  func isEqual(_ range: Range<Int>, to text: String) -> Bool {
    let other = text.utf8Span.span
    guard range.count == other.count, let part = unsafe part(range) else { return false }
    // Two empty ranges may have no address to compare.
    guard !range.isEmpty, let start = part.baseAddress else { return true }
    return unsafe other.withUnsafeBytes { other in
      unsafe other.baseAddress.map { unsafe memcmp(start, $0, part.count) == 0 } ?? false
    }
  }

  /// Returns a Boolean value that indicates whether a range precedes another in bytewise lexicographic order.
  func isLess(_ range: Range<Int>, than other: Range<Int>) -> Bool {
    unsafe bytes(in: range).lexicographicallyPrecedes(bytes(in: other))
  }

  /// Returns a Boolean value that indicates whether the bytes at an offset are `f97e00`, the only deterministic NaN.
  func isCanonicalNaN(at offset: Int) -> Bool {
    unsafe bytes(in: offset..<offset + 3).elementsEqual([0xf9, 0x7e, 0x00])
  }

  /// Returns a hash that is equal for equal bytes, and very likely different for different ones.
  ///
  /// See ``KeyFingerprint``.
  func fingerprint(of range: Range<Int>) -> UInt64 {
    var result = KeyFingerprint.start(of: range.count)
    guard let part = unsafe part(range) else { return result }
    var offset = 0
    while part.count - offset >= 8 {
      result = KeyFingerprint.mix(result, unsafe part.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    let left = part.count - offset
    var rest: UInt64 = 0
    if left > 0, range.upperBound <= count - 8 {
      // Loads eight bytes at once, and masks out those after the range.
      let word = unsafe part.baseAddress.map { unsafe $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) } ?? 0
      rest = UInt64(littleEndian: word) & (1 << UInt64(8 * left) - 1)
    } else {
      for place in 0..<left { rest |= unsafe UInt64(part[offset + place]) << UInt64(8 * place) }
    }
    return KeyFingerprint.mix(result, rest)
  }

  /// Returns the byte at an offset in hexadecimal, such as `1c`.
  private func hex(at offset: Int) -> String {
    let byte = unsafe bytes[offset]
    return (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private func part(_ range: Range<Int>) -> UnsafeRawBufferPointer? {
    guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
  }
}

extension Head {
  /// Creates the head that the shim read at an offset.
  @inline(__always)
  init(_ head: hostcall_cbor_head, at offset: Int) {
    // The shim's kinds have the same values as the cases.
    kind = unsafe unsafeBitCast(head.kind, to: Kind.self)
    argument = head.argument
    isIndefinite = head.is_indefinite != 0
    end = offset &+ Int(head.length)
  }
}
