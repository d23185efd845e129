// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("Wire names")
struct WireNameTests {
  @Test(
    "names of 1 to 255 bytes are valid", arguments: ["a", "fetch_profile", "grüße", String(repeating: "x", count: 255)])
  func valid(text: String) throws {
    #expect(WireName(text)?.text == text)
    #expect(try WireName(checking: text).text == text)
  }

  @Test(
    "other names are invalid, and the error states their length",
    arguments: [
      ("", 0), (String(repeating: "x", count: 256), 256), (String(repeating: "ü", count: 128), 256), ("a\0b", 3),
    ])
  func invalid(text: String, count: Int) {
    #expect(WireName(text) == nil)
    let error = #expect(throws: BridgeError.self) { try WireName(checking: text) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("this one has \(count) bytes") == true)
  }

  @Test(
    "a host's bytes are a name if they are UTF-8, also if they have the character that replaces what is not",
    arguments: ["a", "grüße", "e\u{301}", "\u{FFFD}", String(repeating: "ü", count: 127)])
  func valid(bytes text: String) {
    let name = unsafe Array(text.utf8).withUnsafeBytes { bytes in unsafe WireName(checkingUTF8: bytes) }
    #expect(name.map { Array($0.text.utf8) } == Array(text.utf8))
  }

  @Test(
    "bytes that are not UTF-8 are no name",
    arguments: [[0xFF], [0x61, 0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBD, 0x80]] as [[UInt8]])
  func invalid(bytes: [UInt8]) {
    #expect(unsafe bytes.withUnsafeBytes { bytes in unsafe WireName(checkingUTF8: bytes) } == nil)
  }

  @Test("names are compared by their bytes, not by canonical equivalence")
  func comparedByBytes() throws {
    let composed = try #require(WireName("\u{E9}"))
    let decomposed = try #require(WireName("e\u{301}"))
    #expect(composed.text == decomposed.text)
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, composed]).count == 2)
  }
}
