// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// The overloads for types that are statically known to conform to CBOREncodable. Other conforming types are found at
// run time.
extension CBOREncoder {
  /// A Boolean value that indicates whether all options except the limits have their defaults.
  @inlinable var usesDefaults: Bool {
    guard case .epochTag = dateEncodingStrategy, floatEncoding == .shortest, keyEncoding == .text, !deterministic else {
      return false
    }
    return userInfo.isEmpty
  }

  /// The number of bytes of a message that are written to the stack before the writer allocates memory.
  @usableFromInline static var stackCapacity: Int {
    @inlinable @inline(__always) get { 1024 }
  }

  /// Encodes a value of a type that conforms to ``CBOREncodable`` as one CBOR item.
  ///
  /// - Parameter value: The value to encode.
  /// - Returns: The item's bytes. Time is linear in their number.
  /// - Throws: The same errors as encoding a value that is only `Encodable`.
  @inlinable
  public func encode<Value: CBOREncodable>(_ value: Value) throws -> [UInt8] {
    guard usesDefaults else { return try encodeByContainers(value) }
    return try Self.write(value, limits) { try $0.array(of: value) }
  }

  /// Writes a value to the stack, as far as it has room, and calls a closure with the writer.
  @inlinable @inline(__always)
  static func write<Value: CBOREncodable, Result>(
    _ value: Value, _ limits: CBORLimits, _ body: (inout CBORWriter) throws -> Result
  ) throws -> Result {
    try unsafe withUnsafeTemporaryAllocation(byteCount: stackCapacity, alignment: 16) { memory in
      var writer = unsafe CBORWriter(borrowed: memory, base: memory.baseAddress!, limits: limits)
      try value.encode(to: &writer)
      return try body(&writer)
    }
  }

  /// Encodes a value of a type that conforms to ``CBOREncodable`` as one CBOR item in Foundation's `Data`.
  ///
  /// - Parameter value: The value to encode.
  /// - Returns: The item's bytes. Time is linear in their number.
  /// - Throws: The same errors as encoding to `[UInt8]`.
  @_disfavoredOverload
  public func encode<Value: CBOREncodable>(_ value: Value) throws -> Data {
    try withEncoded(value) { bytes in unsafe bytes.withUnsafeBytes { unsafe Data($0) } }
  }

  /// Encodes a value of a type that conforms to ``CBOREncodable``, and calls a closure with the encoded bytes in place.
  ///
  /// Encoding a message of up to a kilobyte allocates no memory.
  ///
  /// - Parameters:
  ///   - value: The value to encode.
  ///   - body: A closure that reads the item's bytes, which are valid only during its call.
  /// - Returns: The result of `body`.
  /// - Throws: The same errors as encoding to `[UInt8]`, and any error that `body` throws.
  @inlinable
  public func withEncoded<Value: CBOREncodable, Result>(
    _ value: Value, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    guard usesDefaults else { return try withEncodedByContainers(value, body) }
    return try Self.write(value, limits) { try $0.withMessage(of: value, body) }
  }

  /// Encodes a value, and calls a closure with the encoded bytes in place.
  ///
  /// - Parameters:
  ///   - value: The value to encode.
  ///   - body: A closure that reads the item's bytes, which are valid only during its call.
  /// - Returns: The result of `body`.
  /// - Throws: The same errors as encoding to `[UInt8]`, and any error that `body` throws.
  public func withEncoded<Value: Encodable, Result>(
    _ value: Value, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    if usesDefaults, let direct = CodingTraits.directEncoding(of: Value.self) {
      return try withEncoded(value, as: direct, body)
    }
    return try withEncodedByContainers(value, body)
  }

  private func withEncoded<Value, Direct: CBOREncodable, Result>(
    _ value: Value, as type: Direct.Type, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    try withEncoded(known(value, as: type), body)
  }

  @usableFromInline
  func withEncodedByContainers<Value: Encodable, Result>(
    _ value: Value, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    try write(value) { storage in try unsafe storage.withMessage { try unsafe body($0.bytes) } }
  }

  func encode<Value, Direct: CBOREncodable>(_ value: Value, as type: Direct.Type) throws -> [UInt8] {
    try encode(known(value, as: type))
  }

  @usableFromInline
  func encodeByContainers<Value: Encodable>(_ value: Value) throws -> [UInt8] { try write(value) { try $0.array() } }
}
