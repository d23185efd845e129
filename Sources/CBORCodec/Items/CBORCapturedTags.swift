/// A value together with the tags that are around it (RFC 8949 §3.4), whichever they are.
///
/// Other coders than those of this package write the value alone, and read it without tags.
public struct CBORCapturedTags<Value> {
  /// The numbers of the tags, the outermost first.
  public var tags: [UInt64]
  /// The value in the tags.
  public var value: Value

  /// Creates a value in tags.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - tags: The numbers of the tags, the outermost first.
  public init(_ value: Value, tags: [UInt64] = []) {
    self.value = value
    self.tags = tags
  }
}

extension CBORCapturedTags: Sendable where Value: Sendable {}
extension CBORCapturedTags: Equatable where Value: Equatable {}
extension CBORCapturedTags: Hashable where Value: Hashable {}

extension CBORCapturedTags: Encodable where Value: Encodable {
  /// Writes the value in its tags.
  ///
  /// - Parameter encoder: Where to write.
  /// - Throws: The same as encoding the value; also `EncodingError` if no levels are left for the tags.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? ItemEncoder else { return try value.encode(to: encoder) }
    try encoder.encode(value, tags: tags)
  }
}

extension CBORCapturedTags: Decodable where Value: Decodable {
  /// Reads a value and the tags around it.
  ///
  /// - Parameter decoder: Where to read.
  /// - Throws: The same as decoding the value.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ItemDecoder else {
      self.init(try Value(from: decoder))
      return
    }
    let (tags, content) = try decoder.tags()
    self.init(try content.decode(Value.self), tags: tags)
  }
}
