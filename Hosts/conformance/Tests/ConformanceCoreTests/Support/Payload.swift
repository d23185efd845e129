// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// The bytes of requests, responses and elements.
enum Payload {
  static func encode<Value: Encodable>(_ value: Value, isRaw: Bool) -> [UInt8] {
    if isRaw { return withUnsafeBytes(of: value) { Array($0) } }
    do {
      return try CBOREncoder().encode(value)
    } catch {
      preconditionFailure("the tests' values can be encoded: \(error)")
    }
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8], isRaw: Bool) throws -> Value {
    guard isRaw else { return try CBORDecoder().decode(type, from: bytes) }
    precondition(bytes.count == MemoryLayout<Value>.size)
    return withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { place in
      UnsafeMutableRawBufferPointer(place).copyBytes(from: bytes)
      return place[0]
    }
  }
}
