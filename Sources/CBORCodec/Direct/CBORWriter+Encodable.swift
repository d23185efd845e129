// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension CBORWriter {
  /// Encodes a value of a type that is only `Encodable`, like ``CBOREncoder``.
  ///
  /// If it throws, the output is rolled back.
  ///
  /// - Parameter value: The value to encode.
  /// - Throws: `EncodingError` if the value cannot be represented in CBOR, contains itself or is nested too deeply; and
  ///   any error that its `encode(to:)` throws.
  @_disfavoredOverload
  public mutating func encode<Value: Encodable>(_ value: Value) throws {
    try encode(value, directly: true)
  }

  /// Encodes a value through containers, as ``CBOREncoder`` does for a type that is only `Encodable`.
  @usableFromInline
  mutating func encode<Value: Encodable>(byContainers value: Value) throws {
    try encode(value, directly: false)
  }

  private mutating func encode<Value: Encodable>(_ value: Value, directly: Bool) throws {
    let storage = begun()
    let start = output.count
    swap(&output, &storage.output)
    defer { swap(&output, &storage.output) }
    prepareNextItem(in: storage)
    let mark = storage.mark
    try storage.encodeItem(value, KnownType.of(Value.self), directly: directly)
    if let failure = storage.session.failure {
      storage.rollBack(to: mark)
      throw failure
    }
    // To find the path of a later error, the output is parsed, so it must be contiguous.
    storage.join(from: start)
    pending &-= 1
  }

  /// Encodes a key of a struct, and its value, of a type that is only `Encodable`.
  ///
  /// If it throws, the output is rolled back, to before the key.
  ///
  /// - Parameters:
  ///   - value: The value to encode.
  ///   - key: The key, as text.
  /// - Throws: The same errors as encoding the value.
  @_disfavoredOverload
  public mutating func encode<Value: Encodable>(_ value: Value, forKey key: StaticString) throws {
    let mark = mark
    do {
      encodeKey(key)
      try encode(value)
    } catch {
      removeAll(since: mark)
      throw error
    }
  }

  @usableFromInline
  mutating func encode(wide value: some FixedWidthInteger & Encodable) throws {
    if let short = Int64(exactly: value) { return encode(short) }
    try encode(byContainers: value)
  }
}
