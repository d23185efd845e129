/// A value in a tag that it is always written in, and must be read from (RFC 8949 §3.4).
///
/// ```swift
/// struct Evidence: Codable {
///   @CBORTagged<18, Sign1> var signature: Sign1   // COSE_Sign1_Tagged
/// }
/// ```
///
/// Other coders than those of this package write and read the value alone.
@propertyWrapper
public struct CBORTagged<let number: Int, Value> {
  /// The value in the tag.
  public var wrappedValue: Value

  /// Creates a value in the tag.
  ///
  /// - Parameter wrappedValue: The value.
  public init(wrappedValue: Value) {
    precondition(number >= 0, "a tag's number is not negative")
    self.wrappedValue = wrappedValue
  }

  private static var tag: UInt64 { UInt64(number.magnitude) }
}

extension CBORTagged: Sendable where Value: Sendable {}
extension CBORTagged: Equatable where Value: Equatable {}
extension CBORTagged: Hashable where Value: Hashable {}

extension CBORTagged: Encodable where Value: Encodable {
  /// Writes the value in its tag.
  ///
  /// - Parameter encoder: Where to write.
  /// - Throws: The same as encoding the value; also `EncodingError` if no level is left for the tag.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? ItemEncoder else { return try wrappedValue.encode(to: encoder) }
    try encoder.encode(wrappedValue, tags: [Self.tag])
  }
}

extension CBORTagged: Decodable where Value: Decodable {
  /// Reads a value from its tag; the tag that says that this is CBOR, 55799, may stand around it.
  ///
  /// - Parameter decoder: Where to read.
  /// - Throws: `DecodingError` if the item is not in the tag; and the same as decoding the value.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ItemDecoder else {
      wrappedValue = try Value(from: decoder)
      return
    }
    wrappedValue = try decoder.decode(Value.self, inTag: Self.tag)
  }
}

extension CBORTagged: CBOREncodable where Value: CBOREncodable {
  /// Writes the value in its tag.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: The same as encoding the value; also `EncodingError` if no level is left for the tag.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginTag(UInt64(number.magnitude))
    try writer.encode(wrappedValue)
    writer.endTag()
  }
}

extension CBORTagged: CBORDecodable where Value: CBORDecodable {
  /// Reads a value from its tag; the tag that says that this is CBOR, 55799, may stand around it.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: `DecodingError` if the item is not in the tag; and the same as decoding the value.
  @inlinable
  public init(from reader: inout CBORReader) throws {
    let start = reader.offset
    var tag = try reader.beginTag()
    if tag == 55799 { tag = try reader.beginTag() }
    guard tag == UInt64(number.magnitude) else {
      let found = tag.map { "tag \($0)" } ?? "none"
      throw reader.dataCorrupted(at: start, "Expected tag \(number) but found \(found)")
    }
    wrappedValue = try reader.decode()
  }
}
