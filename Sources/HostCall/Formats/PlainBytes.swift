/// Plain values to their bytes and back.
enum PlainBytes {
  /// The bytes of `value`, of which every `Bool` is 0 or 1.
  ///
  /// - Throws: If the type is not plain.
  static func encode(_ value: Any) throws(PlainDataError) -> [UInt8] {
    let layout = try PlainLayout.of(type(of: value))
    guard let value = value as? any PlainData else { throw PlainDataError(description: "it is not PlainData") }
    var bytes = copyOut(value, layout.size)
    for offset in layout.bools { bytes[offset] &= 1 }
    return bytes
  }

  /// The value that `bytes` are.
  ///
  /// - Throws: If the type is not plain, their number is not exact, or a `Bool` is neither 0 nor 1.
  static func decode<Value>(_ type: Value.Type, _ bytes: [UInt8]) throws(PlainDataError) -> Value {
    let layout = try PlainLayout.of(type)
    guard bytes.count == layout.size else {
      throw PlainDataError(description: "there are \(bytes.count) raw bytes; \(type) has exactly \(layout.size)")
    }
    for offset in layout.bools where bytes[offset] > 1 {
      throw PlainDataError(
        description: "the byte at offset \(offset) is \(bytes[offset]); a Bool of \(type) there is 0 or 1")
    }
    guard let plain = type as? any PlainData.Type, let value = copyIn(plain, bytes) as? Value else {
      throw PlainDataError(description: "\(type) is not PlainData")
    }
    return value
  }

  private static func copyOut<Value: PlainData>(_ value: Value, _ size: Int) -> [UInt8] {
    unsafe withUnsafeBytes(of: value) { memory in unsafe Array(memory.prefix(size)) }
  }

  private static func copyIn<Value: PlainData>(_ type: Value.Type, _ bytes: [UInt8]) -> Value {
    unsafe withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { memory in
      // Exactly as many bytes as a value has, which has been checked; and the layout vouches that any bytes are a value.
      unsafe UnsafeMutableRawBufferPointer(memory).copyBytes(from: bytes)
      return unsafe memory[0]
    }
  }
}
