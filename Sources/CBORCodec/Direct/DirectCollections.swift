// The standard library's generic types, as its `Codable` writes them.

extension Optional: CBOREncodable where Wrapped: CBOREncodable {
  /// Writes the value, or `null` if there is none.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: The same as encoding the value.
  @inlinable @inline(__always)
  public func encode(to writer: inout CBORWriter) throws {
    guard let value = self else { return writer.encodeNil() }
    try writer.encode(value)
  }
}

extension Optional: CBORDecodable where Wrapped: CBORDecodable {
  /// Reads a value, or `null`.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as decoding the value.
  @inlinable @inline(__always)
  public init(from reader: inout CBORReader) throws {
    self = try reader.decodeNil() ? nil : reader.decode(Wrapped.self)
  }
}

extension Array: CBOREncodable where Element: CBOREncodable {
  /// Writes the elements; bytes as a byte string.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: The same as encoding the elements.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws { try writer.encode(self) }
}

extension Array: CBORDecodable where Element: CBORDecodable {
  /// Reads an array; bytes from a byte string as well.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as decoding the elements.
  @inlinable
  public init(from reader: inout CBORReader) throws {
    if Element.self == UInt8.self {
      let bytes = try reader.decodeBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) } }
      self = unsafe unsafeBitCast(bytes, to: [Element].self)
      return
    }
    var array = try reader.beginArray()
    // What a sender claims is believed up to a megabyte; for more, as many bytes have to be there.
    let believed = Swift.min(array.count, reader.believed(MemoryLayout<Element>.stride))
    guard _isPOD(Element.self) else {
      // For other elements, the room is made faster than it is filled in place.
      self = []
      reserveCapacity(believed)
      while reader.nextElement(of: &array) { append(try Element(from: &reader)) }
      return
    }
    self = try unsafe Array(unsafeUninitializedCapacity: believed) { buffer, count in
      count = unsafe reader.decodeNumbers(of: &array, into: buffer)
      while count < believed, reader.nextElement(of: &array) {
        unsafe (buffer.baseAddress! + count).initialize(to: try Element(from: &reader))
        count &+= 1
      }
    }
    while reader.nextElement(of: &array) { append(try Element(from: &reader)) }
  }
}

extension Set: CBOREncodable where Element: CBOREncodable {
  /// Writes the elements as an array, in the set's order.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: The same as encoding the elements.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws {
    try writer.beginArray(count)
    for element in self { try writer.encode(element) }
    writer.endArray()
  }
}

extension Set: CBORDecodable where Element: CBORDecodable {
  /// Reads an array, of whose equal elements one is kept.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: The same as decoding the elements.
  @inlinable
  public init(from reader: inout CBORReader) throws {
    self.init()
    var array = try reader.beginArray()
    while reader.nextElement(of: &array) { insert(try reader.decode(Element.self)) }
  }
}

extension Dictionary: CBOREncodable where Key: CBOREncodable, Value: CBOREncodable {
  /// Writes the pairs, in the dictionary's order: as a map if the keys are text or integers, which are then written as
  /// text; else as an array of keys and values in turn.
  ///
  /// - Parameter writer: Where to write.
  /// - Throws: The same as encoding keys and values.
  @inlinable
  public func encode(to writer: inout CBORWriter) throws {
    if Key.self == String.self {
      return try writer.encode(unsafe unsafeBitCast(self, to: [String: Value].self))
    }
    try writer.encode(byContainers: self)
  }
}

extension Dictionary: CBORDecodable where Key: CBORDecodable, Value: CBORDecodable {
  /// Reads a map, or an array of keys and values in turn if the keys are neither text nor integers.
  ///
  /// - Parameter reader: Where to read.
  /// - Throws: `DecodingError` for a key that the dictionary does not have, or has already; and the same as decoding keys
  ///   and values.
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

extension Dictionary where Key == String, Value: CBORDecodable {
  @inlinable
  init(textKeysFrom reader: inout CBORReader) throws {
    var map = try reader.beginMap()
    let pair = MemoryLayout<String>.stride + MemoryLayout<Value>.stride
    self.init(minimumCapacity: Swift.min(map.count, reader.believed(pair)))
    while try reader.nextPair(of: &map) {
      let start = reader.offset
      let key = try reader.decodeKey()
      let value = try Value(from: &reader)
      if updateValue(value, forKey: key) != nil { throw reader.keyTwice(key, at: start) }
    }
  }
}
