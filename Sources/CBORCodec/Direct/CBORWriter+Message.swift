// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORWriter {
  /// Returns the complete message.
  ///
  /// - Throws: `EncodingError` if the message is not exactly one item.
  @inlinable @inline(__always)
  mutating func array(of value: some CBOREncodable) throws -> [UInt8] {
    if pending != 0 || isTagEmpty { try refuse(value) }
    if storage == nil {
      let bytes = unsafe output.base.assumingMemoryBound(to: UInt8.self)
      return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: output.count))
    }
    return try joined { try $0.array() }
  }

  /// Calls `body` with the complete message.
  ///
  /// - Throws: `EncodingError` if the message is not exactly one item.
  @inlinable @inline(__always)
  mutating func withMessage<Result>(
    of value: some CBOREncodable, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    if pending != 0 || isTagEmpty { try refuse(value) }
    if storage == nil {
      return try unsafe body(UnsafeRawBufferPointer(start: output.base, count: output.count).bytes)
    }
    return try joined { storage in try unsafe storage.withMessage { try unsafe body($0.bytes) } }
  }

  @usableFromInline
  mutating func joined<Result>(_ body: (EncodingStorage) throws -> Result) throws -> Result {
    let storage = begun()
    // The value that caused it was left out, but a container cannot be left out silently.
    if let failure = storage.session.failure { throw failure }
    self.storage = nil
    let result: Result
    do {
      swap(&output, &storage.output)
      // An encoder or a container may outlive the message, and its storage must not refer to borrowed memory.
      defer { swap(&output, &storage.output) }
      storage.popFrame()
      result = try body(storage)
    }
    EncodingStorage.keep(storage)
    return result
  }
}
