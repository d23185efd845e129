// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The single-value container for a value.
struct SingleItemEncoder: KeylessItemEncoder, SingleValueEncodingContainer {
  let position: EncodingPosition

  func begin() throws {
    try position.check()
    try storage.checkDepth()
    guard storage.frames[position.level].content == .nothing else {
      throw storage.error("The value was encoded already.", path: codingPath)
    }
  }

  func end() {
    storage.frames[position.level].content = .single
  }

  func encode(_ value: Int128) throws { try encode(wide: value) }
  func encode(_ value: UInt128) throws { try encode(wide: value) }

  func encode<Value: Encodable>(_ value: Value) throws {
    try begin()
    try storage.encodeSingle(value)
  }
}
