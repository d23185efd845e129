extension CBORWriter {
  /// Begins an array, whose elements are written next.
  ///
  /// - Parameter count: How many elements there will be.
  /// - Throws: `EncodingError` if it is nested too deep.
  public mutating func beginArray(_ count: Int) throws {
    precondition(count >= 0, "an array has no less than 0 elements")
    depthLeft &-= 1
    if depthLeft < 0, count > 0 { throw tooDeep() }
    pending &+= count &- 1
    output.append(arrayOf: count)
  }

  /// Ends the array that was begun last.
  public mutating func endArray() { depthLeft &+= 1 }

  /// Begins a map, whose keys and values are written next, in turn.
  ///
  /// No key may be written twice.
  ///
  /// - Parameter count: How many pairs there will be.
  /// - Throws: `EncodingError` if it is nested too deep.
  public mutating func beginMap(_ count: Int) throws {
    precondition(count >= 0, "a map has no less than 0 pairs")
    depthLeft &-= 1
    if depthLeft < 0, count > 0 { throw tooDeep() }
    pending &+= 2 &* count &- 1
    output.append(mapOf: count)
  }

  /// Ends the map that was begun last.
  public mutating func endMap() { depthLeft &+= 1 }

  /// Begins a tag, whose content is written next (RFC 8949 §3.4).
  ///
  /// - Parameter number: The tag's number.
  /// - Throws: `EncodingError` if it is nested too deep.
  public mutating func beginTag(_ number: UInt64) throws {
    depthLeft &-= 1
    if depthLeft < 0 { throw tooDeep() }
    output.append(tag: number)
  }

  /// Ends the tag that was begun last.
  public mutating func endTag() { depthLeft &+= 1 }

  /// Writes an array of values of a type that writes itself; bytes as a byte string.
  ///
  /// - Parameter elements: The elements.
  /// - Throws: `EncodingError` if an element has no form in CBOR or is nested too deep.
  @inlinable
  public mutating func encode<Element: CBOREncodable>(_ elements: [Element]) throws {
    if Element.self == UInt8.self { return encode(bytes: unsafe unsafeBitCast(elements, to: [UInt8].self)) }
    try beginArray(elements.count)
    if !encodeNumbers(elements) {
      for element in elements { try element.encode(to: &self) }
    }
    endArray()
  }

  /// Writes the elements of an array in one loop, if they are numbers that many arrays are of.
  ///
  /// - Returns: Whether they are.
  @inlinable @inline(__always)
  mutating func encodeNumbers<Element>(_ elements: [Element]) -> Bool {
    if Element.self == Double.self {
      encode(elements: unsafe unsafeBitCast(elements, to: [Double].self))
    } else if Element.self == Int.self {
      encode(elements: unsafe unsafeBitCast(elements, to: [Int].self))
    } else if Element.self == UInt64.self {
      encode(elements: unsafe unsafeBitCast(elements, to: [UInt64].self))
    } else {
      return false
    }
    return true
  }

  @usableFromInline
  mutating func encode(elements: [Double]) {
    pending &-= elements.count
    output.append(elements: elements)
  }

  @usableFromInline
  mutating func encode(elements: [Int]) {
    pending &-= elements.count
    output.append(elements: elements)
  }

  @usableFromInline
  mutating func encode(elements: [UInt64]) {
    pending &-= elements.count
    output.append(elements: elements)
  }

  /// Writes a dictionary as a map, in the dictionary's order.
  ///
  /// - Parameter pairs: The pairs.
  /// - Throws: `EncodingError` if a value has no form in CBOR or is nested too deep.
  @inlinable
  public mutating func encode<Value: CBOREncodable>(_ pairs: [String: Value]) throws {
    try beginMap(pairs.count)
    for (key, value) in pairs {
      encode(key)
      try value.encode(to: &self)
    }
    endMap()
  }
}
