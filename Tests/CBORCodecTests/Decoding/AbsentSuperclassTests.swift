// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

/// A superclass that the message does not have, which decodes as null.
@Suite("Absent superclasses")
struct AbsentSuperclassTests {
  private enum Key: CodingKey { case a, missing }

  private struct Direct: CBORDecodable {
    init(from decoder: any Decoder) throws {
      _ = try decoder.singleValueContainer().decode([String: Int].self)
    }

    init(from reader: inout CBORReader) throws { try reader.skip() }
  }

  /// A type that decodes a value from an absent superclass.
  private struct Absent<Value: Decodable>: Decodable {
    let value: Value, keyed: Value

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      value = try container.superDecoder().singleValueContainer().decode(Value.self)
      keyed = try container.superDecoder(forKey: .missing).singleValueContainer().decode(Value.self)
    }
  }

  private func check<Value: Decodable>(_ type: Value.Type) throws {
    for message in ["a1 6161 01", "bf 6161 01 ff"] {
      let missing = #expect(throws: DecodingError.self, "\(type)") {
        try CBORDecoder().decode(Absent<Value>.self, from: hex(message))
      }
      guard case .valueNotFound(_, let context) = missing else {
        return #expect(Bool(false), "\(type): \(String(describing: missing))")
      }
      #expect(context.codingPath.map(\.stringValue) == ["super"])
      let absent = try CBORDecoder().decode(Absent<Value?>.self, from: hex(message))
      #expect(absent.value == nil && absent.keyed == nil, "\(type)")
    }
  }

  @Test("every type decodes from an absent superclass as from null, even if it is CBORDecodable")
  func types() throws {
    try check([Int].self)
    try check([String].self)
    try check([String: Int].self)
    try check([[String: Int]].self)
    try check(Direct.self)
    try check(Int.self)
    try check([UInt8].self)
    try check([UInt64: Int].self)
    try check(Set<Int>.self)
  }
}
