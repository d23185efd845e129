#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

// Foundation's types that have a form of their own in CBOR.

extension Data: CBOREncodable, CBORDecodable {
  /// Writes a byte string.
  ///
  /// - Parameter writer: Where to write.
  public func encode(to writer: inout CBORWriter) { writer.encode(data: self) }

  /// Reads a byte string, or an array of integers from 0 to 255.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as the reader's `decodeBytes`.
  public init(from reader: inout CBORReader) throws {
    self = try reader.decodeBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe Data($0) } }
  }
}

extension Date: CBOREncodable, CBORDecodable {
  /// Writes tag 1 around the seconds since 1970 (RFC 8949 §3.4.2).
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: `EncodingError` if the date is not finite, or no level is left for the tag.
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(date: self) }

  /// Reads a date from tag 0 or 1, or from RFC 3339 text.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else.
  public init(from reader: inout CBORReader) throws { self = try reader.date() }
}

extension UUID: CBOREncodable, CBORDecodable {
  /// Writes tag 37 around the 16 bytes.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: `EncodingError` if no level is left for the tag.
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginTag(37)
    unsafe withUnsafeBytes(of: uuid) { unsafe writer.encode(bytes: $0.bytes) }
    writer.endTag()
  }

  /// Reads a UUID from 16 bytes or its text.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else.
  public init(from reader: inout CBORReader) throws { self = try reader.uuid() }
}

extension URL: CBOREncodable, CBORDecodable {
  /// Writes tag 32 around the URL's text (RFC 8949 §3.4.5.3).
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: `EncodingError` if no level is left for the tag.
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginTag(32)
    writer.encode(absoluteString)
    writer.endTag()
  }

  /// Reads a URL from its text.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else.
  public init(from reader: inout CBORReader) throws { self = try reader.url() }
}

extension Decimal: CBOREncodable, CBORDecodable {
  /// Writes tag 4 around exponent and mantissa (RFC 8949 §3.4.4).
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: `EncodingError` if the number is NaN, or no levels are left.
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(byContainers: self) }

  /// Reads a number from a decimal fraction, an integer, a floating-point number or text.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is something else.
  public init(from reader: inout CBORReader) throws { self = try reader.decimal() }
}
