// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Encodes and decodes plain values as their memory.
package enum PlainBytes {
  /// Returns the bytes of `value`, in which every `Bool` is 0 or 1.
  ///
  /// - Throws: ``PlainDataError`` if the type is not plain.
  package static func encode<Value>(_ value: Value) throws -> [UInt8] {
    try withBytes(of: value, described: PayloadType.of(Value.self)) { unsafe $0.withUnsafeBytes { unsafe Array($0) } }
  }

  /// Returns the value with the given bytes.
  ///
  /// - Throws: As ``decode(_:described:from:)``.
  package static func decode<Value>(_ type: Value.Type, _ bytes: [UInt8]) throws(PlainDataError) -> Value {
    try unsafe decode(type, described: PayloadType.of(type), from: bytes.span.bytes)
  }

  /// Calls `body` with the bytes of `value`, in which every `Bool` is 0 or 1; they are valid until `body` returns.
  ///
  /// - Throws: ``PlainDataError`` if the type is not plain, and whatever `body` throws.
  static func withBytes<Value, Result>(
    of value: Value, described type: PayloadType, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    if let refusal = type.refusal { throw refusal }
    return try unsafe withUnsafeBytes(of: value) { memory in
      let memory = unsafe UnsafeRawBufferPointer(rebasing: memory.prefix(type.size))
      guard type.bools.isEmpty else { return try unsafe withCleanCopy(of: memory, bools: type.bools, body) }
      return try body(unsafe memory.bytes)
    }
  }

  private static func withCleanCopy<Result>(
    of memory: UnsafeRawBufferPointer, bools: [Int], _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    try unsafe withUnsafeTemporaryAllocation(byteCount: memory.count, alignment: 16) { copy in
      unsafe copy.copyMemory(from: memory)
      for offset in bools { unsafe copy[offset] &= 1 }
      return try body(unsafe UnsafeRawBufferPointer(copy).bytes)
    }
  }

  /// Returns the value with the given bytes.
  ///
  /// - Throws: An error if the type is not plain, the number of bytes is not its size, or a `Bool` is neither 0 nor 1.
  static func decode<Value>(_: Value.Type, described type: PayloadType, from bytes: RawSpan) throws(PlainDataError)
    -> Value
  {
    if let refusal = type.refusal { throw refusal }
    guard bytes.byteCount == type.size else {
      throw .wrongSize(bytes.byteCount, for: Value.self, expected: type.size)
    }
    for offset in type.bools {
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      guard byte <= 1 else {
        throw PlainDataError(
          description: "the byte at offset \(offset) is \(byte); a Bool of \(TypeName.of(Value.self)) must be 0 or 1")
      }
    }
    // The number of bytes is that of a value, and any bytes form a value of a plain type once its Bools are checked.
    return unsafe bytes.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress, Int(bitPattern: base) & (MemoryLayout<Value>.alignment - 1) == 0 {
        return unsafe base.load(as: Value.self)
      }
      return unsafe loadUnaligned(bytes)
    }
  }

  // A separate function, since unspecialized code looks up its generic types even on a branch that is not taken.
  @inline(never)
  private static func loadUnaligned<Value>(_ bytes: UnsafeRawBufferPointer) -> Value {
    unsafe withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { memory in
      unsafe UnsafeMutableRawBufferPointer(memory).copyMemory(from: bytes)
      return unsafe memory[0]
    }
  }
}
