#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

// Reading the items of a sequence (RFC 8742) one after the other:
//
//   var rest = bytes[...]
//   while !rest.isEmpty {
//     let (event, count) = try decoder.decodePrefix(Event.self, from: rest)
//     rest = rest.dropFirst(count)
//   }
extension CBORDecoder {
  /// Decodes a value from the item that some bytes start with, whatever follows it.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The item and any bytes after it.
  /// - Returns: The value, and how many bytes its item takes. Time depends on the item's size only.
  /// - Throws: The same as decoding from `[UInt8]`. ``CBORLimits/messageSize`` bounds the item,
  ///   ``CBORLimits/rejectsTrailingBytes`` does not matter.
  public func decodePrefix<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws
    -> (value: Value, count: Int)
  {
    try unsafe bytes.withUnsafeBytes { try unsafe decodePrefix(type, from: $0) }
  }

  /// Decodes a value from the item that a slice starts with.
  ///
  /// Offsets in errors count from the slice's start.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The item and any bytes after it.
  /// - Returns: The value, and how many bytes its item takes.
  /// - Throws: The same as decoding a prefix from `[UInt8]`.
  public func decodePrefix<Value: Decodable>(_ type: Value.Type, from bytes: ArraySlice<UInt8>) throws
    -> (value: Value, count: Int)
  {
    try unsafe bytes.withUnsafeBytes { try unsafe decodePrefix(type, from: $0) }
  }

  /// Decodes a value from the item that Foundation's `Data` starts with.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - data: The item and any bytes after it.
  /// - Returns: The value, and how many bytes its item takes.
  /// - Throws: The same as decoding a prefix from `[UInt8]`.
  public func decodePrefix<Value: Decodable>(_ type: Value.Type, from data: Data) throws
    -> (value: Value, count: Int)
  {
    try unsafe data.withUnsafeBytes { try unsafe decodePrefix(type, from: $0) }
  }

  /// Decodes a value from the item that memory starts with, which somebody else owns.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - bytes: The item and any bytes after it. Read during the call only; nobody may change them meanwhile.
  /// - Returns: The value, which holds copies of what it needs, and how many bytes its item takes.
  /// - Throws: The same as decoding a prefix from `[UInt8]`.
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
