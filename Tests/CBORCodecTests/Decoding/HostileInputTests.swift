// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import FuzzProperties
import Testing

@Suite("Hostile input")
struct HostileInputTests {
  @Test(
    "small messages that claim large counts are rejected",
    arguments: [
      "5bffffffffffffffff", "7b7fffffffffffffff", "9bffffffffffffffff", "bbffffffffffffffff", "81", "a1",
      "9affffffff", "baffffffff", "5affffffff", "7affffffff", "bb7fffffffffffffff", "9b7fffffffffffffff",
      "5b7fffffffffffffff", "5bfffffffffffffff6", "5bfffffffffffffff8", "c25bffffffffffffffff",
      "9f9affffffff",
      "a15bffffffffffffffff00", "db", "5f5affffffff",
    ])
  func claims(_ bytes: String) throws {
    #expect(throws: CBORError.self) { try CBORDecoder().validate(hex(bytes)) }
    try MessageProperties.check(hex(bytes))
  }

  @Test("deep nesting is rejected, whatever its containers are")
  func depth() throws {
    for opening in [[0x81], [0x9f], [0xa1, 0x00], [0xbf, 0x00], [0xa1], [0xc1], [0xd8, 0x40]] as [[UInt8]] {
      for count in [1000, 100_000] {
        let bytes = Array([[UInt8]](repeating: opening, count: count).joined()) + [0]
        let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(bytes) }
        #expect(error?.code == .depthLimit)
        try MessageProperties.check(bytes)
      }
    }
  }

  @Test("integers out of a type's range throw an error and do not trap")
  func ranges() throws {
    func expectCorrupted<Value: Decodable>(
      _ type: Value.Type, _ bytes: String, at offset: Int = 0, location: SourceLocation = #_sourceLocation
    ) {
      let error = #expect(throws: DecodingError.self, sourceLocation: location) {
        try CBORDecoder().decode(type, from: hex(bytes))
      }
      guard case .dataCorrupted(let context)? = error else {
        Issue.record("\(String(describing: error))", sourceLocation: location)
        return
      }
      #expect(context.debugDescription.contains("(at byte \(offset))"), sourceLocation: location)
    }
    expectCorrupted(Int64.self, "3bffffffffffffffff")
    expectCorrupted(Int64.self, "3b8000000000000000")
    expectCorrupted(Int64.self, "1b8000000000000000")
    expectCorrupted(Int8.self, "190100")
    expectCorrupted(Int8.self, "1880")
    expectCorrupted(Int8.self, "3880")
    expectCorrupted(UInt8.self, "20")
    expectCorrupted(UInt64.self, "20")
    expectCorrupted(UInt64.self, "c249010000000000000000")
    expectCorrupted(Int128.self, "c25080000000000000000000000000000000")
    expectCorrupted(Int128.self, "c350ffffffffffffffffffffffffffffffff")
    expectCorrupted(Double.self, "1b0020000000000001")
    expectCorrupted(Float.self, "1a01000001")
    expectCorrupted(Float.self, "fb7e37e43c8800759c")
    expectCorrupted([UInt8].self, "820119" + "0100", at: 2)
    expectCorrupted([Int16].self, "8119ffff", at: 1)
    #expect(throws: DecodingError.self) {
      try CBORDecoder().decode(UInt128.self, from: hex("c25101" + String(repeating: "00", count: 16)))
    }
    #expect(try CBORDecoder().decode(Int8.self, from: hex("c24400000005")) == 5)
    #expect(
      try CBORDecoder().decode(Double.self, from: hex("c249010000000000000000")) == 18446744073709551616)
    #expect(try CBORDecoder().decode(Double.self, from: hex("3bffffffffffffffff")) == -18446744073709551616)
  }

  @Test("keys in the worst order do not make decoding slow")
  func keyOrder() throws {
    // 20 000 keys, requested from the last to the first, followed by keys that are absent.
    let count = 20_000
    let bytes = try CBOREncoder().encode(Dictionary(uniqueKeysWithValues: (0..<count).map { ("k\($0)", $0) }))
    struct Backwards: Decodable {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        for number in (0..<20_000).reversed() {
          #expect(try container.decode(Int.self, forKey: AnyKey(stringValue: "k\(number)")) == number)
          #expect(!container.contains(AnyKey(stringValue: "m\(number)")))
        }
        #expect(container.allKeys.count == 20_000)
      }
    }
    _ = try CBORDecoder().decode(Backwards.self, from: bytes)
  }
}
