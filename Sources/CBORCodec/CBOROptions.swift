#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension CBOREncoder {
  /// How a `Date` is written.
  public enum DateEncodingStrategy: Sendable {
    /// Tag 1 around the seconds since 1970 (RFC 8949 §3.4.2): an integer if they are whole, else a float.
    /// What is used unless set.
    case epochTag
    /// Tag 0 around RFC 3339 text (RFC 8949 §3.4.1), in UTC, with milliseconds unless they are zero.
    /// Only for the years 0 to 9999: any other date is an `EncodingError`.
    case iso8601
    /// The seconds since 1970 as a number without a tag.
    case secondsSince1970
    /// The milliseconds since 1970 as a number without a tag.
    case millisecondsSince1970
    /// Whatever the function writes; an empty map if it writes nothing.
    case custom(@Sendable (_ date: Date, _ encoder: any Encoder) throws -> Void)
  }

  /// How wide a floating-point number is written.
  public enum FloatEncoding: Sendable, Hashable {
    /// In the fewest bytes that keep its value (RFC 8949 §4.1): 1.5 takes three, as a `Double` too. What is
    /// used unless set.
    case shortest
    /// In the width of its Swift type. NaN is `f97e00` even so.
    case declaredWidth
  }

  /// How a `CodingKey` is written.
  public enum KeyEncoding: Sendable, Hashable {
    /// As text, its `stringValue`. What is used unless set.
    case text
    /// As an integer, its `intValue`, if it has one, else as text. A dictionary's keys are text unless they are `Int`,
    /// or raw values of `Int`, and the encoder gets the dictionary itself and not in a type that passes an encoder on
    /// to it.
    case integerIfPresent
  }
}

/// In which order the pairs of a map stand in a deterministic encoding.
public enum CBORKeyOrder: Sendable, Hashable {
  /// By the bytes of their encoded keys (RFC 8949 §4.2.1). What is used unless set.
  case bytewise
  /// By the length of their encoded keys, and by the bytes of those that are as long (RFC 8949 §4.2.3): the canonical
  /// order of RFC 7049, which CTAP2, WebAuthn and DAG-CBOR have kept.
  case lengthFirst
}

extension CBORDecoder {
  /// How a number without a tag becomes a `Date`.
  ///
  /// Tags 0 and 1 say themselves what they hold and decode whatever the strategy, and so does RFC 3339 text
  /// without a tag; `custom` alone replaces that.
  public enum DateDecodingStrategy: Sendable {
    /// It does not: a number without tag 1 is a `DecodingError`. What is used unless set.
    case tagged
    /// As seconds since 1970.
    case secondsSince1970
    /// As milliseconds since 1970.
    case millisecondsSince1970
    /// As the function reads it, tags included.
    case custom(@Sendable (_ decoder: any Decoder) throws -> Date)
  }
}
