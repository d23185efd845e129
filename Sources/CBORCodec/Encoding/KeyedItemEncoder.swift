// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The keyed container for a value that encodes as a map.
struct KeyedItemEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let position: EncodingPosition
  /// The index of the container's first entry.
  let first: Int

  private var storage: EncodingStorage { position.storage }

  var codingPath: [any CodingKey] { position.codingPath }

  @inline(__always)
  private func end(_ entry: EncodingStorage.Entry) throws {
    try storage.endEntry(entry, from: DictionaryKey.isKey(Key.self) ? first : nil)
  }

  func encodeNil(forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.appendNil()
    try end(entry)
  }

  func encode(_ value: Bool, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.append(bool: value)
    try end(entry)
  }

  func encode(_ value: String, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.output.append(text: value)
    try end(entry)
  }

  func encode(_ value: Double, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.append(double: value)
    try end(entry)
  }

  func encode(_ value: Float, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.append(float: value)
    try end(entry)
  }

  // The protocol requires a method for each width. One generic function for all of them would cost more than the
  // encoding.

  func encode(_ value: Int, forKey key: Key) throws { try encode(signed: Int64(value), forKey: key) }
  func encode(_ value: Int8, forKey key: Key) throws { try encode(signed: Int64(value), forKey: key) }
  func encode(_ value: Int16, forKey key: Key) throws { try encode(signed: Int64(value), forKey: key) }
  func encode(_ value: Int32, forKey key: Key) throws { try encode(signed: Int64(value), forKey: key) }
  func encode(_ value: Int64, forKey key: Key) throws { try encode(signed: value, forKey: key) }
  func encode(_ value: UInt, forKey key: Key) throws { try encode(unsigned: UInt64(value), forKey: key) }
  func encode(_ value: UInt8, forKey key: Key) throws { try encode(unsigned: UInt64(value), forKey: key) }
  func encode(_ value: UInt16, forKey key: Key) throws { try encode(unsigned: UInt64(value), forKey: key) }
  func encode(_ value: UInt32, forKey key: Key) throws { try encode(unsigned: UInt64(value), forKey: key) }
  func encode(_ value: UInt64, forKey key: Key) throws { try encode(unsigned: value, forKey: key) }
  func encode(_ value: Int128, forKey key: Key) throws { try encode(wide: value, forKey: key) }
  func encode(_ value: UInt128, forKey key: Key) throws { try encode(wide: value, forKey: key) }

  private func encode(signed value: Int64, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.append(integer: value)
    try end(entry)
  }

  private func encode(unsigned value: UInt64, forKey key: Key) throws {
    let entry = try storage.beginEntry(key, at: position)
    storage.append(integer: value)
    try end(entry)
  }

  private func encode(wide value: some FixedWidthInteger, forKey key: Key) throws {
    let mark = storage.mark
    let entry = try storage.beginItemEntry(key, at: position)
    try storage.encodeInteger(value, orRollBackTo: mark)
    try end(entry)
  }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    let type = KnownType.of(Value.self)
    if let type, type.isScalar {
      let entry = try storage.beginEntry(key, at: position)
      storage.append(scalar: value, type)
      return try end(entry)
    }
    let mark = storage.mark
    let entry = try storage.beginItemEntry(key, at: position)
    do {
      try storage.encodeItem(value, type)
    } catch {
      storage.rollBack(to: mark)
      throw error
    }
    try end(entry)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    KeyedEncodingContainer(
      KeyedItemEncoder<NestedKey>(position: storage.nest(.map, forKey: key, at: position), first: 0))
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
