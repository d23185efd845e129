// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A value together with all tags around it (RFC 8949 §3.4).
///
/// The tags with which the type itself is encoded belong to the value: those of `Date`, `UUID`, `URL`, `Decimal`,
/// ``CBORTagged``, ``CBOREmbedded`` and large integers, also in an optional. If the value captures tags too, the
/// outermost value captures them.
///
/// The tags of other types are captured. A type that encodes a `Date` into a single-value container, for example,
/// cannot be decoded, since decoding it finds no tag.
///
/// Encoders and decoders from other packages encode only the value, and decode it without tags.
public struct CBORCapturedTags<Value> {
  /// The numbers of the tags, from the outermost to the innermost.
  public var tags: [UInt64]
  /// The value inside the tags.
  public var value: Value

  /// Creates a value with tags.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - tags: The numbers of the tags, from the outermost to the innermost.
  public init(_ value: Value, tags: [UInt64] = []) {
    self.value = value
    self.tags = tags
  }
}

extension CBORCapturedTags: Sendable where Value: Sendable {}
extension CBORCapturedTags: Equatable where Value: Equatable {}
extension CBORCapturedTags: Hashable where Value: Hashable {}

extension CBORCapturedTags: Encodable where Value: Encodable {
  /// Encodes the value in its tags.
  ///
  /// - Parameter encoder: The encoder to write to.
  /// - Throws: The same errors as encoding the value; and `EncodingError` if the tags exceed the nesting limit.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? ItemEncoder else { return try value.encode(to: encoder) }
    try encoder.encode(value, tags: tags)
  }
}

extension CBORCapturedTags: Decodable where Value: Decodable {
  /// Decodes a value and the tags around it.
  ///
  /// - Parameter decoder: The decoder to read from.
  /// - Throws: The same errors as decoding the value.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? ItemDecoder else {
      self.init(try Value(from: decoder))
      return
    }
    let (tags, content) = try decoder.tags(of: Value.self)
    self.init(try content.decode(Value.self), tags: tags)
  }
}
