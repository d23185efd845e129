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
  /// Off unless set; costs another pass over the message.
  public var deterministic: Bool = false
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
    try withMessage(of: value) { $0.array() }
  }

  /// Encodes a value as one CBOR item, where Foundation's `Data` is asked for.
  ///
  /// - Parameter value: What to encode.
  /// - Returns: The item's bytes. Encoding is linear in their number.
  /// - Throws: The same as encoding to `[UInt8]`.
  @_disfavoredOverload
  public func encode<Value: Encodable>(_ value: Value) throws -> Data {
    try withMessage(of: value) { message in unsafe message.withBytes { unsafe Data($0) } }
  }

  /// Encodes a value as one CBOR item, for who has no need of an array: `body` reads the item where it was written.
  ///
  /// - Throws: The same as encoding to `[UInt8]`.
  package func withEncoded<Value: Encodable, Result>(
    _ value: Value, _ body: (RawSpan) -> Result
  ) throws -> Result {
    try withMessage(of: value) { message in unsafe message.withBytes { unsafe body($0.bytes) } }
  }

  private func withMessage<Value: Encodable, Result>(
    of value: Value, _ body: (borrowing OutputBuffer) -> Result
  ) throws -> Result {
    let storage = EncodingStorage.take(Options(self))
    try storage.encodeRoot(value)
    if !deterministic, storage.splices.isEmpty {
      let result = body(storage.output)
      EncodingStorage.keep(storage)
      return result
    }
    var message = storage.takeMessage()
    if deterministic { try DeterministicOrder.sort(&message) }
    return body(message)
  }
}

extension CBOREncoder {
  /// The encoder's options as one call sees them.
  struct Options {
    let dateEncodingStrategy: DateEncodingStrategy
    let floatEncoding: FloatEncoding
    let keyEncoding: KeyEncoding
    let userInfo: [CodingUserInfoKey: Any]
    let limits: CBORLimits

    /// Whether they hold nothing of the caller's.
    var isPlain: Bool {
      if case .custom = dateEncodingStrategy { return false }
      return userInfo.isEmpty
    }

    init(_ encoder: CBOREncoder) {
      dateEncodingStrategy = encoder.dateEncodingStrategy
      floatEncoding = encoder.deterministic ? .shortest : encoder.floatEncoding
      keyEncoding = encoder.keyEncoding
      userInfo = encoder.userInfo.isEmpty ? [:] : encoder.userInfo.mapValues { $0 }
      limits = encoder.limits
    }
  }
}
