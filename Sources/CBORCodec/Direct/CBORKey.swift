// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The key of a field that may be encoded as text or as an integer, like a `CodingKey` with an `intValue`.
///
/// ```swift
/// let keys: InlineArray<2, CBORKey> = [CBORKey("alg", 1), "note"]
/// ```
@frozen public struct CBORKey: ExpressibleByStringLiteral, Sendable {
  /// The key as text.
  public let text: StaticString
  /// The key as an integer; `nil` if it is text only.
  public let integer: Int?

  /// Creates a key.
  ///
  /// - Parameters:
  ///   - text: The key as text.
  ///   - integer: The key as an integer; `nil` if it is text only.
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
