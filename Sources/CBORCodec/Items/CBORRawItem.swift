// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The encoding of one item, byte for byte, for data that is signed, hashed, or passed on unread.
///
/// The item is always written unchanged, whatever the encoder's options are. Other encoders than this package's encode
/// it as a ``CBORValue``, if they can represent it.
public struct CBORRawItem: Sendable, Hashable {
  /// The bytes of the item.
  public let bytes: [UInt8]

  /// Creates an item from its bytes.
  ///
  /// - Parameter bytes: The encoding of one item.
  /// - Throws: ``CBORError`` if `bytes` is not one well-formed item within the default limits.
  public init(_ bytes: [UInt8]) throws(CBORError) {
    try CBORDecoder().validate(bytes)
    self.bytes = bytes
  }

  /// Creates an item by encoding a value.
  ///
  /// - Parameters:
  ///   - value: The value to encode.
  ///   - encoder: The encoder to use.
  /// - Throws: The same errors as encoding the value.
  public init(encoding value: some Encodable, with encoder: CBOREncoder = CBOREncoder()) throws {
    bytes = try encoder.encode(value)
  }

  init(scanned bytes: [UInt8]) { self.bytes = bytes }

  /// Decodes a value from the item.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - decoder: The decoder to use.
  /// - Returns: The value.
  /// - Throws: The same errors as decoding from the item's bytes.
  public func decode<Value: Decodable>(
    _ type: Value.Type, with decoder: CBORDecoder = CBORDecoder()
  ) throws -> Value {
    try decoder.decode(type, from: bytes)
  }
}

extension CBORRawItem: Codable {
  /// Encodes the item unchanged.
  ///
  /// - Parameter encoder: The encoder to write to.
  /// - Throws: `EncodingError` if the item exceeds the nesting limit at its position.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? ItemEncoder else { return try decode(CBORValue.self).encode(to: encoder) }
    try encoder.encode(raw: bytes)
  }

  /// Decodes any item.
  ///
  /// - Parameter decoder: The decoder to read from.
  /// - Throws: ``CBORError`` if the message is malformed.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ItemDecoder else {
      bytes = try CBOREncoder().encode(CBORValue(from: decoder))
      return
    }
    bytes = try decoder.rawItem()
  }
}

extension CBORRawItem: CustomStringConvertible {
  /// The item in diagnostic notation (RFC 8949 §8).
  public var description: String {
    (try? CBORDecoder().diagnosticNotation(of: bytes)) ?? "an item that is nested too deep to be shown"
  }
}
