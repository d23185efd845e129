// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

@Suite("Descriptors in JSON")
struct JSONDescriptorTests {
  private enum Color: String, Codable { case red, green }

  private struct Profile: Codable, Sendable {
    var name: String
    var color: Color
    var friends: [Profile]
  }

  private struct FetchProfile: HostCallable {
    typealias Response = Profile
    static let documentation: String? = "Fetches a \"profile\".\nIn two lines."
    var userID: UInt64
  }

  private struct ReadClock: HostCallable, PlainData {
    typealias Response = Double
    var clock: UInt32
  }

  private struct WatchProfile: HostStreamable {
    typealias Element = Profile
    var userID: UInt64
  }

  private struct ThemeChanged: HostEvent {
    var isDark: Bool
  }

  private func descriptor() async throws -> [UInt8] {
    let bridge = HostBridge()
    try bridge.declare(FetchProfile.self, ReadClock.self, WatchProfile.self)
    try bridge.declareEvents(ThemeChanged.self)
    try bridge.exposeBytes("anything") { .response($0.payload) }
    let bytes = bridge.descriptor()
    await bridge.close()
    return bytes
  }

  @Test("a descriptor is the same after it was JSON, and its JSON after it was a descriptor")
  func roundTrip() async throws {
    let bytes = try await descriptor()
    let text = try JSONDescriptor(cbor: bytes).text
    for name in ["watch_profile", "theme_changed"] { #expect(text.contains(#""name" : "\#(name)""#)) }
    #expect(try JSONDescriptor(text: text).cbor == bytes)
    #expect(try JSONDescriptor(cbor: JSONDescriptor(text: text).cbor).text == text)
  }

  @Test("a fingerprint is hexadecimal text")
  func fingerprint() async throws {
    let text = try JSONDescriptor(cbor: try await descriptor()).text
    let fingerprint = String(HostCallSchema(FetchProfile.self).fingerprint, radix: 16)
    #expect(text.contains(#""fingerprint" : "0x\#(fingerprint)""#))
    let wrong = text.replacing("0x\(fingerprint)", with: fingerprint)
    let error = #expect(throws: DecodingError.self) { try JSONDescriptor(text: wrong) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("expected 0x and up to 16 hexadecimal digits"))
  }
}
