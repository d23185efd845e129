// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// Integers of up to 64 bits are one head; wider ones become bignums if they need more than 64 bits (RFC 8949 §3.4.3).

extension CBOREncodable where Self: FixedWidthInteger {
  /// Encodes the integer, as a bignum if 64 bits are not enough.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: `EncodingError` if a bignum's tag exceeds the nesting limit.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) throws {
    if Self.bitWidth > 64 {
      try writer.encode(wide: self)
    } else if Self.isSigned {
      writer.encode(Int64(truncatingIfNeeded: self))
    } else {
      writer.encode(UInt64(truncatingIfNeeded: self))
    }
  }
}

extension CBORDecodable where Self: FixedWidthInteger {
  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Self.self) }
}

extension Int: CBOREncodable, CBORDecodable {}
extension Int8: CBOREncodable, CBORDecodable {}
extension Int16: CBOREncodable, CBORDecodable {}
extension Int32: CBOREncodable, CBORDecodable {}
extension Int64: CBOREncodable, CBORDecodable {}
extension Int128: CBOREncodable, CBORDecodable {}
extension UInt: CBOREncodable, CBORDecodable {}
extension UInt8: CBOREncodable, CBORDecodable {}
extension UInt16: CBOREncodable, CBORDecodable {}
extension UInt32: CBOREncodable, CBORDecodable {}
extension UInt64: CBOREncodable, CBORDecodable {}
extension UInt128: CBOREncodable, CBORDecodable {}
