// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import TestSupport
import Testing

/// Tests the optional checks of the decoder, and the orders of keys.
@Suite("Strict decoding")
struct StrictDecodingTests {
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

  @Test(
    "an item of indefinite length is an error if only definite lengths are allowed",
    arguments: [("9fff", 0), ("82 01 bfff", 2), ("7fff", 0), ("a1 5f4101ff 00", 1)])
  func indefinite(_ bytes: String, _ offset: Int) throws {
    var decoder = CBORDecoder()
    decoder.limits.rejectsIndefiniteLengths = true
    for attempt in [{ try decoder.validate($0) }, { _ = try decoder.decode(CBORValue.self, from: $0) }]
      as [([UInt8]) throws -> Void]
    {
      let error = #expect(throws: CBORError.self) { try attempt(hex(bytes)) }
      #expect(error?.code == .indefiniteLength && error?.offset == offset)
    }
    try CBORDecoder().validate(hex(bytes))
  }

  @Test(
    "any encoding that is not deterministic is an error, if requested",
    arguments: [
      ("1817", 0), ("190001", 0), ("9fff", 0), ("5801ff", 0), ("fa3fc00000", 0), ("f97e01", 0),
      ("fb7ff8000000000000", 0),
      ("c24101", 0), ("c249000000000000000001", 0), ("a2 0200 0100", 3), ("82 00 a2 616200 616100", 6),
      ("a2 616100 0100", 4),
    ])
  func nondeterministic(_ bytes: String, _ offset: Int) throws {
    var decoder = CBORDecoder()
    decoder.limits.rejectsNondeterministic = true
    let error = #expect(throws: CBORError.self) { try decoder.validate(hex(bytes)) }
    #expect(error?.code == .nondeterministic && error?.offset == offset, "\(String(describing: error))")
  }

  @Test("in length-first order, shorter keys come first, as in RFC 7049")
  func lengthFirst() throws {
    var (encoder, decoder) = (CBOREncoder(), CBORDecoder())
    encoder.deterministic = true
    decoder.limits.rejectsNondeterministic = true
    let map = try CBORValue(diagnostic: #"{"aa": 0, 100: 0, "z": 0, false: 0, 10: 0, [-1]: 0, -1: 0, [100]: 0}"#)
    let bytewise: [UInt8] = try encoder.encode(map)
    encoder.keyOrder = .lengthFirst
    let lengthFirst: [UInt8] = try encoder.encode(map)
    // RFC 7049, section 3.9, and RFC 8949, section 4.2.3.
    #expect(
      try CBORDecoder().diagnosticNotation(of: lengthFirst)
        == #"{10: 0, -1: 0, false: 0, 100: 0, "z": 0, [-1]: 0, "aa": 0, [100]: 0}"#)
    try decoder.validate(bytewise)
    #expect(throws: CBORError.self) { try decoder.validate(lengthFirst) }
    decoder.limits.keyOrder = .lengthFirst
    try decoder.validate(lengthFirst)
    #expect(throws: CBORError.self) { try decoder.validate(bytewise) }
  }

  @Test("the deterministic encoder's output is accepted in either order, and no other encoding of the same value is")
  func generated() throws {
    var generator = SplitMix(for: "values")
    for _ in 0..<300 {
      let value = Self.value(&generator, depth: 3)
      for order in [CBORKeyOrder.bytewise, .lengthFirst] {
        var (encoder, decoder) = (CBOREncoder(), CBORDecoder())
        encoder.deterministic = true
        encoder.keyOrder = order
        decoder.limits.rejectsNondeterministic = true
        decoder.limits.keyOrder = order
        let bytes: [UInt8] = try encoder.encode(value)
        #expect(throws: Never.self, "\(value)") { try decoder.validate(bytes) }
        let plain: [UInt8] = try CBOREncoder().encode(value)
        #expect(plain == bytes || (try? decoder.validate(plain)) == nil, "\(value)")
      }
    }
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

  private static func value(_ generator: inout SplitMix, depth: Int) -> CBORValue {
    func some() -> CBORValue { value(&generator, depth: depth - 1) }
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
    case 0: return .unsigned(UInt64.random(in: 0...300, using: &generator))
    case 1: return .float([1.5, 1e300, 0.1, .nan, -0.0].randomElement(using: &generator) ?? 0)
    case 2: return .text(["", "a", "b", "aa", "é"].randomElement(using: &generator) ?? "")
    case 3: return .bytes([UInt8](repeating: 1, count: .random(in: 0...30, using: &generator)))
    case 4: return .simple([20, 21, 22, 23, 0, 255].randomElement(using: &generator) ?? 0)
    case 5:
      return .tagged(
        2,
        .bytes([UInt8](repeating: .random(in: 0...1, using: &generator), count: .random(in: 0...12, using: &generator)))
      )
    case 6: return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in some() })
    case 7: return .tagged(UInt64.random(in: 5...40, using: &generator), some())
    default:
      var pairs: [CBORValue: CBORValue] = [:]
      for number in 0..<UInt64.random(in: 0...4, using: &generator) {
        // Different keys, some of which differ only in their last part.
        pairs[.array([some(), .unsigned(number)])] = some()
        pairs[.unsigned(number * 20)] = some()
      }
      return .map(pairs.map { CBORValue.Pair(key: $0.key, value: $0.value) }.shuffled(using: &generator))
    }
  }
}
