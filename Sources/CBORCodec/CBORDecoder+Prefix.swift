// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// Decodes the items of a sequence (RFC 8742) one after another:
//
//   var rest = bytes[...]
//   while !rest.isEmpty {
//     let (event, count) = try decoder.decodePrefix(Event.self, from: rest)
//     rest = rest.dropFirst(count)
//   }
extension CBORDecoder {
  /// Decodes a value from the first item in a byte array, and ignores the bytes after it.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The item and any bytes after it.
  /// - Returns: The value, and the number of bytes in its item. Time depends only on the item's size.
  /// - Throws: The same errors as decoding from `[UInt8]`. ``CBORLimits/messageSize`` applies to the item;
  ///   ``CBORLimits/rejectsTrailingBytes`` has no effect.
  public func decodePrefix<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws
    -> (value: Value, count: Int)
  {
    try unsafe bytes.withUnsafeBytes { try unsafe decodePrefix(type, from: $0) }
  }

  /// Decodes a value from the first item in a slice, and ignores the bytes after it.
  ///
  /// Offsets in errors count from the slice's start.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The item and any bytes after it.
  /// - Returns: The value, and the number of bytes in its item.
  /// - Throws: The same errors as decoding a prefix from `[UInt8]`.
  public func decodePrefix<Value: Decodable>(_ type: Value.Type, from bytes: ArraySlice<UInt8>) throws
    -> (value: Value, count: Int)
  {
    try unsafe bytes.withUnsafeBytes { try unsafe decodePrefix(type, from: $0) }
  }

  /// Decodes a value from the first item in Foundation's `Data`, and ignores the bytes after it.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - data: The item and any bytes after it.
  /// - Returns: The value, and the number of bytes in its item.
  /// - Throws: The same errors as decoding a prefix from `[UInt8]`.
  public func decodePrefix<Value: Decodable>(_ type: Value.Type, from data: Data) throws
    -> (value: Value, count: Int)
  {
    try unsafe data.withUnsafeBytes { try unsafe decodePrefix(type, from: $0) }
  }

  /// Decodes a value from the first item in memory that the caller owns, and ignores the bytes after it.
  ///
  /// - Parameters:
  ///   - type: The type to decode.
  ///   - bytes: The item and any bytes after it. The decoder reads them only during the call; they must not change
  ///     during the call.
  /// - Returns: The value, which does not refer to `bytes` afterwards, and the number of bytes in its item.
  /// - Throws: The same errors as decoding a prefix from `[UInt8]`.
  public func decodePrefix<Value: Decodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws
    -> (value: Value, count: Int)
  {
    let input = unsafe InputBuffer(bytes).prefix(max(0, limits.messageSize))
    var end = 0
    let value = try decode(
      type, from: input, Options(self, extent: .prefix(isCut: input.count < bytes.count)), endingAt: &end)
    return (value, end)
  }
}
