// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The single-value container for a value.
struct SingleItemEncoder: SingleValueEncodingContainer {
  let position: EncodingPosition

  private var storage: EncodingStorage { position.storage }

  var codingPath: [any CodingKey] { position.codingPath }

  private func begin() throws {
    try position.check()
    try storage.checkDepth()
    guard storage.frames[position.level].content == .nothing else {
      throw storage.error("The value was encoded already.", path: codingPath)
    }
  }

  private func end() {
    storage.frames[position.level].content = .single
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
    try storage.encodeSingle(value)
  }
}
