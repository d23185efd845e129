// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The standard library's integers. Those of up to 64 bits are one head; wider ones become bignums if they need more
// than 64 bits (RFC 8949 §3.4.3).

extension Int: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(Int64(self)) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int.self) }
}

extension Int8: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(Int64(self)) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int8.self) }
}

extension Int16: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(Int64(self)) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int16.self) }
}

extension Int32: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(Int64(self)) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int32.self) }
}

extension Int64: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int64.self) }
}

extension UInt: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(UInt64(self)) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt.self) }
}

extension UInt8: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(UInt64(self)) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt8.self) }
}

extension UInt16: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(UInt64(self)) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt16.self) }
}

extension UInt32: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(UInt64(self)) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt32.self) }
}

extension UInt64: CBOREncodable, CBORDecodable {
  /// Encodes the integer.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt64.self) }
}

extension Int128: CBOREncodable, CBORDecodable {
  /// Encodes the integer, as a bignum if 64 bits are not enough.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: `EncodingError` if a bignum's tag exceeds the nesting limit.
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(wide: self) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int128.self) }
}

extension UInt128: CBOREncodable, CBORDecodable {
  /// Encodes the integer, as a bignum if 64 bits are not enough.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: `EncodingError` if a bignum's tag exceeds the nesting limit.
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(wide: self) }

  /// Decodes an integer.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt128.self) }
}
