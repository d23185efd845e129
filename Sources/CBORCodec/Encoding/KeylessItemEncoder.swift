// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The methods that the single-value and the unkeyed container share; each appends one item to the output.
protocol KeylessItemEncoder {
  var position: EncodingPosition { get }

  /// Checks that a value may be encoded next.
  func begin() throws

  /// Records that a value was encoded.
  func end()
}

extension KeylessItemEncoder {
  var storage: EncodingStorage { position.storage }

  var codingPath: [any CodingKey] { position.codingPath }

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

  // The containers' protocols require a method for each width. One generic function for all of them would cost more
  // than the encoding.

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

  // Each container calls this in its own methods for 128 bits: here, they would be ambiguous with the standard
  // library's default implementations.
  func encode(wide value: some FixedWidthInteger) throws {
    try begin()
    try storage.encodeInteger(value, orRollBackTo: storage.mark)
    end()
  }
}
