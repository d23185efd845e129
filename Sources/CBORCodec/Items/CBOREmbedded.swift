/// A value that is encoded by itself and stands in the message as a byte string: tag 24 (RFC 8949 §3.4.5.1), or a byte
/// string without it, as COSE's protected headers are.
///
/// The bytes are kept, since it is they that are signed or hashed.
///
/// ```swift
/// struct IssuerSigned: Codable {
///   var nameSpaces: [String: [CBOREmbedded<IssuerSignedItem>]]
/// }
/// ```
///
/// Other coders than those of this package write and read the value alone.
public struct CBOREmbedded<Value> {
  /// The value.
  public let value: Value
  /// The value as it is encoded: the content of the byte string.
  public let bytes: [UInt8]
  /// Whether tag 24 is around the byte string.
  public let isTagged: Bool

  fileprivate init(_ value: Value, _ bytes: [UInt8], isTagged: Bool) {
    self.value = value
    self.bytes = bytes
    self.isTagged = isTagged
  }
}

extension CBOREmbedded where Value: Encodable {
  /// Encodes a value to be embedded.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - isTagged: Whether tag 24 is around the byte string.
  ///   - encoder: The encoder that encodes the value.
  /// - Throws: The same as encoding the value.
  public init(_ value: Value, isTagged: Bool = true, encodedBy encoder: CBOREncoder = CBOREncoder()) throws {
    self.init(value, try encoder.encode(value), isTagged: isTagged)
  }
}

extension CBOREmbedded: Sendable where Value: Sendable {}

extension CBOREmbedded: Equatable {
  /// Whether two have the same bytes, and both a tag or neither.
  ///
  /// - Parameters:
  ///   - left: An embedded value.
  ///   - right: Another.
  public static func == (left: CBOREmbedded, right: CBOREmbedded) -> Bool {
    left.bytes == right.bytes && left.isTagged == right.isTagged
  }
}

extension CBOREmbedded: Hashable {
  /// Feeds what `==` compares.
  ///
  /// - Parameter hasher: What to feed.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytes)
    hasher.combine(isTagged)
  }
}

extension CBOREmbedded: Encodable where Value: Encodable {
  /// Writes the bytes.
  ///
  /// - Parameter encoder: Where to write.
  /// - Throws: `EncodingError` if no level is left for the tag.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? ItemEncoder else { return try value.encode(to: encoder) }
    try encoder.encode(bytes, tags: isTagged ? [24] : [])
  }
}

extension CBOREmbedded: Decodable where Value: Decodable {
  /// Reads a byte string, in tag 24 or not, and a value from its content.
  ///
  /// - Parameter decoder: Where to read.
  /// - Throws: `DecodingError` if the item is no byte string, if its content is not one well-formed item, or not what the
  ///   value decodes from. Offsets in what is said of the content count from its own start.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ItemDecoder else {
      let value = try Value(from: decoder)
      let bytes = (value as? any Encodable).flatMap { try? CBOREncoder().encode($0) as [UInt8] } ?? []
      self.init(value, bytes, isTagged: true)
      return
    }
    let (tags, content) = try decoder.tags()
    let bytes = try content.decode([UInt8].self)
    self.init(try content.decode(Value.self, embeddedIn: bytes), bytes, isTagged: tags.contains(24))
  }
}
