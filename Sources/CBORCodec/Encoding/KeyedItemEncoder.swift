/// The map that a value is written as.
struct KeyedItemEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let position: EncodingPosition

  private var storage: EncodingStorage { position.storage }

  var codingPath: [any CodingKey] { position.codingPath }

  func encodeNil(forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.appendNil()
    storage.endEntry(entry)
  }

  func encode(_ value: Bool, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.append(bool: value)
    storage.endEntry(entry)
  }

  func encode(_ value: String, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.output.append(text: value)
    storage.endEntry(entry)
  }

  func encode(_ value: Double, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.append(double: value)
    storage.endEntry(entry)
  }

  func encode(_ value: Float, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.append(float: value)
    storage.endEntry(entry)
  }

  // One function is the witness for the ten integer types of up to 64 bits that the protocol asks for.
  func encode<Integer: FixedWidthInteger & Encodable>(_ value: Integer, forKey key: Key) throws {
    try encode(integer: value, forKey: key)
  }

  // The protocol has versions of its own for these two, which would be taken before the one above.

  func encode(_ value: Int128, forKey key: Key) throws { try encode(integer: value, forKey: key) }

  func encode(_ value: UInt128, forKey key: Key) throws { try encode(integer: value, forKey: key) }

  private func encode(integer value: some FixedWidthInteger, forKey key: Key) throws {
    let mark = storage.mark
    let entry = try storage.beginEntry(key, at: position)
    try storage.encodeInteger(value, orRollBackTo: mark)
    storage.endEntry(entry)
  }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    let mark = storage.mark
    let entry = try storage.beginEntry(key, at: position)
    do {
      try storage.encodeItem(value)
    } catch {
      storage.rollBack(to: mark)
      throw error
    }
    storage.endEntry(entry)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    KeyedEncodingContainer(
      KeyedItemEncoder<NestedKey>(position: storage.nest(.map, forKey: key, at: position)))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    UnkeyedItemEncoder(position: storage.nest(.array, forKey: key, at: position))
  }

  func superEncoder() -> any Encoder {
    ItemEncoder(position: storage.nest(.nothing, forKey: CodingPathKey.superclass, at: position))
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    ItemEncoder(position: storage.nest(.nothing, forKey: key, at: position))
  }
}
