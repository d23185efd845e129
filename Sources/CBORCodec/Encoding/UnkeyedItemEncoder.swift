// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The unkeyed container for a value that encodes as an array.
struct UnkeyedItemEncoder: KeylessItemEncoder, UnkeyedEncodingContainer {
  let position: EncodingPosition

  var count: Int {
    storage.isTop(position) ? storage.frames[position.level].count : 0
  }

  func begin() throws {
    try position.check()
    try storage.checkDepth()
  }

  func end() {
    storage.frames[position.level].count += 1
  }

  func encode(_ value: Int128) throws { try encode(wide: value) }
  func encode(_ value: UInt128) throws { try encode(wide: value) }

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
