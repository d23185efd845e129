// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A value that is encoded separately, and embedded in the message as a byte string: in tag 24 (RFC 8949 §3.4.5.1), or
/// without a tag, like COSE's protected headers.
///
/// The encoded bytes are preserved, since they are what is signed or hashed.
///
/// ```swift
/// struct IssuerSigned: Codable {
///   var nameSpaces: [String: [CBOREmbedded<IssuerSignedItem>]]
/// }
/// ```
///
/// Encoders and decoders from other packages encode and decode only the value.
public struct CBOREmbedded<Value> {
  /// The value.
  public let value: Value
  /// The encoding of the value: the content of the byte string.
  public let bytes: [UInt8]
  /// A Boolean value that indicates whether the byte string is in tag 24.
  public let isTagged: Bool

  fileprivate init(_ value: Value, _ bytes: [UInt8], isTagged: Bool) {
    self.value = value
    self.bytes = bytes
    self.isTagged = isTagged
  }
}

extension CBOREmbedded where Value: Encodable {
  /// Creates an embedded value by encoding it.
  ///
  /// - Parameters:
  ///   - value: The value to encode.
  ///   - isTagged: Whether the byte string is in tag 24.
  ///   - encoder: The encoder for the value.
  /// - Throws: The same errors as encoding the value.
  public init(_ value: Value, isTagged: Bool = true, encodedBy encoder: CBOREncoder = CBOREncoder()) throws {
    self.init(value, try encoder.encode(value), isTagged: isTagged)
  }
}

extension CBOREmbedded: Sendable where Value: Sendable {}

extension CBOREmbedded: Equatable {
  /// Returns a Boolean value that indicates whether two embedded values have the same bytes, and both or neither have a
  /// tag.
  ///
  /// - Parameters:
  ///   - left: A value to compare.
  ///   - right: Another value to compare.
  public static func == (left: CBOREmbedded, right: CBOREmbedded) -> Bool {
    left.bytes == right.bytes && left.isTagged == right.isTagged
  }
}

extension CBOREmbedded: Hashable {
  /// Hashes the parts of the value that `==` compares.
  ///
  /// - Parameter hasher: The hasher to use.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytes)
    hasher.combine(isTagged)
  }
}

extension CBOREmbedded: Encodable where Value: Encodable {
  /// Encodes the bytes.
  ///
  /// - Parameter encoder: The encoder to write to.
  /// - Throws: `EncodingError` if the tag exceeds the nesting limit.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? ItemEncoder else { return try value.encode(to: encoder) }
    try encoder.encode(bytes, tags: isTagged ? [TagNumber.encodedItem] : [])
  }
}

extension CBOREmbedded: Decodable where Value: Decodable {
  /// Decodes a byte string, with or without tag 24, and a value from its content.
  ///
  /// The tag for self-described CBOR, 55799, may be around it.
  ///
  /// - Parameter decoder: The decoder to read from.
  /// - Throws: `DecodingError` if the item is not a byte string or has another tag, if its content is not one
  ///   well-formed item, or if the value cannot be decoded from it. Offsets in errors about the content are
  ///   relative to its start.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ItemDecoder else {
      let value = try Value(from: decoder)
      let bytes = (value as? any Encodable).flatMap { try? CBOREncoder().encode($0) as [UInt8] } ?? []
      self.init(value, bytes, isTagged: true)
      return
    }
    let (bytes, isTagged) = try decoder.embeddedBytes()
    self.init(try decoder.decode(Value.self, embeddedIn: bytes), bytes, isTagged: isTagged)
  }
}
