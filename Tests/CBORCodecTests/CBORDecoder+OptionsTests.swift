// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

@Suite("CBORDecoder.Options")
struct CBORDecoderOptionsTests {
  private struct Outer: Decodable {
    struct Inner: Decodable { var x: Int? }
    var a: Int?
    var inner: Inner?
  }

  private func unknown<Value: Decodable>(_ type: Value.Type, _ bytes: String) throws {
    var decoder = CBORDecoder()
    decoder.rejectsUnknownKeys = true
    _ = try decoder.decode(type, from: hex(bytes))
  }

  @Test("an unknown key is an error with its offset and coding path, if requested")
  func unknownKeys() throws {
    try unknown(Outer.self, "a2 616101 65696e6e6572 a1617802")
    try unknown([String: Int].self, "a1617a01")
    try unknown(CBORValue.self, "a1617a01")
    for (bytes, offset, path) in [
      ("a2 616101 617a02", 4, []), ("a1 65696e6e6572 a1617902", 8, ["inner"]), ("a2 0102 616101", 1, []),
      ("bf 617a02 ff", 1, []),
    ] as [(String, Int, [String])] {
      let error = #expect(throws: DecodingError.self, "\(bytes)") { try unknown(Outer.self, bytes) }
      guard case .dataCorrupted(let context) = error else {
        Issue.record("another error: \(String(describing: error))")
        continue
      }
      #expect(context.debugDescription.contains("(at byte \(offset))"))
      #expect(context.codingPath.map(\.stringValue) == path)
    }
    // By default, the key is ignored.
    #expect(try CBORDecoder().decode(Outer.self, from: hex("a2 616101 617a02")).a == 1)
  }

  @Test("a second pair with a known key is not unknown, if duplicates are allowed")
  func unknownDuplicates() throws {
    var decoder = CBORDecoder()
    decoder.rejectsUnknownKeys = true
    decoder.limits.rejectsDuplicateKeys = false
    #expect(try decoder.decode(Outer.self, from: hex("a2 616101 616102")).a == 1)
    #expect(try decoder.decode(Outer.self, from: hex("a2 616101 78016102")).a == 1)
    #expect(throws: DecodingError.self) { try decoder.decode(Outer.self, from: hex("a3 616101 616102 616203")) }
  }

  @Test("floats without a fraction decode as integers, if requested and if the type can hold them")
  func integralFloats() throws {
    var decoder = CBORDecoder()
    decoder.acceptsIntegralFloats = true
    #expect(try decoder.decode(Int64.self, from: hex("fb4059000000000000")) == 100)
    #expect(try decoder.decode([UInt8].self, from: hex("82f93c0002")) == [1, 2])
    #expect(try decoder.decode([String: Int].self, from: hex("a16161fa47c35000")) == ["a": 100_000])
    for (bytes, type) in [("f93e00", "a fraction"), ("f97e00", "no number"), ("fb43f0000000000000", "2 to the 64th")] {
      #expect(throws: DecodingError.self, "\(type)") { try decoder.decode(Int64.self, from: hex(bytes)) }
    }
    #expect(throws: DecodingError.self) { try decoder.decode(Int8.self, from: hex("f95800")) }
    #expect(throws: DecodingError.self) { try CBORDecoder().decode(Int64.self, from: hex("f93c00")) }
  }
}
