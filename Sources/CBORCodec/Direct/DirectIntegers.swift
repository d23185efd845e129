// The standard library's integers: those of up to 64 bits have one head, and larger ones are bignums where that is not
// enough (RFC 8949 §3.4.3).

extension Int: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(Int64(self)) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int.self) }
}

extension Int8: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(Int64(self)) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int8.self) }
}

extension Int16: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(Int64(self)) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int16.self) }
}

extension Int32: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(Int64(self)) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int32.self) }
}

extension Int64: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int64.self) }
}

extension UInt: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(UInt64(self)) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt.self) }
}

extension UInt8: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(UInt64(self)) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt8.self) }
}

extension UInt16: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(UInt64(self)) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt16.self) }
}

extension UInt32: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(UInt64(self)) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt32.self) }
}

extension UInt64: CBOREncodable, CBORDecodable {
  /// Writes the integer.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt64.self) }
}

extension Int128: CBOREncodable, CBORDecodable {
  /// Writes the integer, in a tag if 64 bits are not enough.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: `EncodingError` if no level is left for the tag.
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(wide: self) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Int128.self) }
}

extension UInt128: CBOREncodable, CBORDecodable {
  /// Writes the integer, in a tag if 64 bits are not enough.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: `EncodingError` if no level is left for the tag.
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(wide: self) }

  /// Reads an integer.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  public init(from reader: inout CBORReader) throws { self = try reader.decode(UInt128.self) }
}
