/// The array that a value is written as.
struct UnkeyedItemEncoder: UnkeyedEncodingContainer {
  let position: EncodingPosition

  private var storage: EncodingStorage { position.storage }

  var codingPath: [any CodingKey] { position.codingPath }

  var count: Int {
    storage.isTop(position) ? storage.frames[position.level].count : 0
  }

  private func begin() throws {
    try position.check()
    try storage.checkDepth()
  }

  private func end() {
    storage.frames[position.level].count += 1
  }

  func encodeNil() throws {
    try begin()
    storage.appendNil()
    end()
  }

  func encode(_ value: Bool) throws {
    try begin()
    storage.append(bool: value)
    end()
  }

  func encode(_ value: String) throws {
    try begin()
    storage.output.append(text: value)
    end()
  }

  func encode(_ value: Double) throws {
    try begin()
    storage.append(double: value)
    end()
  }

  func encode(_ value: Float) throws {
    try begin()
    storage.append(float: value)
    end()
  }

  // One function is the witness for the ten integer types of up to 64 bits that the protocol asks for.
  func encode<Integer: FixedWidthInteger & Encodable>(_ value: Integer) throws {
    try encode(integer: value)
  }

  // The protocol has versions of its own for these two, which would be taken before the one above.

  func encode(_ value: Int128) throws { try encode(integer: value) }

  func encode(_ value: UInt128) throws { try encode(integer: value) }

  private func encode(integer value: some FixedWidthInteger) throws {
    try begin()
    try storage.encodeInteger(value, orRollBackTo: storage.mark)
    end()
  }

  func encode<Value: Encodable>(_ value: Value) throws {
    try begin()
    try storage.encodeItem(value)
    end()
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    KeyedEncodingContainer(KeyedItemEncoder<NestedKey>(position: storage.nest(.map, at: position)))
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    UnkeyedItemEncoder(position: storage.nest(.array, at: position))
  }

  func superEncoder() -> any Encoder {
    ItemEncoder(position: storage.nest(.nothing, at: position))
  }
}
