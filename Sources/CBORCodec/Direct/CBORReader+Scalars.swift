extension CBORReader {
  /// Reads a Boolean.
  ///
  /// - Parameter type: The type.
  /// - Returns: The value.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else.
  @inlinable @inline(__always)
  public mutating func decode(_ type: Bool.Type) throws -> Bool {
    if let value = cursor.bool() { return value }
    return try slowBool()
  }

  /// Reads a text string.
  ///
  /// - Parameter type: The type.
  /// - Returns: The text.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else.
  @inlinable @inline(__always)
  public mutating func decode(_ type: String.Type) throws -> String {
    if let value = cursor.text() { return value }
    return try slowString()
  }

  /// Reads a number, from a floating-point number of any width or an integer that is one exactly.
  ///
  /// - Parameter type: The type.
  /// - Returns: The number.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else.
  @inlinable @inline(__always)
  public mutating func decode(_ type: Double.Type) throws -> Double {
    if let value = cursor.double() { return value }
    return try slowFloat(type)
  }

  /// Reads a number, from a floating-point number of any width or an integer that is one exactly.
  ///
  /// - Parameter type: The type.
  /// - Returns: The number, rounded if it was wider.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else, or a number past
  ///   the type's range.
  @inlinable @inline(__always)
  public mutating func decode(_ type: Float.Type) throws -> Float {
    if let value = cursor.float(type) { return value }
    return try slowFloat(type)
  }

  /// Reads an integer of any width, a bignum too.
  ///
  /// - Parameter type: The type.
  /// - Returns: The integer.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else, or an integer
  ///   that the type does not hold.
  @inlinable @inline(__always)
  public mutating func decode<Integer: FixedWidthInteger & CBORDecodable>(_ type: Integer.Type) throws -> Integer {
    if let value = cursor.integer(type) { return value }
    return try slowInteger(type)
  }

  /// Reads a byte string, or an array of integers from 0 to 255.
  ///
  /// - Parameter body: Does something with the bytes, which are there during the call only.
  /// - Returns: What `body` returns.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else; and whatever
  ///   `body` throws.
  @inlinable
  public mutating func decodeBytes<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
    if let content = unsafe cursor.content(of: 2) { return try unsafe body(content.bytes) }
    let bytes = try slowBytes()
    return try unsafe bytes.withUnsafeBytes { try unsafe body($0.bytes) }
  }
}
