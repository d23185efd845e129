// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// Foundation's types that have a form of their own in CBOR.

extension Data: CBOREncodable, CBORDecodable {
  /// Encodes a byte string.
  ///
  /// - Parameter writer: The writer to encode to.
  public func encode(to writer: inout CBORWriter) { writer.encode(data: self) }

  /// Decodes a byte string, or an array of integers from 0 to 255.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as the reader's `decodeBytes` method.
  public init(from reader: inout CBORReader) throws {
    self = try reader.decodeBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe Data($0) } }
  }
}

extension Date: CBOREncodable, CBORDecodable {
  /// Encodes tag 1 around the seconds since 1970 (RFC 8949 §3.4.2).
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: `EncodingError` if the date is not finite, or the tag exceeds the nesting limit.
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(date: self) }

  /// Decodes a date from tag 0 or 1, or from RFC 3339 text.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not a date.
  public init(from reader: inout CBORReader) throws { self = try reader.date() }
}

extension UUID: CBOREncodable, CBORDecodable {
  /// Encodes tag 37 around the 16 bytes.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: `EncodingError` if the tag exceeds the nesting limit.
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginTag(TagNumber.uuid)
    unsafe withUnsafeBytes(of: uuid) { unsafe writer.encode(bytes: $0.bytes) }
    writer.endTag()
  }

  /// Decodes a UUID from its 16 bytes or its text.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not a UUID.
  public init(from reader: inout CBORReader) throws { self = try reader.uuid() }
}

extension URL: CBOREncodable, CBORDecodable {
  /// Encodes tag 32 around the URL's text (RFC 8949 §3.4.5.3).
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: `EncodingError` if the tag exceeds the nesting limit.
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginTag(TagNumber.uri)
    writer.encode(absoluteString)
    writer.endTag()
  }

  /// Decodes a URL from its text.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not a URL.
  public init(from reader: inout CBORReader) throws { self = try reader.url() }
}

extension Decimal: CBOREncodable, CBORDecodable {
  /// Encodes tag 4 around exponent and mantissa (RFC 8949 §3.4.4).
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: `EncodingError` if the number is NaN, or the decimal fraction exceeds the nesting limit.
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(byContainers: self) }

  /// Decodes a number from a decimal fraction, an integer, a floating-point number or text.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: ``CBORError`` if the message is malformed, `DecodingError` if the item is not a number that a `Decimal`
  ///   can hold.
  public init(from reader: inout CBORReader) throws { self = try reader.decimal() }
}
