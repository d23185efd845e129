// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import TestSupport
import Testing

@Suite("Deterministic encoding")
struct DeterministicOrderTests {
  private func sorted(_ notation: String) throws -> String {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    let bytes: [UInt8] = try encoder.encode(CBORValue(diagnostic: notation))
    #expect(hex(try encoder.encode(CBORDecoder().decode(CBORValue.self, from: bytes))) == hex(bytes))
    return try CBORDecoder().diagnosticNotation(of: bytes)
  }

  @Test("keys are sorted by their bytes, as in the example of RFC 8949, section 4.2.1")
  func example() throws {
    #expect(
      try sorted("{false: 0, [-1]: 0, [100]: 0, \"aa\": 0, \"z\": 0, -1: 0, 100: 0, 10: 0}")
        == "{10: 0, 100: 0, -1: 0, \"z\": 0, \"aa\": 0, [100]: 0, [-1]: 0, false: 0}")
  }

  @Test("nested maps are sorted, in values, keys, arrays and tags, the inner before the outer")
  func nested() throws {
    #expect(
      try sorted("{\"b\": {2: 0, 1: [{\"y\": 1, \"x\": 6({4: 0, 3: 0})}]}, \"a\": 0}")
        == "{\"a\": 0, \"b\": {1: [{\"x\": 6({3: 0, 4: 0}), \"y\": 1}], 2: 0}}")
    #expect(try sorted("{{2: 0, 1: 0}: 1, {1: 0, 0: 9}: 2}") == "{{0: 9, 1: 0}: 2, {1: 0, 2: 0}: 1}")
    #expect(try sorted("[{}, [], {1: {}}, \"a\", h'', 1(2), {1: 2}]") == "[{}, [], {1: {}}, \"a\", h'', 1(2), {1: 2}]")
  }

  @Test("the bytes of dictionaries, superclasses and nested containers do not depend on their order")
  func dictionaries() throws {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    let keys = (0..<500).map { "key \($0)" }
    let one = Dictionary(uniqueKeysWithValues: keys.map { ($0, [$0: 1, "a": 2]) })
    var other: [String: [String: Int]] = [:]
    for key in keys.reversed() { other[key] = ["a": 2, key: 1] }
    #expect(try encoder.encode(one) as [UInt8] == encoder.encode(other))

    struct Nested: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyKey.self)
        var late = container.nestedContainer(keyedBy: AnyKey.self, forKey: AnyKey(stringValue: "z"))
        try container.encode(1, forKey: AnyKey(stringValue: "a"))
        try late.encode(2, forKey: AnyKey(stringValue: "y"))
        try late.encode(3, forKey: AnyKey(stringValue: "b"))
      }
    }
    #expect(hex(try encoder.encode(Nested())) == hex(hex("a2 6161 01 617a a2 6162 03 6179 02")))
  }

  @Test("a nested container before a set keeps its order, and the set is sorted")
  func setAfterNestedContainer() throws {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    let set = Set((0..<20).map { 20 - $0 })
    let bytes: [UInt8] = try encoder.encode(
      Scripted { encoder in
        var container = encoder.unkeyedContainer()
        for _ in 0..<2 {
          var nested = container.nestedUnkeyedContainer()
          try nested.encode(2)
          try nested.encode(1)
          try container.encode(set)
        }
      })
    let sorted = hex((1...20).map { UInt8($0) })
    #expect(hex(bytes) == "84" + "820201" + "94" + sorted + "820201" + "94" + sorted)
  }

  @Test("floats have their shortest form, whatever the float option is")
  func floats() throws {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    encoder.floatEncoding = .declaredWidth
    #expect(hex(try encoder.encode(1.5)) == "f93e00")
  }

  @Test("a map of a hundred thousand pairs in reverse order is sorted")
  func many() throws {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    let pairs = (0..<100_000).reversed().map { CBORValue.Pair(key: .unsigned($0), value: nil) }
    let bytes: [UInt8] = try encoder.encode(CBORValue.map(pairs))
    #expect(try CBORDecoder().decode(CBORValue.self, from: bytes) == .map(pairs.reversed()))
  }

  @Test("equal sets, and equal dictionaries with any keys, give equal bytes")
  func generated() throws {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    var generator = SplitMix(for: "sets and dictionaries")
    for round in 0..<60 {
      let numbers = (0..<round).map { _ in UInt64.random(in: 0...100_000, using: &generator) }
      // Another capacity causes another order.
      var roomy = Set<String>(minimumCapacity: 1000)
      var table = [UInt64: Set<Int>](minimumCapacity: 1000)
      for number in numbers.shuffled(using: &generator) {
        roomy.insert("\(number)")
        table[number] = [1, 2, Int(number)]
      }
      let tight = Set(numbers.map { "\($0)" })
      let other = Dictionary(numbers.map { ($0, Set([Int($0), 2, 1])) }, uniquingKeysWith: { $1 })
      #expect(roomy == tight && table == other)
      #expect(try encoder.encode(roomy) as [UInt8] == encoder.encode(tight))
      #expect(try encoder.encode(table) as [UInt8] == encoder.encode(other))
      #expect(try encoder.encode([[roomy]]) as [UInt8] == encoder.encode([[tight]]))
      #expect(try encoder.encode(["a": table]) as [UInt8] == encoder.encode(["a": other]))
      // All elements are present, and sorted by their bytes.
      let elements = tight.map { [UInt8(0x60 + $0.utf8.count)] + Array($0.utf8) }.sorted {
        $0.lexicographicallyPrecedes($1)
      }
      #expect(try (encoder.encode(roomy) as [UInt8]).suffix(elements.joined().count) == Array(elements.joined())[...])
    }
  }

  @Test("bignums lose a tag that 64 bits make unnecessary, and leading zeros, only if requested")
  func bignums() throws {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    func bytes(_ number: UInt64, _ content: String) -> CBORValue { .tagged(number, .bytes(hex(content))) }
    for (value, plain, expected) in [
      (bytes(2, "01"), "c24101", "01"), (bytes(2, ""), "c240", "00"), (bytes(3, "00"), "c34100", "20"),
      (bytes(2, "ffffffffffffffff"), "c248ffffffffffffffff", "1bffffffffffffffff"),
      (bytes(2, "00010000000000000000"), "c24a00010000000000000000", "c249010000000000000000"),
      (bytes(3, "010000000000000000"), "c349010000000000000000", "c349010000000000000000"),
    ] {
      #expect(hex(try CBOREncoder().encode(value)) == plain)
      #expect(hex(try encoder.encode(value)) == expected)
      #expect(hex(try encoder.encode([value])) == "81" + expected)
    }
  }

  @Test("decimals that are equal have equal bytes, however many zeros end their digits")
  func decimals() throws {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    for (text, scale, expected) in [
      ("1", "0.001", "c4820001"), ("-1.5", "0.001", "c482202e"), ("100", "1", "c4820201"), ("0", "0.01", "c4820000"),
      ("1230000", "1", "c48204187b"), ("1e127", "1e100", "c482187f01"), ("0.07", "0.01", "c4822107"),
    ] {
      let number = try #require(Decimal(string: text))
      // Has the same number of digits after the point as the scale.
      var scaled = number
      var scale = try #require(Decimal(string: scale))
      _ = unsafe NSDecimalNormalize(&scaled, &scale, .plain)
      for value in [number, scaled] {
        #expect(value == number)
        #expect(hex(try encoder.encode(value) as [UInt8]) == expected, "\(text)")
        #expect(hex(try encoder.encode([value]) as [UInt8]) == "81" + expected, "\(text)")
      }
      #expect(try CBORDecoder().decode(Decimal.self, from: hex(expected)) == number)
    }
  }

  @Test("values that are equal in Swift keep their different encodings")
  func equalParts() throws {
    var encoder = CBOREncoder()
    encoder.deterministic = true
    #expect(hex(try encoder.encode(Set([0.0])) as [UInt8]) == "81f90000")
    #expect(hex(try encoder.encode(Set([-0.0])) as [UInt8]) == "81f98000")
    #expect(hex(try encoder.encode(["e\u{301}"]) as [UInt8]) == "816365cc81")
  }
}
