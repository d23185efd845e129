// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORDecoder {
  /// Decodes the values of a complete sequence of items (RFC 8742).
  ///
  /// - Parameters:
  ///   - type: The type of each value.
  ///   - bytes: The items, one after another. The sequence may be empty.
  /// - Returns: The values. Time is linear in the number of bytes, if decoding each value is.
  /// - Throws: The same errors as decoding each item. The offset of a ``CBORError`` is relative to the start of the
  ///   sequence.
  public func decodeSequence<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> [Value] {
    var values: [Value] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      do {
        let (value, count) = try decodePrefix(type, from: rest)
        values.append(value)
        rest = rest.dropFirst(count)
      } catch var error as CBORError {
        error.offset += rest.startIndex
        throw error
      }
    }
    return values
  }

  /// Decodes the values of a sequence of items (RFC 8742) whose bytes arrive in chunks.
  ///
  /// - Parameters:
  ///   - type: The type of each value.
  ///   - chunks: The bytes, split at any positions.
  /// - Returns: An asynchronous sequence of the values, which decodes each when its bytes have arrived.
  public func items<Value: Decodable, Chunks: AsyncSequence>(
    _ type: Value.Type, from chunks: Chunks
  ) -> CBORItems<Value, Chunks> where Chunks.Element == [UInt8] {
    CBORItems(decoder: self, chunks: chunks)
  }
}
