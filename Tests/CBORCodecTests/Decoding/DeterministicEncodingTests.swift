// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import TestSupport
import Testing

/// Compares items with their deterministic encoding, by the decoder that accepts no other.
@Suite("DeterministicEncoding")
struct DeterministicEncodingTests {
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
