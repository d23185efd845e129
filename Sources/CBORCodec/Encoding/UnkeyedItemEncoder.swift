// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The unkeyed container for a value that encodes as an array.
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

  // The protocol requires a method for each width. One generic function for all of them would cost more than the
  // encoding.

  func encode(_ value: Int) throws { try encode(signed: Int64(value)) }
  func encode(_ value: Int8) throws { try encode(signed: Int64(value)) }
  func encode(_ value: Int16) throws { try encode(signed: Int64(value)) }
  func encode(_ value: Int32) throws { try encode(signed: Int64(value)) }
  func encode(_ value: Int64) throws { try encode(signed: value) }
  func encode(_ value: UInt) throws { try encode(unsigned: UInt64(value)) }
  func encode(_ value: UInt8) throws { try encode(unsigned: UInt64(value)) }
  func encode(_ value: UInt16) throws { try encode(unsigned: UInt64(value)) }
  func encode(_ value: UInt32) throws { try encode(unsigned: UInt64(value)) }
  func encode(_ value: UInt64) throws { try encode(unsigned: value) }
  func encode(_ value: Int128) throws { try encode(wide: value) }
  func encode(_ value: UInt128) throws { try encode(wide: value) }

  private func encode(signed value: Int64) throws {
    try begin()
    storage.append(integer: value)
    end()
  }

  private func encode(unsigned value: UInt64) throws {
    try begin()
    storage.append(integer: value)
    end()
  }

  private func encode(wide value: some FixedWidthInteger) throws {
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
    KeyedEncodingContainer(KeyedItemEncoder<NestedKey>(position: storage.nest(.map, at: position), first: 0))
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    UnkeyedItemEncoder(position: storage.nest(.array, at: position))
  }

  func superEncoder() -> any Encoder {
    ItemEncoder(position: storage.nest(.nothing, at: position))
  }
}
