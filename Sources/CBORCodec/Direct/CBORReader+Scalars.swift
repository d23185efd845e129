// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORReader {
  /// Decodes a Boolean.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The value.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not a Boolean.
  @inlinable @inline(__always)
  public mutating func decode(_ type: Bool.Type) throws -> Bool {
    if let value = cursor.bool() { return value }
    return try slowBool()
  }

  /// Decodes a text string.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The text.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not a text string.
  @inlinable @inline(__always)
  public mutating func decode(_ type: String.Type) throws -> String {
    if let value = cursor.text() { return value }
    return try slowString()
  }

  /// Decodes a number from a floating-point number of any width, or from an integer that the type can represent
  /// exactly.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The number.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not such a number.
  @inlinable @inline(__always)
  public mutating func decode(_ type: Double.Type) throws -> Double {
    if let value = cursor.double() { return value }
    return try slowFloat(type)
  }

  /// Decodes a number from a floating-point number of any width, or from an integer that the type can represent
  /// exactly.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The number, rounded if it was wider.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not such a number, or is
  ///   beyond the type's range.
  @inlinable @inline(__always)
  public mutating func decode(_ type: Float.Type) throws -> Float {
    if let value = cursor.float(type) { return value }
    return try slowFloat(type)
  }

  /// Decodes an integer of any width, or a bignum.
  ///
  /// - Parameter type: The type to decode.
  /// - Returns: The integer.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not an integer, or the type
  ///   cannot hold it.
  @inlinable @inline(__always)
  public mutating func decode<Integer: FixedWidthInteger & CBORDecodable>(_ type: Integer.Type) throws -> Integer {
    if let value = cursor.integer(type) { return value }
    return try slowInteger(type)
  }

  /// Decodes a byte string, or an array of integers from 0 to 255.
  ///
  /// - Parameter body: A closure that reads the bytes, which are valid only during its call.
  /// - Returns: The result of `body`.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is neither; and any error that
  ///   `body` throws.
  @inlinable
  public mutating func decodeBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
    if let content = unsafe cursor.content(of: 2) { return try unsafe body(content.bytes) }
    let bytes = try slowBytes()
    return try unsafe bytes.withUnsafeBytes { try unsafe body($0.bytes) }
  }
}
