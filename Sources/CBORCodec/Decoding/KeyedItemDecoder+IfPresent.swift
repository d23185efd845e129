// The protocol has versions of its own for all of these, and they look a key up three times. A generic
// function is not taken in their place, so each integer type has one.
extension KeyedItemDecoder {
  /// Reads a key's value unless there is none, or it is `null`.
  private func ifPresent<Value>(_ key: Key, _ read: (_ offset: Int, _ level: Int) throws -> Value) throws
    -> Value?
  {
    guard let offset = try reader.value(forKey: key, in: context.message, isRead: true), try !context.isNull(at: offset)
    else {
      return nil
    }
    context.setKey(key, level: level)
    return try read(offset, level + 1)
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    try ifPresent(key) { try context.bool(at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try ifPresent(key) { try context.string(at: $0, level: $1) }
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try ifPresent(key) { try context.decode(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    try ifPresent(key) { try context.float(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
    try ifPresent(key) { try context.float(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: Int128.Type, forKey key: Key) throws -> Int128? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }

  func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) throws -> UInt128? {
    try ifPresent(key) { try context.integer(type, at: $0, level: $1) }
  }
}
