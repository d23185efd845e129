// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension CBOREncoder {
  /// A strategy for encoding a `Date`.
  public enum DateEncodingStrategy: Sendable {
    /// Tag 1 around the seconds since 1970 (RFC 8949 §3.4.2), as an integer if they are whole, otherwise as a float.
    /// This is the default.
    case epochTag
    /// Tag 0 around RFC 3339 text (RFC 8949 §3.4.1), in UTC, with milliseconds unless they are zero. Dates outside the
    /// years 0 to 9999 throw an `EncodingError`.
    case iso8601
    /// The seconds since 1970 as a number without a tag.
    case secondsSince1970
    /// The milliseconds since 1970 as a number without a tag.
    case millisecondsSince1970
    /// The result of the function; an empty map if it encodes nothing.
    case custom(@Sendable (_ date: Date, _ encoder: any Encoder) throws -> Void)
  }

  /// A strategy for the width of encoded floating-point numbers.
  public enum FloatEncoding: Sendable, Hashable {
    /// The fewest bytes that preserve the value (RFC 8949 §4.1): 1.5 takes three bytes, also as a `Double`. This is the
    /// default.
    case shortest
    /// The width of the Swift type, except that NaN is always `f97e00`.
    case declaredWidth
  }

  /// A strategy for encoding a `CodingKey`.
  public enum KeyEncoding: Sendable, Hashable {
    /// Text: the key's `stringValue`. This is the default.
    case text
    /// An integer: the key's `intValue` if it has one, otherwise text. The keys of a dictionary are text unless their
    /// type is `Int`, or has raw values of type `Int`, and the encoder encodes the dictionary itself; it cannot for one
    /// whose `encode(to:)` another type calls directly.
    case integerIfPresent
  }
}

/// The order of a map's pairs in a deterministic encoding.
public enum CBORKeyOrder: Sendable, Hashable {
  /// By the bytes of the encoded keys (RFC 8949 §4.2.1). This is the default.
  case bytewise
  /// By the length of the encoded keys, and then by their bytes (RFC 8949 §4.2.3). This is the canonical order of RFC
  /// 7049, which CTAP2, WebAuthn and DAG-CBOR use.
  case lengthFirst
}

extension CBORDecoder {
  /// A strategy for decoding a `Date` from a number without a tag.
  ///
  /// Items in tags 0 and 1 and RFC 3339 text without a tag decode as dates with every strategy except `custom`.
  public enum DateDecodingStrategy: Sendable {
    /// Throws a `DecodingError` for a number without tag 1. This is the default.
    case tagged
    /// Interprets the number as seconds since 1970.
    case secondsSince1970
    /// Interprets the number as milliseconds since 1970.
    case millisecondsSince1970
    /// Calls the function, for items with tags too.
    case custom(@Sendable (_ decoder: any Decoder) throws -> Date)
  }
}
