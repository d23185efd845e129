/// A field's key that may be written as text or as an integer, as a `CodingKey` with an `intValue` may.
///
/// ```swift
/// let keys: InlineArray<2, CBORKey> = [CBORKey("alg", 1), "note"]
/// ```
@frozen public struct CBORKey: ExpressibleByStringLiteral, Sendable {
  /// The key as text.
  public let text: StaticString
  /// The key as an integer, if it may be one.
  public let integer: Int?

  /// Creates a key.
  ///
  /// - Parameters:
  ///   - text: The key as text.
  ///   - integer: The key as an integer; nil if it is text only.
  @inlinable
  public init(_ text: StaticString, _ integer: Int?) {
    self.text = text
    self.integer = integer
  }

  /// Creates a key that is text only.
  ///
  /// - Parameter value: The key.
  @inlinable
  public init(stringLiteral value: StaticString) { self.init(value, nil) }
}
