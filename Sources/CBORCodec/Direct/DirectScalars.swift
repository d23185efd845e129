// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The standard library's types that are one head or one string.

extension Bool: CBOREncodable, CBORDecodable {
  /// Encodes the Boolean.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Decodes a Boolean.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Bool.self) }
}

extension String: CBOREncodable, CBORDecodable {
  /// Encodes the text.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Decodes a text string.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(String.self) }
}

extension Double: CBOREncodable, CBORDecodable {
  /// Encodes the number.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Decodes a number.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Double.self) }
}

extension Float: CBOREncodable, CBORDecodable {
  /// Encodes the number.
  ///
  /// - Parameter writer: The writer to encode to.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) { writer.encode(self) }

  /// Decodes a number.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decode` method.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws { self = try reader.decode(Float.self) }
}
