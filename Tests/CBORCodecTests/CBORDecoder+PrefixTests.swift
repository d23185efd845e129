// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

@Suite("Decoding the first item of longer input")
struct CBORDecoderPrefixTests {
  @Test("the items of a sequence are decoded one after another, from every kind of input")
  func sequence() throws {
    let bytes = hex("01 8202 03 63616263 f6")
    let decoder = CBORDecoder()
    var rest = bytes[...]
    var values: [CBORValue] = []
    var counts: [Int] = []
    while !rest.isEmpty {
      let (value, count) = try decoder.decodePrefix(CBORValue.self, from: rest)
      values.append(value)
      counts.append(count)
      rest = rest.dropFirst(count)
    }
    #expect(values == [1, [2, 3], "abc", nil])
    #expect(counts == [1, 3, 4, 1])
    #expect(try decoder.decodePrefix(Int.self, from: bytes) == (1, 1))
    #expect(try decoder.decodePrefix(Int.self, from: Data(bytes)) == (1, 1))
    let fromMemory = try unsafe bytes.withUnsafeBytes { try unsafe decoder.decodePrefix(Int.self, from: $0) }
    #expect(fromMemory == (1, 1))
  }

  @Test("any bytes may follow the item, and empty input is an error")
  func rest() throws {
    #expect(try CBORDecoder().decodePrefix(Int.self, from: hex("05ff")) == (5, 1))
    let error = #expect(throws: CBORError.self) { try CBORDecoder().decodePrefix(Int.self, from: []) }
    #expect(error?.code == .endOfInput)
    #expect(error?.offset == 0)
  }

  @Test("offsets are relative to the slice's start")
  func offsets() {
    let bytes = hex("00 00 82 00 1c")
    let error = #expect(throws: CBORError.self) { try CBORDecoder().decodePrefix([Int].self, from: bytes[2...]) }
    #expect(error?.code == .malformedHead)
    #expect(error?.offset == 2)
  }

  @Test("the message size limit applies to the item, and not to the bytes after it")
  func size() throws {
    var decoder = CBORDecoder()
    decoder.limits.messageSize = 4
    let long = [UInt8](repeating: 0, count: 100)
    #expect(try decoder.decodePrefix([Int].self, from: hex("83010203") + long) == ([1, 2, 3], 4))
    for bytes in ["8401020304", "440102030405", "9f010203ff"] {
      let error = #expect(throws: CBORError.self) {
        try decoder.decodePrefix(CBORValue.self, from: hex(bytes) + long)
      }
      #expect(error?.code == .messageSizeLimit, "\(bytes)")
      #expect(error?.offset == 4)
    }
    // This item is incomplete, and not over the limit.
    let error = #expect(throws: CBORError.self) { try decoder.decodePrefix(CBORValue.self, from: hex("8301")) }
    #expect(error?.code == .endOfInput)
    decoder.limits.messageSize = -1
    #expect(throws: CBORError.self) { try decoder.decodePrefix(CBORValue.self, from: [0]) }
  }
}
