// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// The overloads for types that are statically known to conform to CBORDecodable. Other conforming types are found at
// run time.
extension CBORDecoder {
  /// Returns a Boolean value that indicates whether all options have their defaults and a message of `size` bytes can
  /// exceed no limit except the one on depth.
  @usableFromInline
  func readsInPlace(_ size: Int) -> Bool {
    usesDefaults && !checksFirst && limits.cannotBeExceeded(bySize: size)
  }

  /// Decodes a value of a type that conforms to ``CBORDecodable`` from a message of one CBOR item.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The message.
  /// - Returns: The value. Time is linear in the message's size, except for sorting unknown keys of large maps.
  /// - Throws: The same errors as decoding a type that is only `Decodable`.
  @inlinable
  public func decode<Value: CBORDecodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try unsafe bytes.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value of a type that conforms to ``CBORDecodable`` from a message of one CBOR item in a slice.
  ///
  /// Offsets in errors count from the slice's start.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The message.
  /// - Returns: The value.
  /// - Throws: The same errors as decoding from `[UInt8]`.
  @inlinable
  public func decode<Value: CBORDecodable>(_ type: Value.Type, from bytes: ArraySlice<UInt8>) throws -> Value {
    try unsafe bytes.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value of a type that conforms to ``CBORDecodable`` from a message of one CBOR item in Foundation's
  /// `Data`.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - data: The message.
  /// - Returns: The value.
  /// - Throws: The same errors as decoding from `[UInt8]`.
  public func decode<Value: CBORDecodable>(_ type: Value.Type, from data: Data) throws -> Value {
    try unsafe data.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value of a type that conforms to ``CBORDecodable`` from a message of one CBOR item in memory that the
  /// caller owns.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The message. The decoder reads it only during the call; it must not change during the call.
  /// - Returns: The value. It does not refer to `bytes` afterwards.
  /// - Throws: The same errors as decoding from `[UInt8]`.
  @inlinable
  public func decode<Value: CBORDecodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
    guard let base = bytes.baseAddress, readsInPlace(bytes.count) else {
      return try unsafe decodeByContainers(type, from: bytes)
    }
    return try unsafe Self.decodeInPlace(type, from: bytes, base: base, limits: limits)
  }

  /// Decodes a message that is not empty and may be read in place.
  @inlinable @inline(__always)
  static func decodeInPlace<Value: CBORDecodable>(
    _ type: Value.Type, from bytes: UnsafeRawBufferPointer, base: UnsafeRawPointer, limits: CBORLimits
  ) throws -> Value {
    var reader = unsafe CBORReader(bytes, base: base, limits: limits)
    do {
      let value = try type.init(from: &reader)
      if !reader.isComplete { try reader.finish() }
      return value
    } catch {
      throw reader.failure(after: error)
    }
  }

  @usableFromInline
  func decodeByContainers<Value: Decodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
    var end = 0
    return try decode(type, from: unsafe InputBuffer(bytes), Options(self), endingAt: &end)
  }
}
