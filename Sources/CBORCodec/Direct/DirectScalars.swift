// The standard library's types that are one head, or a string.

extension Bool: CBOREncodable, CBORDecodable {
  /// Writes the value.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Reads a value.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Bool.self) }
}

extension String: CBOREncodable, CBORDecodable {
  /// Writes the text.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Reads a text string.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(String.self) }
}

extension Double: CBOREncodable, CBORDecodable {
  /// Writes the number.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Reads a number.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Double.self) }
}

extension Float: CBOREncodable, CBORDecodable {
  /// Writes the number.
  ///
  /// - Parameter writer: Where to write.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Reads a number.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decode`.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Float.self) }
}
