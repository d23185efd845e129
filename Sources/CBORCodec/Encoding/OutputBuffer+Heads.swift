// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CCBOR

// libcbor writes every head, through the shim, except halves, which it writes incorrectly, and heads that are wider
// than necessary.
extension OutputBuffer {
  /// Appends one head.
  @inline(__always)
  private mutating func appendHead(_ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    reserveHead()
    unsafe at += write(at.assumingMemoryBound(to: UInt8.self))
  }

  @inline(__always)
  mutating func append(unsigned value: UInt64) {
    unsafe appendHead { unsafe hostcall_write_cbor_unsigned(value, $0) }
  }

  /// - Parameter argument: −1 − n for the integer n.
  @inline(__always)
  mutating func append(negative argument: UInt64) {
    unsafe appendHead { unsafe hostcall_write_cbor_negative(argument, $0) }
  }

  mutating func append(tag number: UInt64) {
    unsafe appendHead { unsafe hostcall_write_cbor_tag(number, $0) }
  }

  mutating func append(arrayOf elements: Int) {
    unsafe appendHead { unsafe hostcall_write_cbor_array(elements, $0) }
  }

  mutating func append(mapOf pairs: Int) {
    unsafe appendHead { unsafe hostcall_write_cbor_map(pairs, $0) }
  }

  mutating func append(bytesOf size: Int) {
    unsafe appendHead { unsafe hostcall_write_cbor_bytes(size, $0) }
  }

  mutating func append(textOf size: Int) {
    unsafe appendHead { unsafe hostcall_write_cbor_text(size, $0) }
  }

  /// - Parameter value: 0 to 23 or 32 to 255; any other number appends nothing.
  mutating func append(simple value: UInt8) {
    unsafe appendHead { unsafe hostcall_write_cbor_simple(value, $0) }
  }

  mutating func append(bool value: Bool) {
    unsafe appendHead { unsafe hostcall_write_cbor_bool(value, $0) }
  }

  mutating func append(half bits: UInt16) {
    unsafe appendHead { unsafe hostcall_write_cbor_half(bits, $0) }
  }

  @inline(__always)
  mutating func append(single value: Float) {
    guard !value.isNaN else { return append(half: HalfFloat.canonicalNaN) }
    unsafe appendHead { unsafe hostcall_write_cbor_single(value, $0) }
  }

  @inline(__always)
  mutating func append(double value: Double) {
    guard !value.isNaN else { return append(half: HalfFloat.canonicalNaN) }
    unsafe appendHead { unsafe hostcall_write_cbor_double(value, $0) }
  }

  /// Appends a float in the fewest bytes that preserve its value (RFC 8949 §4.1).
  mutating func append(shortest value: Double) {
    let narrow = Float(value)
    if Double(narrow) != value { return append(double: value) }
    append(shortest: narrow)
  }

  /// Appends a float other than NaN in the fewest bytes that preserve its value.
  private mutating func append(shortest value: Float) {
    guard let bits = HalfFloat.bits(exactly: value) else { return append(single: value) }
    append(half: bits)
  }

  /// Returns the size in bytes of the shortest head with an argument (RFC 8949 §4.1).
  static func headSize(argument: UInt64) -> Int {
    switch argument {
    case ..<24: 1
    case ...0xff: 2
    case ...0xffff: 3
    case ...0xffff_ffff: 5
    default: 9
    }
  }

  /// Returns the size in bytes of the shortest float that preserves a value.
  static func headSize(shortest value: Double) -> Int {
    guard !value.isNaN else { return 3 }
    guard let narrow = Float(exactly: value) else { return 9 }
    return HalfFloat.bits(exactly: narrow) == nil ? 5 : 3
  }

  /// Appends a head whose argument takes 1, 2, 4 or 8 bytes, for a width of 0 to 3, whatever its value.
  mutating func append(wide major: UInt8, argument: UInt64, width: UInt8) {
    unsafe appendHead { unsafe hostcall_write_cbor_wide(major, argument, width, $0) }
  }
}
