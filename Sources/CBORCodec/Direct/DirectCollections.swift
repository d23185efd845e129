// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The standard library's generic types, in the same encoding as their Codable conformances.

extension Optional: CBOREncodable where Wrapped: CBOREncodable {
  /// Encodes the value, or `null` if there is none.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: The same errors as encoding the value.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) throws {
    guard let value = self else { return writer.encodeNil() }
    try writer.encode(value)
  }
}

extension Optional: CBORDecodable where Wrapped: CBORDecodable {
  /// Decodes a value, or `null`.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as decoding the value.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws {
    self = try reader.decodeNil() ? nil : reader.decode(Wrapped.self)
  }
}

extension Array: CBOREncodable where Element: CBOREncodable {
  /// Encodes the elements; an array of `UInt8` as a byte string.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: The same errors as encoding the elements.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws {
    if Element.self == UInt8.self { return writer.encode(bytes: unsafe unsafeBitCast(self, to: [UInt8].self)) }
    try writer.beginArray(count)
    if !writer.encodeNumbers(self) {
      for element in self { try writer.encode(element) }
    }
    writer.endArray()
  }
}

extension Array: CBORDecodable where Element: CBORDecodable {
  /// Decodes an array; an array of `UInt8` also from a byte string.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as decoding the elements.
  @inlinable
  public init(from reader: inout CBORReader) throws {
    if Element.self == UInt8.self {
      let bytes = try reader.decodeBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) } }
      self = unsafe unsafeBitCast(bytes, to: [Element].self)
      return
    }
    var array = try reader.beginArray()
    let reserved = reader.reserve(array.count, MemoryLayout<Element>.stride)
    guard _isPOD(Element.self), reserved > 0 else {
      // For other elements, reserving and appending is faster than initializing in place. Without capacity, the latter
      // writes the count of the storage that all empty arrays share, which the thread sanitizer reports.
      self = []
      reserveCapacity(reserved)
      while reader.nextElement(of: &array) { append(try reader.decode(Element.self)) }
      return
    }
    self = try unsafe Array(unsafeUninitializedCapacity: reserved) { buffer, count in
      count = unsafe reader.decodeNumbers(of: &array, into: buffer)
      while count < reserved, reader.nextElement(of: &array) {
        unsafe (buffer.baseAddress! + count).initialize(to: try reader.decode(Element.self))
        count &+= 1
      }
    }
    while reader.nextElement(of: &array) { append(try reader.decode(Element.self)) }
  }
}

extension Set: CBOREncodable where Element: CBOREncodable {
  /// Encodes the elements as an array, in the set's order.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: The same errors as encoding the elements.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginArray(count)
    for element in self { try writer.encode(element) }
    writer.endArray()
  }
}

extension Set: CBORDecodable where Element: CBORDecodable {
  /// Decodes an array, keeping one of several equal elements.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: The same errors as decoding the elements.
  @inlinable
  public init(from reader: inout CBORReader) throws {
    self.init()
    var array = try reader.beginArray()
    while reader.nextElement(of: &array) { insert(try reader.decode(Element.self)) }
  }
}

extension Dictionary: CBOREncodable where Key: CBOREncodable, Value: CBOREncodable {
  /// Encodes the pairs, in the dictionary's order: as a map if the keys are `String`, `Int` or
  /// `CodingKeyRepresentable`, with keys as text; otherwise as an array of alternating keys and values.
  ///
  /// - Parameter writer: The writer to encode to.
  /// - Throws: The same errors as encoding the keys and values.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws {
    guard Key.self == String.self else { return try writer.encode(byContainers: self) }
    try unsafe unsafeBitCast(self, to: [String: Value].self).encodePairs(to: &writer)
  }
}

extension Dictionary: CBORDecodable where Key: CBORDecodable, Value: CBORDecodable {
  /// Decodes a map, or an array of alternating keys and values if the keys are not `String`, `Int` or
  /// `CodingKeyRepresentable`.
  ///
  /// - Parameter reader: The reader, positioned at the item.
  /// - Throws: `DecodingError` for a key that cannot be a key of the dictionary, or is a duplicate; and the same errors
  ///   as decoding the keys and values.
  @inlinable
  public init(from reader: inout CBORReader) throws {
    guard Key.self == String.self else {
      self = try reader.decode(byContainers: Self.self)
      return
    }
    let pairs = try [String: Value](textKeysFrom: &reader)
    self = unsafe unsafeBitCast(pairs, to: Self.self)
  }
}

extension Dictionary where Key == String, Value: CBOREncodable {
  @inlinable
  func encodePairs(to writer: inout CBORWriter) throws {
    try writer.beginMap(count)
    for (key, value) in self {
      writer.encode(key)
      try writer.encode(value)
    }
    writer.endMap()
  }
}

extension Dictionary where Key == String, Value: CBORDecodable {
  @inlinable
  init(textKeysFrom reader: inout CBORReader) throws {
    var map = try reader.beginMap()
    let pair = MemoryLayout<String>.stride + MemoryLayout<Value>.stride
    self.init(minimumCapacity: reader.reservePairs(map.count, pair))
    while try reader.nextPair(of: &map) {
      let start = reader.offset
      let key = try reader.decodeKey()
      let value = try reader.decode(Value.self)
      if updateValue(value, forKey: key) != nil { throw reader.keyTwice(key, at: start) }
    }
  }
}
