#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

// Types that read themselves, where it is known when the program is compiled that they do. Others are found at run
// time.
extension CBORDecoder {
  /// Whether all options are as they are unless set, and no limit but that on depth can be met by so many bytes.
  @usableFromInline
  func isUsual(_ size: Int) -> Bool {
    isUsual && !checksFirst && limits.cannotBeMet(by: size)
  }

  /// Decodes a value of a type that reads itself from a message of one CBOR item.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The message.
  /// - Returns: The value. Time is linear in the message's size, except for sorting unknown keys of large maps.
  /// - Throws: The same as decoding a type that is only `Decodable`.
  @inlinable
  public func decode<Value: CBORDecodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try unsafe bytes.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value of a type that reads itself from a message of one CBOR item in a slice.
  ///
  /// Offsets in errors count from its start.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The message.
  /// - Returns: The value.
  /// - Throws: The same as decoding from `[UInt8]`.
  @inlinable
  public func decode<Value: CBORDecodable>(_ type: Value.Type, from bytes: ArraySlice<UInt8>) throws -> Value {
    try unsafe bytes.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value of a type that reads itself from a message of one CBOR item in Foundation's `Data`.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - data: The message.
  /// - Returns: The value.
  /// - Throws: The same as decoding from `[UInt8]`.
  public func decode<Value: CBORDecodable>(_ type: Value.Type, from data: Data) throws -> Value {
    try unsafe data.withUnsafeBytes { try unsafe decode(type, from: $0) }
  }

  /// Decodes a value of a type that reads itself from a message of one CBOR item in memory of another owner.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The message. It is read during the call only, and must not change in that time.
  /// - Returns: The value, which holds copies of what it needs.
  /// - Throws: The same as decoding from `[UInt8]`.
  @inlinable
  public func decode<Value: CBORDecodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
    guard let base = bytes.baseAddress, isUsual(bytes.count) else {
      return try unsafe decodeByContainers(type, from: bytes)
    }
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
