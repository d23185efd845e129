// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import TestSupport
import Testing

/// Several containers of one encoder.
@Suite("Several containers of one encoder")
struct SharedContainerTests {
  private struct A: Encodable { var x: Int }

  @Test("a keyed container continues the map that a value in a single-value container has written")
  func map() throws {
    struct Both: Encodable {
      func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode(A(x: 1))
        var keyed = encoder.container(keyedBy: AnyKey.self)
        try keyed.encode(2, forKey: AnyKey(stringValue: "y"))
      }
    }
    #expect(hex(try CBOREncoder().encode(Both())) == "a2617801617902")
    #expect(hex(try CBOREncoder().encode([Both()])) == "81a2617801617902")
  }

  @Test("an unkeyed container continues the array that a value in a single-value container has written")
  func array() throws {
    struct Both: Encodable {
      func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode([1, 2])
        var unkeyed = encoder.unkeyedContainer()
        try unkeyed.encode(3)
      }
    }
    #expect(hex(try CBOREncoder().encode(Both())) == "83010203")
  }

  /// A value that encodes some pairs, keeps its container and throws.
  private struct Failing: Encodable {
    struct Failed: Error {}
    final class Keeper { var containers: [KeyedEncodingContainer<AnyKey>] = [] }
    var pairs: Int
    var keeper: Keeper?

    func encode(to encoder: any Encoder) throws {
      var keyed = encoder.container(keyedBy: AnyKey.self)
      for pair in 0..<pairs { try keyed.encode(pair, forKey: AnyKey(stringValue: "k\(pair)")) }
      keeper?.containers.append(keyed)
      throw Failed()
    }
  }

  /// A value that continues after another one in its single-value container has thrown.
  private struct Continuing: Encodable {
    var failing: Failing
    var keys: [String]

    func encode(to encoder: any Encoder) throws {
      var single = encoder.singleValueContainer()
      do { try single.encode(failing) } catch is Failing.Failed {}
      for container in failing.keeper?.containers ?? [] {
        var container = container
        #expect(throws: EncodingError.self) { try container.encode(1, forKey: "late") }
        _ = container.nestedContainer(keyedBy: AnyKey.self, forKey: "nested")
      }
      var keyed = encoder.container(keyedBy: AnyKey.self)
      for key in keys { try keyed.encode(0, forKey: AnyKey(stringValue: key)) }
    }
  }

  @Test("pairs of a value that threw are not mistaken for pairs of the container after it")
  func rolledBack() throws {
    let keys = (0..<16).map { "m\($0)" }
    for keys in [keys + ["k19"], keys + ["k19", "m3", "k19"], keys + ["n", "m0"], keys + keys] {
      let bytes: [UInt8] = try CBOREncoder().encode(Continuing(failing: Failing(pairs: 20), keys: keys))
      let expected = Dictionary(keys.map { ($0, 0) }) { $1 }
      #expect(try CBORDecoder().decode([String: Int].self, from: bytes) == expected, "\(keys)")
    }
  }

  @Test("a container of a value that threw cannot be written to")
  func keptContainer() throws {
    #expect(throws: EncodingError.self) {
      _ =
        try CBOREncoder().encode(
          Continuing(failing: Failing(pairs: 1, keeper: Failing.Keeper()), keys: [])) as [UInt8]
    }
  }

  @Test("what a value has requested from its encoder ends with it, whether or not it throws", arguments: [true, false])
  func keptBehindContainer(_ fails: Bool) throws {
    var kept: [any Encoder] = []
    func encoded(_ use: @escaping (any Encoder) throws -> Void) throws -> String {
      let inner = Scripted { encoder in
        kept = [encoder]
        var keyed = encoder.container(keyedBy: AnyKey.self)
        try keyed.encode(0, forKey: "z")
        if fails { throw Written.Failed() }
      }
      return hex(
        try CBOREncoder().encode(
          Scripted { encoder in
            var single = encoder.singleValueContainer()
            do { try single.encode(inner) } catch is Written.Failed {}
            var keyed = encoder.container(keyedBy: AnyKey.self)
            try keyed.encode(1, forKey: "a")
            try use(kept[0])
            try keyed.encode(2, forKey: "b")
          }))
    }
    #expect(throws: EncodingError.self) {
      try encoded { encoder in
        var container = encoder.container(keyedBy: AnyKey.self)
        try container.encode(3, forKey: "late")
      }
    }
    let bytes = try encoded { encoder in
      var container = encoder.singleValueContainer()
      #expect(throws: EncodingError.self) { try container.encode(3) }
    }
    #expect(bytes == (fails ? "a2616101616202" : "a3617a00616101616202"))
  }

  @Test(
    "a kept container of a value that ended cannot be written to after its parent has opened one",
    arguments: [true, false])
  func keptContainerBehindContainer(_ fails: Bool) throws {
    var keyed: [KeyedEncodingContainer<AnyKey>] = []
    let map = Scripted { encoder in
      keyed = [encoder.container(keyedBy: AnyKey.self)]
      if fails { throw Written.Failed() }
    }
    var unkeyed: [any UnkeyedEncodingContainer] = []
    let array = Scripted { encoder in
      unkeyed = [encoder.unkeyedContainer()]
      if fails { throw Written.Failed() }
    }
    let bytes =
      try CBOREncoder().encode(
        Scripted { encoder in
          var outer = encoder.unkeyedContainer()
          try outer.encode(
            Scripted { encoder in
              var single = encoder.singleValueContainer()
              do { try single.encode(map) } catch is Written.Failed {}
              var container = encoder.container(keyedBy: AnyKey.self)
              try container.encode(1, forKey: "a")
              #expect(throws: EncodingError.self) { try keyed[0].encode(2, forKey: "late") }
              try container.encode(3, forKey: "b")
            })
          try outer.encode(
            Scripted { encoder in
              var single = encoder.singleValueContainer()
              do { try single.encode(array) } catch is Written.Failed {}
              var container = encoder.unkeyedContainer()
              try container.encode(4)
              #expect(throws: EncodingError.self) { try unkeyed[0].encode(5) }
              #expect(unkeyed[0].count == 0)
              try container.encode(6)
            })
        }) as [UInt8]
    #expect(hex(bytes) == "82" + "a2616101616203" + "820406")
  }

  @Test("pairs after those of a value in a single-value container replace them, however many there are")
  func manyPairs() throws {
    let inner = Scripted { encoder in
      var keyed = encoder.container(keyedBy: AnyKey.self)
      for number in 0..<40 { try keyed.encode(number, forKey: AnyKey(stringValue: "k\(number)")) }
    }
    let bytes =
      try CBOREncoder().encode(
        Scripted { encoder in
          var single = encoder.singleValueContainer()
          try single.encode(inner)
          var keyed = encoder.container(keyedBy: AnyKey.self)
          for number in 30..<50 { try keyed.encode(-number, forKey: AnyKey(stringValue: "k\(number)")) }
        }) as [UInt8]
    let expected = Dictionary(uniqueKeysWithValues: (0..<50).map { ("k\($0)", $0 < 30 ? $0 : -$0) })
    #expect(try CBORDecoder().decode([String: Int].self, from: bytes) == expected)
  }

  /// A value in a single-value container, and more pairs.
  private struct Extended: Encodable {
    var value: [String: CBORRawItem]
    var raw: CBORRawItem?
    var keys: [String]

    func encode(to encoder: any Encoder) throws {
      var single = encoder.singleValueContainer()
      if let raw { try single.encode(raw) } else { try single.encode(value) }
      var keyed = encoder.container(keyedBy: AnyKey.self)
      for key in keys { try keyed.encode(0, forKey: AnyKey(stringValue: key)) }
    }
  }

  @Test("a keyed container continues a map whose values have indefinite lengths")
  func indefinite() throws {
    for item in ["9f01ff", "bf0102ff", "5f41024101ff", "9f9fff7f6161ffbf019fffffff", "c19f01ff"] {
      let value = Extended(value: ["a": try CBORRawItem(hex(item))], keys: ["b", "a", "c"])
      #expect(hex(try CBOREncoder().encode(value)) == "a3616200616100616300", "\(item)")
      let plain = Extended(value: ["a": try CBORRawItem(hex(item))], keys: ["b"])
      #expect(hex(try CBOREncoder().encode([plain])) == "81a26161" + item + "616200")
    }
  }

  @Test("a container cannot continue a raw item, which is written unchanged")
  func raw() throws {
    for deterministic in [false, true] {
      var encoder = CBOREncoder()
      encoder.deterministic = deterministic
      for item in ["a261629f01ff616102", "bfff"] {
        let value = Extended(value: [:], raw: try CBORRawItem(hex(item)), keys: ["c", "a"])
        #expect(throws: EncodingError.self) { _ = try encoder.encode([value]) as [UInt8] }
      }
    }
  }

  @Test("all pairs of all maps are present, and the last pair of a key is used")
  func generated() throws {
    struct Parts: Encodable {
      let parts: [[String: Int]]
      func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        try single.encode(parts[0])
        for part in parts.dropFirst() {
          var keyed = encoder.container(keyedBy: AnyKey.self)
          for (key, value) in part { try keyed.encode(value, forKey: AnyKey(stringValue: key)) }
        }
      }
    }
    var generator = SplitMix(for: "parts of maps")
    for _ in 0..<300 {
      let parts = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        Dictionary(
          (0..<Int.random(in: 0...20, using: &generator)).map { _ in
            ("\(Int.random(in: 0...40, using: &generator))", Int.random(in: 0...99, using: &generator))
          }, uniquingKeysWith: { $1 })
      }
      let merged = parts.reduce(into: [String: Int]()) { $0.merge($1) { $1 } }
      let bytes: [UInt8] = try CBOREncoder().encode(Parts(parts: parts))
      #expect(try CBORDecoder().decode([String: Int].self, from: bytes) == merged, "\(parts)")
    }
  }
}
