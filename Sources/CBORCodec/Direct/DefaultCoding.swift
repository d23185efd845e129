// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The direct path with default options, for calls: what an encoder and a decoder do, without creating them.

extension CBOREncoder {
  /// Encodes a value with default options, and calls a closure with the encoded bytes in place.
  ///
  /// - Throws: The same errors as ``withEncoded(_:_:)``.
  @inlinable @inline(__always)
  package static func withMessage<Value: CBOREncodable>(
    of value: Value, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws {
    try write(value, CBORLimits()) { writer in
      try writer.withMessage(of: value) { bytes in unsafe bytes.withUnsafeBytes { unsafe body($0) } }
    }
  }
}

extension CBORDecoder {
  /// Decodes a value with default options, except for a limit on the sizes of the message and of its strings.
  ///
  /// - Returns: The value; `nil` if the message is empty, or so large that it may exceed a limit.
  /// - Throws: The same errors as a decoder.
  @inlinable @inline(__always)
  package static func decode<Value: CBORDecodable>(
    _ type: Value.Type, from bytes: UnsafeRawBufferPointer, sizeLimit: Int
  ) throws -> Value? {
    var limits = CBORLimits()
    guard let base = bytes.baseAddress, bytes.count > 0, bytes.count <= min(sizeLimit, limits.itemCount) else {
      return nil
    }
    (limits.messageSize, limits.stringSize) = (sizeLimit, sizeLimit)
    return try unsafe decodeInPlace(type, from: bytes, base: base, limits: limits)
  }
}
