// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("Numbers in hexadecimal")
struct HexadecimalTests {
  @Test(
    "a number with its prefix has no leading zeros",
    arguments: [(0, "0x0"), (0x1F, "0x1f"), (.max, "0xffffffffffffffff")] as [(UInt64, String)])
  func prefixed(number: UInt64, text: String) {
    #expect(Hexadecimal.prefixed(number) == text)
  }

  @Test("digits(of:count:) returns as many digits as requested")
  func digits() {
    #expect(Hexadecimal.digits(of: UInt8(0), count: 2) == "00")
    #expect(Hexadecimal.digits(of: UInt8(0xAB), count: 2) == "ab")
    #expect(Hexadecimal.digits(of: UInt8(0xAB), count: 2, uppercase: true) == "AB")
    #expect(Hexadecimal.digits(of: UInt16(0x20), count: 4) == "0020")
    #expect(Hexadecimal.digits(of: 0x12345, count: 4) == "2345")
  }
}
