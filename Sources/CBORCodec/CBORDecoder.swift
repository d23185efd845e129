// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A decoder that creates `Decodable` values from CBOR (RFC 8949).
///
/// ```swift
/// let bytes: [UInt8] = [0xa1, 0x61, 0x61, 0x82, 0x01, 0x02]
/// let lists = try CBORDecoder().decode([String: [Int]].self, from: bytes)   // ["a": [1, 2]]
/// ```
///
/// The decoder returns a value only if the whole message is well-formed and within ``limits``. It accepts indefinite
/// lengths, and integers, lengths and floats of any width. It ignores tags, and keys that a type does not ask for; a
/// dictionary asks for all keys. Whatever lengths a message claims, no allocation is larger than its bytes can fill.
///
/// A dictionary with `Int` keys that another type's `init(from:)` initializes, as in
/// `try [Int: String](from: decoder)`, may lose pairs: of keys with the same number, such as `"1"` and `"01"`, the
/// standard library keeps one. `decoder.singleValueContainer().decode([Int: String].self)` throws an error for them.
///
/// A decoder is a value without mutable state, so several threads can use one at the same time.
public struct CBORDecoder: Sendable {
  /// The strategy for decoding dates from numbers without a tag.
  public var dateDecodingStrategy: DateDecodingStrategy = .tagged
  /// A Boolean value that indicates whether a floating-point number without a fraction decodes as an integer, if the
  /// type can represent it.
  ///
  /// The default is `false`.
  public var acceptsIntegralFloats = false
  /// A Boolean value that indicates whether a key that a type does not ask for is an error.
  ///
  /// By default, the decoder ignores such keys.
  ///
  /// The known keys of a map are those that a keyed container is asked for during decoding, including through
  /// `allKeys`.
  public var rejectsUnknownKeys = false
  /// The `userInfo` of the decoder that `init(from:)` receives.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]
  /// The limits that a message must not exceed.
  public var limits = CBORLimits()
  /// A Boolean value that indicates whether the decoder checks the whole message before it calls any `init(from:)`.
  ///
  /// The default is `false`: the decoder checks a message while it decodes it, so it may call an initializer for the
  /// front of a message that is malformed further on. It never returns that value. Set this option if an initializer
  /// has side effects. It costs another pass over the message.
  public var checksFirst = false

  /// Creates a decoder with default options.
  public init() {}

  /// Decodes a value from a message of one CBOR item.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The message.
  /// - Returns: The value. Time is linear in the message's size, except for sorting the keys of large maps.
  /// - Throws: ``CBORError`` if the message is malformed or exceeds a limit; `DecodingError`, with the byte offset in
  ///   its debug description, if the type cannot be decoded from the message; and any error that an `init(from:)`
  ///   throws.
  public func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try unsafe bytes.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value from a message of one CBOR item in a slice.
  ///
  /// Offsets in errors count from the slice's start.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The message.
  /// - Returns: The value.
  /// - Throws: The same errors as decoding from `[UInt8]`.
  public func decode<Value: Decodable>(_ type: Value.Type, from bytes: ArraySlice<UInt8>) throws -> Value {
    try unsafe bytes.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value from a message of one CBOR item in Foundation's `Data`.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - data: The message.
  /// - Returns: The value.
  /// - Throws: The same errors as decoding from `[UInt8]`.
  public func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    try unsafe data.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value from a message of one CBOR item in memory that the caller owns.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The message. The decoder reads it only during the call; it must not change during the call.
  /// - Returns: The value. It does not refer to `bytes` afterwards.
  /// - Throws: The same errors as decoding from `[UInt8]`.
  public func decode<Value: Decodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
    let traits = KnownType.of(type) == nil ? CodingTraits.of(type) : nil
    if let direct = traits?.decodable, readsInPlace(bytes.count) {
      return try unsafe decode(type, as: direct, from: bytes)
    }
    var end = 0
    return try decode(type, traits, from: unsafe InputBuffer(bytes), Options(self), endingAt: &end)
  }

  private func decode<Value, Direct: CBORDecodable>(
    _ type: Value.Type, as direct: Direct.Type, from bytes: UnsafeRawBufferPointer
  ) throws -> Value {
    known(try unsafe decode(direct, from: bytes), as: type)
  }

  /// Decodes a value from an item.
  ///
  /// - Parameters:
  ///   - traits: The type's traits, if they have been looked up already.
  ///   - end: Set to the offset where the item ends. Returning it in a tuple would be slower: looking up the type of a
  ///     generic tuple at run time takes longer than decoding a small value.
  func decode<Value: Decodable>(
    _ type: Value.Type, _ traits: CodingTraits? = nil, from input: InputBuffer, _ options: Options,
    endingAt end: inout Int
  ) throws -> Value {
    let context = DecodingContext.take()
    let message = context.message
    message.begin(input, options: options)
    let value: Value
    do {
      defer {
        context.detachContainers()
        message.finish()
      }
      do {
        // A CBORValue is read from front to back and may need most of the memory allowed, so the scan records no
        // extents.
        if Value.self == CBORValue.self { try message.scan(keepsExtents: false) }
        if !message.isSequential { try message.scan() }
        value = try context.decode(type, traits, at: 0, level: 0)
        end = try message.complete()
      } catch {
        // If the message is malformed, report that instead.
        try message.scan()
        throw error
      }
    }
    DecodingContext.keep(context)
    return value
  }

  /// Checks that a message is one well-formed item within ``limits``, without decoding it.
  ///
  /// - Parameter bytes: The message.
  /// - Throws: ``CBORError`` for the first fault found.
  public func validate(_ bytes: [UInt8]) throws(CBORError) {
    try unsafe bytes.span.withUnsafeBytes { (bytes) throws(CBORError) in try unsafe validate(bytes) }
  }

  /// Checks that a message in memory that the caller owns is one well-formed item within ``limits``, without decoding
  /// it.
  ///
  /// - Parameter bytes: The message. The decoder reads it only during the call; it must not change during the call.
  /// - Throws: ``CBORError`` for the first fault found.
  public func validate(_ bytes: UnsafeRawBufferPointer) throws(CBORError) {
    var scan = unsafe WellFormednessScan(InputBuffer(bytes), limits: limits)
    try scan.run()
  }
}
