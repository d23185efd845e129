// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The protocol's default implementations look a key up three times. A generic method cannot be the witness of these
// requirements, so each integer type has its own.
extension KeyedItemDecoder {
  /// Returns the offset of a key's value, which is read next; `nil` if the key is absent or its value is `null`.
  private func findPresent(_ key: Key) throws -> Int? {
    let message = reader.message
    guard let offset = try reader.find(key.stringValue, key.intValue, isRead: true) else { return nil }
    if message.isSequential(at: offset), message.cursor.null() { return nil }
    return try context.isNull(at: offset) ? nil : offset
  }

  private func enter(_ key: Key) -> Int {
    context.setKey(key, level: level)
    return level + 1
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastBool(at: offset) ?? context.bool(at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastString(at: offset) ?? context.string(at: offset, level: enter(key))
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let offset = try findPresent(key) else { return nil }
    return try context.decode(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastFloat(type, at: offset) ?? context.float(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastFloat(type, at: offset) ?? context.float(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }

  func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
    guard let offset = try findPresent(key) else { return nil }
    return try reader.message.fastInteger(type, at: offset) ?? context.integer(type, at: offset, level: enter(key))
  }
}
