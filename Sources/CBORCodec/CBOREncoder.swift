// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An encoder that creates CBOR (RFC 8949) from `Encodable` values.
///
/// ```swift
/// let bytes = try CBOREncoder().encode(["a": [1, 2]])   // a1 61 61 82 01 02
/// ```
///
/// By default, integers, lengths and floats take the fewest bytes that hold them (preferred serialization, RFC 8949
/// §4.1), and lengths are definite. Pairs have the order in which they are encoded, or are sorted if ``deterministic``
/// is set. `[UInt8]` and `Data` become byte strings; `UUID`, `URL`, `Decimal` and `Date` carry their tags.
///
/// An encoder is a value without mutable state, so several threads can use one at the same time.
public struct CBOREncoder: Sendable {
  /// The strategy for encoding dates.
  public var dateEncodingStrategy: DateEncodingStrategy = .epochTag
  /// The width of encoded floating-point numbers.
  public var floatEncoding: FloatEncoding = .shortest
  /// The strategy for encoding coding keys.
  public var keyEncoding: KeyEncoding = .text
  /// A Boolean value that indicates whether the encoding is deterministic (RFC 8949 §4.2.1): the encoder sorts the
  /// pairs of each map by their encoded keys, and writes floats in their shortest form, whatever ``floatEncoding``
  /// says.
  ///
  /// Equal values have equal bytes if their parts do. Swift's `0.0` equals `-0.0`, and a `String` equals its other
  /// Unicode forms, but each is written as it is; a `Set` of them has the bytes of the one that was inserted.
  ///
  /// It also sorts the elements of a `Set`, and the pairs of a dictionary whose keys are not coding keys, by their
  /// encodings, if it encodes the collection itself; not those of one whose `encode(to:)` another type calls directly.
  /// The mantissa of a `Decimal` loses its factors of ten. The bignums of a ``CBORValue`` lose leading zeros, and their
  /// tag if 64 bits are enough. ``CBORRawItem`` is written unchanged.
  ///
  /// The default is `false`. It costs another pass over the message.
  public var deterministic: Bool = false
  /// The order of a map's pairs if ``deterministic`` is set.
  public var keyOrder: CBORKeyOrder = .bytewise
  /// The `userInfo` of the encoder that `encode(to:)` receives.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]
  /// The limits of the encoder, which uses only ``CBORLimits/nestingDepth``.
  public var limits = CBORLimits()

  /// Creates an encoder with default options.
  public init() {}

  /// Encodes a value as one CBOR item.
  ///
  /// - Parameter value: The value to encode.
  /// - Returns: The item's bytes. Time is linear in their number.
  /// - Throws: `EncodingError.invalidValue` if a value cannot be represented in CBOR, encodes nothing, contains itself
  ///   or is nested too deeply; and any error that an `encode(to:)` throws.
  public func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
    if usesDefaults, let direct = CodingTraits.directEncoding(of: Value.self) { return try encode(value, as: direct) }
    return try encodeByContainers(value)
  }

  /// Encodes a value as one CBOR item in Foundation's `Data`.
  ///
  /// - Parameter value: The value to encode.
  /// - Returns: The item's bytes. Time is linear in their number.
  /// - Throws: The same errors as encoding to `[UInt8]`.
  @_disfavoredOverload
  public func encode<Value: Encodable>(_ value: Value) throws -> Data {
    try write(value) { storage in try unsafe storage.withMessage { unsafe Data($0) } }
  }

  /// Encodes a value into a storage, and returns the result of calling `body` with it.
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
  /// The encoder's options, as one call uses them.
  struct Options {
    let dateEncodingStrategy: DateEncodingStrategy
    let floatEncoding: FloatEncoding
    let keyEncoding: KeyEncoding
    let deterministic: Bool
    let keyOrder: CBORKeyOrder
    let userInfo: [CodingUserInfoKey: Any]
    let limits: CBORLimits
    /// A Boolean value that indicates whether the options hold no values of the caller.
    let isPlain: Bool
    /// A Boolean value that indicates whether types that conform to ``CBOREncodable`` encode without containers.
    let usesDefaults: Bool

    init(_ encoder: CBOREncoder) {
      dateEncodingStrategy = encoder.dateEncodingStrategy
      floatEncoding = encoder.deterministic ? .shortest : encoder.floatEncoding
      keyEncoding = encoder.keyEncoding
      deterministic = encoder.deterministic
      keyOrder = encoder.keyOrder
      userInfo = encoder.userInfo.isEmpty ? [:] : encoder.userInfo.mapValues { $0 }
      limits = encoder.limits
      if case .custom = dateEncodingStrategy { isPlain = false } else { isPlain = encoder.userInfo.isEmpty }
      usesDefaults = encoder.usesDefaults
    }

    /// The maximum number of `encode(to:)` calls that may be nested.
    ///
    /// It exceeds the nesting depth, since a nested value may add no level to the message, as in an optional. The
    /// margin is small, so that a type that only wraps itself is stopped about as early as any other.
    var levelLimit: Int { limits.levelLimit }
  }
}

extension CBORLimits {
  @inlinable @inline(__always)
  var levelLimit: Int { Self.levelLimit(nestingDepth) }

  @inlinable @inline(__always)
  static func levelLimit(_ depth: Int) -> Int {
    // More levels fit into no stack, and without a bound the sum could overflow.
    let depth = min(depth, 1 << 30)
    return depth &+ depth &>> 1 &+ 16
  }
}
