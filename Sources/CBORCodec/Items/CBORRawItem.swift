/// One item as it is encoded, byte for byte: for what is signed or hashed, or passed on without a look at it.
///
/// It is never written in another way, whatever the encoder's options say. Other coders than those of this package
/// write it as the ``CBORValue`` that it is, if they have a form for that.
public struct CBORRawItem: Sendable, Hashable {
  /// The item's bytes.
  public let bytes: [UInt8]

  /// Creates an item from its bytes.
  ///
  /// - Parameter bytes: One item.
  /// - Throws: ``CBORError`` if they are not one well-formed item within the limits as they are unless set.
  public init(_ bytes: [UInt8]) throws(CBORError) {
    try CBORDecoder().validate(bytes)
    self.bytes = bytes
  }

  /// Creates an item from a value that can be encoded.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - encoder: The encoder that encodes it.
  /// - Throws: The same as encoding the value.
  public init(encoding value: some Encodable, with encoder: CBOREncoder = CBOREncoder()) throws {
    bytes = try encoder.encode(value)
  }

  init(scanned bytes: [UInt8]) { self.bytes = bytes }

  /// Decodes a value from the item.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - decoder: The decoder that decodes it.
  /// - Returns: The value.
  /// - Throws: The same as decoding from the item's bytes.
  public func decode<Value: Decodable>(
    _ type: Value.Type, with decoder: CBORDecoder = CBORDecoder()
  ) throws -> Value {
    try decoder.decode(type, from: bytes)
  }
}

extension CBORRawItem: Codable {
  /// Writes the item as it is.
  ///
  /// - Parameter encoder: Where to write.
  /// - Throws: `EncodingError` if it is nested too deep where it stands.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? ItemEncoder else { return try decode(CBORValue.self).encode(to: encoder) }
    try encoder.encode(raw: bytes)
  }

  /// Reads any item.
  ///
  /// - Parameter decoder: Where to read.
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
