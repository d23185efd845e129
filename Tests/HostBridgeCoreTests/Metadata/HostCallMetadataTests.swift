// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import Testing

@Suite("HostCallMetadata")
struct HostCallMetadataTests {
  @Test("an entry can be set, replaced, looked up and removed")
  func entries() throws {
    var metadata = HostCallMetadata()
    #expect(metadata.isEmpty && metadata.size == 0)
    try metadata.set("acme", forKey: "tenant")
    try metadata.set([1, 2, 3, 4], forKey: "token-bin")
    // 6 + 4 + 32, and 9 + 8 + 32: four bytes are eight characters in base64.
    #expect(metadata.size == 91)
    #expect(metadata["tenant"] == "acme" && metadata.bytes(forKey: "tenant") == nil)
    #expect(metadata["token-bin"] == nil && metadata.bytes(forKey: "token-bin") == [1, 2, 3, 4])
    try metadata.set("umbrella", forKey: "tenant")
    #expect(metadata.keys == ["token-bin", "tenant"] && metadata["tenant"] == "umbrella" && metadata.size == 95)
    metadata.removeValue(forKey: "token-bin")
    metadata.removeValue(forKey: "locale")
    #expect(metadata.keys == ["tenant"] && metadata.count == 1 && metadata.size == 46)
    #expect(metadata["locale"] == nil)
  }

  @Test("the authorization of a caller comes first, replaces none, and takes the place of what exceeds the limits")
  func authorization() throws {
    var callers = HostCallMetadata()
    try callers.set("acme", forKey: "tenant")
    var metadata = HostCallMetadata()
    for number in 1...64 { try metadata.set("x", forKey: "key-\(number)") }
    #expect(metadata.withAuthorization(of: callers) == metadata)
    try callers.set("Bearer x", forKey: "authorization")
    let full = metadata.withAuthorization(of: callers)
    #expect(full["authorization"] == "Bearer x" && full.keys == ["authorization"] + metadata.keys.dropLast())
    metadata.removeValue(forKey: "key-1")
    try metadata.set("Bearer y", forKey: "authorization")
    #expect(metadata.withAuthorization(of: callers) == metadata)
  }

  @Test(
    "a key or a text that is not allowed is refused, and changes nothing",
    arguments: [
      ("", "x", "has 0 bytes; 1 to 64"), (String(repeating: "a", count: 65), "x", "has 65 bytes"),
      ("Tenant", "x", "other than lowercase"), ("ü", "x", "other than lowercase"), ("a b", "x", "other than lowercase"),
      (":path", "x", "other than lowercase"), ("grpc-x", "x", "reserved"), ("hostcall-x", "x", "reserved"),
      ("te", "x", "reserved"), ("token-bin", "x", "is text"), ("a", "x\n", "printable ASCII"),
      ("a", "\u{7F}", "printable ASCII"), ("a", "é", "printable ASCII"), ("a", " x", "space"), ("a", "x ", "space"),
    ])
  func refused(key: String, text: String, message: String) throws {
    var metadata = HostCallMetadata()
    try metadata.set("acme", forKey: "tenant")
    let before = metadata
    let error = #expect(throws: HostSetupError.self) { try metadata.set(text, forKey: key) }
    #expect(error?.code == .invalidArgument && error?.message.contains(message) == true, "\(error as Any)")
    #expect(metadata == before)
  }

  @Test("bytes need a key that ends in -bin")
  func bytes() {
    var metadata = HostCallMetadata()
    let error = #expect(throws: HostSetupError.self) { try metadata.set([1], forKey: "token") }
    #expect(error?.code == .invalidArgument && error?.message.contains("ends in \"-bin\"") == true)
  }

  @Test("all printable characters and the empty text are allowed")
  func printable() throws {
    var metadata = HostCallMetadata()
    let text = String(decoding: Array(UInt8(0x21)...0x7E), as: UTF8.self)
    try metadata.set("x \(text)", forKey: "0_.-z")
    try metadata.set("", forKey: "a")
    #expect(metadata["0_.-z"] == "x \(text)" && metadata["a"] == "")
  }

  @Test("64 entries and 8192 bytes are the limits, and an entry beyond them changes nothing")
  func limits() throws {
    var metadata = HostCallMetadata()
    for index in 10..<74 { try metadata.set(String(repeating: "v", count: 93), forKey: "k\(index)") }
    #expect(metadata.count == 64 && metadata.size == 8192)
    let full = metadata
    let count = #expect(throws: HostSetupError.self) { try metadata.set("", forKey: "one.more") }
    #expect(count?.code == .resourceExhausted && count?.message.contains("64 entries") == true)
    let size = #expect(throws: HostSetupError.self) {
      try metadata.set(String(repeating: "v", count: 94), forKey: "k10")
    }
    #expect(size?.code == .resourceExhausted && size?.message.contains("8193 bytes; the limit is 8192") == true)
    #expect(metadata == full)
  }

  @Test("a description has the keys, and no values")
  func secrets() throws {
    var metadata = HostCallMetadata()
    try metadata.set("secret", forKey: "token")
    #expect("\(metadata)" == "metadata with the keys [\"token\"]")
  }
}
