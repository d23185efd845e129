// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
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

  @Test("names are compared by their bytes, not by canonical equivalence")
  func comparedByBytes() throws {
    let composed = try #require(WireName("\u{E9}"))
    let decomposed = try #require(WireName("e\u{301}"))
    #expect(composed.text == decomposed.text)
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, composed]).count == 2)
  }
}
