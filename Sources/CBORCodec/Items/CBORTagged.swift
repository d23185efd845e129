// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A value in a fixed tag (RFC 8949 §3.4), which encoding adds and decoding requires.
///
/// ```swift
/// struct Evidence: Codable {
///   @CBORTagged<18, Sign1> var signature: Sign1   // COSE_Sign1_Tagged
/// }
/// ```
///
/// Encoders and decoders from other packages encode and decode only the value.
@propertyWrapper
public struct CBORTagged<let number: Int, Value> {
  /// The value inside the tag.
  public var wrappedValue: Value

  /// Creates a tagged value.
  ///
  /// - Parameter wrappedValue: The value.
  public init(wrappedValue: Value) {
    _ = Self.tag
    self.wrappedValue = wrappedValue
  }

  @usableFromInline static var tag: UInt64 {
    precondition(number >= 0, "a tag's number is not negative")
    return UInt64(number)
  }
}

extension CBORTagged: Sendable where Value: Sendable {}
extension CBORTagged: Equatable where Value: Equatable {}
extension CBORTagged: Hashable where Value: Hashable {}

extension CBORTagged: Encodable where Value: Encodable {
  /// Encodes the value in its tag.
  ///
  /// - Parameter encoder: The encoder to write to.
  /// - Throws: The same errors as encoding the value; and `EncodingError` if the tag exceeds the nesting limit.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? ItemEncoder else { return try wrappedValue.encode(to: encoder) }
    try encoder.encode(wrappedValue, tags: [Self.tag])
  }
}

extension CBORTagged: Decodable where Value: Decodable {
  /// Decodes a value from its tag.
  ///
  /// The tag for self-described CBOR, 55799, may be around it.
  ///
  /// - Parameter decoder: The decoder to read from.
  /// - Throws: `DecodingError` if the item does not have the tag; and the same errors as decoding the value.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ItemDecoder else {
      wrappedValue = try Value(from: decoder)
      return
    }
    wrappedValue = try decoder.decode(Value.self, inTag: Self.tag)
  }
}

extension CBORTagged: CBOREncodable where Value: CBOREncodable {
  /// Encodes the value in its tag.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: The same errors as encoding the value; and `EncodingError` if the tag exceeds the nesting limit.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginTag(Self.tag)
    try writer.encode(wrappedValue)
    writer.endTag()
  }
}

extension CBORTagged: CBORDecodable where Value: CBORDecodable {
  /// Decodes a value from its tag.
  ///
  /// The tag for self-described CBOR, 55799, may be around it.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: `DecodingError` if the item does not have the tag; and the same errors as decoding the value.
  @inlinable
  public init(from reader: inout CBORReader) throws {
    let start = reader.offset
    var tag = try reader.beginTag()
    if tag == TagNumber.selfDescribed, number != TagNumber.selfDescribed { tag = try reader.beginTag() }
    guard tag == Self.tag else {
      let found = tag.map { "tag \($0)" } ?? "none"
      throw reader.dataCorrupted(at: start, "Expected tag \(number) but found \(found)")
    }
    wrappedValue = try reader.decode()
  }
}
