#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

// Types that write themselves, where it is known when the program is compiled that they do. Others are found at run
// time.
extension CBOREncoder {
  /// Whether all options are as they are unless set, but for the limits.
  @inlinable var isUsual: Bool {
    guard case .epochTag = dateEncodingStrategy, floatEncoding == .shortest, keyEncoding == .text, !deterministic else {
      return false
    }
    return userInfo.isEmpty
  }

  /// How many bytes of a message are written on the stack before any are written on the heap.
  @usableFromInline static var lent: Int {
    @inlinable @inline(__always) get { 1024 }
  }

  /// Encodes a value of a type that writes itself as one CBOR item.
  ///
  /// - Parameter value: What to encode.
  /// - Returns: The item's bytes. Encoding is linear in their number.
  /// - Throws: The same as encoding a value that is only `Encodable`.
  @inlinable
  public func encode<Value: CBOREncodable>(_ value: Value) throws -> [UInt8] {
    guard isUsual else { return try encodeByContainers(value) }
    return try unsafe withUnsafeTemporaryAllocation(byteCount: Self.lent, alignment: 16) { memory in
      var writer = unsafe CBORWriter(lent: memory, base: memory.baseAddress!, limits: limits)
      try value.encode(to: &writer)
      return try writer.array(of: value)
    }
  }

  /// Encodes a value of a type that writes itself as one CBOR item, where Foundation's `Data` is asked for.
  ///
  /// - Parameter value: What to encode.
  /// - Returns: The item's bytes. Encoding is linear in their number.
  /// - Throws: The same as encoding to `[UInt8]`.
  @_disfavoredOverload
  public func encode<Value: CBOREncodable>(_ value: Value) throws -> Data {
    try withEncoded(value) { bytes in unsafe bytes.withUnsafeBytes { unsafe Data($0) } }
  }

  /// Encodes a value of a type that writes itself, and has a closure read the item where it was written.
  ///
  /// A message of up to a kilobyte is written without any memory from the heap.
  ///
  /// - Parameters:
  ///   - value: What to encode.
  ///   - body: Reads the item's bytes, which are there during the call only.
  /// - Returns: What `body` returns.
  /// - Throws: The same as encoding to `[UInt8]`, and whatever `body` throws.
  @inlinable
  public func withEncoded<Value: CBOREncodable, Result>(
    _ value: Value, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    guard isUsual else { return try withEncodedByContainers(value, body) }
    return try unsafe withUnsafeTemporaryAllocation(byteCount: Self.lent, alignment: 16) { memory in
      var writer = unsafe CBORWriter(lent: memory, base: memory.baseAddress!, limits: limits)
      try value.encode(to: &writer)
      return try writer.withMessage(of: value, body)
    }
  }

  /// Encodes a value, and has a closure read the item where it was written.
  ///
  /// - Parameters:
  ///   - value: What to encode.
  ///   - body: Reads the item's bytes, which are there during the call only.
  /// - Returns: What `body` returns.
  /// - Throws: The same as encoding to `[UInt8]`, and whatever `body` throws.
  public func withEncoded<Value: Encodable, Result>(
    _ value: Value, _ body: (RawSpan) throws -> Result
  ) throws -> Result {
    if isUsual, KnownType.of(Value.self) == nil, let direct = CodingTraits.of(Value.self).encodable {
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

  @usableFromInline
  func encodeByContainers<Value: Encodable>(_ value: Value) throws -> [UInt8] { try write(value) { try $0.array() } }
}
