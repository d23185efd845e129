extension CBORDecoder {
  /// Decodes the values of a sequence of items (RFC 8742) that is there as a whole.
  ///
  /// - Parameters:
  ///   - type: The type of each value.
  ///   - bytes: The items, one after the other; none at all is a sequence too.
  /// - Returns: The values. Time is linear in the number of bytes, as that of each value is.
  /// - Throws: The same as decoding each of them; the offset of a ``CBORError`` counts from the start of the sequence.
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
  ///   - chunks: The bytes, cut anywhere.
  /// - Returns: The values, decoded as they arrive.
  public func items<Value: Decodable, Chunks: AsyncSequence>(
    _ type: Value.Type, from chunks: Chunks
  ) -> CBORItems<Value, Chunks> where Chunks.Element == [UInt8] {
    CBORItems(decoder: self, chunks: chunks)
  }
}

extension CBOREncoder {
  /// Encodes values as a sequence of items (RFC 8742).
  ///
  /// - Parameter values: The values.
  /// - Returns: Their items, one after the other.
  /// - Throws: The same as encoding each of them.
  public func encodeSequence<Values: Sequence>(_ values: Values) throws -> [UInt8] where Values.Element: Encodable {
    var bytes: [UInt8] = []
    for value in values { bytes += try encode(value) as [UInt8] }
    return bytes
  }
}
