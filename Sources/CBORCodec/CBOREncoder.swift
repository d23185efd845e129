#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Turns `Encodable` values into CBOR (RFC 8949).
///
/// ```swift
/// let bytes = try CBOREncoder().encode(["a": [1, 2]])   // a1 61 61 82 01 02
/// ```
///
/// Integers, lengths and, unless asked otherwise, floats take the fewest bytes that hold them (preferred
/// serialization, RFC 8949 §4.1), lengths are definite, and pairs stand in the order in which they were
/// encoded, or sorted where ``deterministic`` asks for it.
/// `[UInt8]` and `Data` are byte strings, `UUID`, `URL`, `Decimal` and `Date` carry their tags.
///
/// An encoder is a value without state: one may be used from many threads at once.
public struct CBOREncoder: Sendable {
  /// How dates are written.
  public var dateEncodingStrategy: DateEncodingStrategy = .epochTag
  /// How wide floating-point numbers are written.
  public var floatEncoding: FloatEncoding = .shortest
  /// How coding keys are written.
  public var keyEncoding: KeyEncoding = .text
  /// Whether equal values always give equal bytes (RFC 8949 §4.2.1): the pairs of each map are sorted by the bytes of
  /// their encoded keys, and floats are shortest whatever ``floatEncoding`` says.
  ///
  /// Of a `Set`, and of a dictionary whose keys are no coding keys, the elements are sorted by their encodings as well,
  /// if the encoder gets them themselves and not in a type that passes an encoder on to them. The bignums of a
  /// ``CBORValue`` lose leading zeros, and the tag if 64 bits are enough. ``CBORRawItem`` is written as it is.
  ///
  /// Off unless set; costs another pass over the message.
  public var deterministic: Bool = false
  /// In which order the pairs of a map are sorted, where ``deterministic`` asks for it.
  public var keyOrder: CBORKeyOrder = .bytewise
  /// What `encode(to:)` finds as its encoder's `userInfo`.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]
  /// What bounds the encoder: ``CBORLimits/nestingDepth``, and no other limit.
  public var limits = CBORLimits()

  /// An encoder with the options as they are unless set.
  public init() {}

  /// Encodes a value as one CBOR item.
  ///
  /// - Parameter value: What to encode.
  /// - Returns: The item's bytes. Encoding is linear in their number.
  /// - Throws: `EncodingError.invalidValue` if a value has no form in CBOR, encodes nothing at all, contains
  ///   itself or is nested too deep; and whatever an `encode(to:)` throws.
  public func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
    try write(value) { try $0.array() }
  }

  /// Encodes a value as one CBOR item, where Foundation's `Data` is asked for.
  ///
  /// - Parameter value: What to encode.
  /// - Returns: The item's bytes. Encoding is linear in their number.
  /// - Throws: The same as encoding to `[UInt8]`.
  @_disfavoredOverload
  public func encode<Value: Encodable>(_ value: Value) throws -> Data {
    try write(value) { storage in try unsafe storage.withMessage { unsafe Data($0) } }
  }

  /// Writes a value into a storage, and has `body` read the message.
  func write<Value: Encodable, Result>(
    _ value: Value, _ body: (EncodingStorage) throws -> Result
  ) throws -> Result {
    let storage = EncodingStorage.take(Options(self))
    try storage.encodeRoot(value)
    let result = try body(storage)
    EncodingStorage.keep(storage)
    return result
  }
}

extension CBOREncoder {
  /// The encoder's options as one call sees them.
  struct Options {
    let dateEncodingStrategy: DateEncodingStrategy
    let floatEncoding: FloatEncoding
    let keyEncoding: KeyEncoding
    let deterministic: Bool
    let keyOrder: CBORKeyOrder
    let userInfo: [CodingUserInfoKey: Any]
    let limits: CBORLimits
    /// Whether they hold nothing of the caller's.
    let isPlain: Bool
    /// Whether a type that writes itself does.
    let isUsual: Bool

    init(_ encoder: CBOREncoder) {
      dateEncodingStrategy = encoder.dateEncodingStrategy
      floatEncoding = encoder.deterministic ? .shortest : encoder.floatEncoding
      keyEncoding = encoder.keyEncoding
      deterministic = encoder.deterministic
      keyOrder = encoder.keyOrder
      userInfo = encoder.userInfo.isEmpty ? [:] : encoder.userInfo.mapValues { $0 }
      limits = encoder.limits
      if case .custom = dateEncodingStrategy { isPlain = false } else { isPlain = encoder.userInfo.isEmpty }
      isUsual = encoder.isUsual
    }

    /// How many values may be written inside each other.
    ///
    /// That is more than the depth, since a value may be in another and add no level to the message, as in an
    /// optional; but not so many more that a value that only wraps itself gets further than others.
    var levelLimit: Int { limits.levelLimit }
  }
}

extension CBORLimits {
  var levelLimit: Int { Self.levelLimit(nestingDepth) }

  @inlinable
  static func levelLimit(_ depth: Int) -> Int {
    let (limit, overflow) = depth.addingReportingOverflow(depth / 2 + 16)
    return overflow ? .max : limit
  }
}
