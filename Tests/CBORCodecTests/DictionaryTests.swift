// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import TestSupport
import Testing

/// A dictionary has every pair of its map, or decoding throws an error; and a map has every pair of its dictionary.
@Suite("Dictionaries")
struct DictionaryTests {
  private func error<Value: Decodable>(_ type: Value.Type, _ bytes: String) -> String {
    let error = #expect(throws: DecodingError.self, "\(type) from \(bytes)") {
      try CBORDecoder().decode(type, from: hex(bytes))
    }
    return error.map { "\($0)" } ?? ""
  }

  @Test(
    "a key that is not text is an error at its offset",
    arguments: [
      ("a1416101", 1), ("a2616101f93e0002", 4), ("a10102", 1), ("bf616101f502ff", 4), ("a1c1616101", 1), ("a18001", 1),
    ])
  func textKeys(_ bytes: String, _ offset: Int) {
    #expect(error([String: Int].self, bytes).contains("(at byte \(offset))"))
    #expect(error([[String: Int]].self, "81" + bytes).contains("(at byte \(offset + 1))"))
    // With a wrapper, the dictionary decodes itself, and its key type, text or integer, is unknown.
    if bytes != "a10102" { #expect(error(Forwarding<String>.self, bytes).contains("(at byte \(offset))")) }
    // A dictionary inside another one.
    #expect(error([String: [String: Int]].self, "a16178" + bytes).contains("(at byte \(offset + 3))"))
  }

  @Test(
    "a key that an Int cannot represent is an error at its offset",
    arguments: [
      ("a11bffffffffffffffff01", 1), ("a2f501f602", 1), ("a2616101f602", 1), ("a13bffffffffffffffff01", 1),
      ("a301010201f601", 5),
    ])
  func integerKeys(_ bytes: String, _ offset: Int) {
    #expect(error([Int: Int].self, bytes).contains("(at byte \(offset))"))
  }

  @Test(
    "two keys that would become one are an error, such as an integer and its digits",
    arguments: [
      "a201616161316162", "a261316161016162", "bf01616161316162ff",
    ])
  func equalKeys(_ bytes: String) {
    #expect(error([Int: String].self, bytes).contains("at byte"))
    #expect(error([String: String].self, bytes).contains("at byte"))
  }

  @Test("text and integers both decode as Int keys, in any order")
  func mixedKeys() throws {
    #expect(try CBORDecoder().decode([Int: Int].self, from: hex("a20102613304")) == [1: 2, 3: 4])
    #expect(try CBORDecoder().decode([Int: Int].self, from: hex("a0")) == [:])
  }

  @Test("keys with equal integer values remain separate if keys may encode as integers")
  func representedKeys() throws {
    var encoder = CBOREncoder()
    encoder.keyEncoding = .integerIfPresent
    let versions: [Version: Int] = [Version(rawValue: "1"): 1, Version(rawValue: "01"): 2, Version(rawValue: "+1"): 3]
    let bytes: [UInt8] = try encoder.encode(versions)
    #expect(bytes.first == 0xa3)
    #expect(try CBORDecoder().decode([Version: Int].self, from: bytes) == versions)
    // Integers still encode as integers,
    #expect(hex(try encoder.encode([1: 2])) == "a10102")
    // unless a wrapper lets the dictionary encode itself, which hides its type.
    #expect(hex(try encoder.encode(Forwarding(pairs: [1: 2]))) == "a1613102")
    #expect(hex(try encoder.encode(Forwarding(pairs: ["1": 2]))) == "a1613102")
  }

  @Test("texts with the same number are keys of a dictionary of texts, and an error for one of integers")
  func numbers() throws {
    let bytes = hex("a2 6131 01 623031 02")
    #expect(try CBORDecoder().decode([String: Int].self, from: bytes) == ["1": 1, "01": 2])
    #expect(error([Int: Int].self, "a2 6131 01 623031 02").contains("(at byte 4)"))
    // The exception that CBORDecoder documents: a dictionary that decodes itself hides whether its keys are integers,
    // and the texts must be possible.
    #expect(try CBORDecoder().decode(Forwarding<String>.self, from: bytes).pairs == ["1": 1, "01": 2])
    #expect(try CBORDecoder().decode(Forwarding<Int>.self, from: bytes).pairs.count == 1)
  }

  @Test("two keys with the same encoding are an error, directly and through containers", arguments: [2, 16, 17, 40])
  func alike(_ count: Int) throws {
    var pairs: [Alias: Int] = [:]
    for place in 1..<count { pairs[Alias(name: "k\(place)", number: 0)] = place }
    var containers = CBOREncoder()
    containers.userInfo = .throughContainers
    for encoder in [CBOREncoder(), containers] {
      let bytes: [UInt8] = try encoder.encode(pairs)
      #expect(try CBORDecoder().decode([String: Int].self, from: bytes).count == count - 1)
      var doubled = pairs
      doubled[Alias(name: "k1", number: 1)] = 0
      for value in [["a": [doubled]], ["b": [pairs, doubled]]] {
        let error = #expect(throws: EncodingError.self) { _ = try encoder.encode(value) as [UInt8] }
        guard case .invalidValue(_, let context)? = error else { continue }
        #expect(context.debugDescription.contains("Two keys of a dictionary are encoded as \"k1\""))
        #expect(context.codingPath.map(\.stringValue) == (value["a"] == nil ? ["b", "Index 1"] : ["a", "Index 0"]))
      }
    }
  }

  @Test("a value that continues after the error about two keys encodes one of the pairs", arguments: [2, 40])
  func alikeAndContinued(_ count: Int) throws {
    var pairs: [Alias: Int] = [Alias(name: "k1", number: 1): 0]
    for place in 1..<count { pairs[Alias(name: "k\(place)", number: 0)] = 0 }
    let bytes: [UInt8] = try CBOREncoder().encode(
      Scripted { [pairs] encoder in
        #expect(throws: EncodingError.self) { try pairs.encode(to: encoder) }
        var container = encoder.container(keyedBy: AnyKey.self)
        try container.encode(1, forKey: "last")
      })
    let decoded = try CBORDecoder().decode([String: Int].self, from: bytes)
    #expect(decoded["k1"] == 0 && decoded["last"] == 1)
  }

  @Test("any map decodes as a dictionary of all its pairs, or throws an error")
  func generatedMaps() throws {
    var generator = SplitMix(for: "maps")
    var decoded: Set<String> = []
    for _ in 0..<500 {
      let message = Self.map(&generator)
      let value = try CBORDecoder().decode(CBORValue.self, from: message)
      let count = Self.pairs(of: value)
      func check<Key: Decodable & Hashable>(_ type: Key.Type) {
        guard let pairs = try? CBORDecoder().decode([Key: CBORValue].self, from: message) else { return }
        if count > 1 { decoded.insert("\(type)") }
        #expect(pairs.count == count, "\(value) as [\(type): …] has \(pairs.count) pairs")
      }
      check(String.self)
      check(Int.self)
      check(Version.self)
    }
    #expect(decoded == ["String", "Int", "Version"])
  }

  private static func pairs(of value: CBORValue) -> Int {
    if case .map(let pairs) = value { pairs.count } else { 0 }
  }

  /// Returns a map of up to six pairs, whose keys are often equal in Swift.
  private static func map(_ generator: inout SplitMix) -> [UInt8] {
    let keys = [
      "00", "01", "20", "1801", "6131", "6130", "623031", "622d31", "6161", "62c3a9", "6365cc81", "4161", "f93e00",
      "f5", "f6",
      "1bffffffffffffffff", "7f6131ff", "c16131", "80",
    ]
    var pairs: [String: UInt8] = [:]
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      pairs[keys.randomElement(using: &generator) ?? ""] = .random(in: 0...23, using: &generator)
    }
    // These are equal keys in CBOR.
    if pairs["01"] != nil { pairs["1801"] = nil }
    if pairs["6131"] != nil { pairs["7f6131ff"] = nil }
    return [0xa0 | UInt8(pairs.count)] + pairs.sorted { $0.key < $1.key }.flatMap { hex($0.key) + [$0.value] }
  }
}

/// A key whose text is only a part of it.
private struct Alias: Hashable, Codable, CBORCodable, CodingKeyRepresentable {
  let name: String
  let number: Int

  init(name: String, number: Int) { (self.name, self.number) = (name, number) }

  init?(codingKey: some CodingKey) { self.init(name: codingKey.stringValue, number: 0) }

  var codingKey: any CodingKey { AnyKey(stringValue: name) }

  init(from reader: inout CBORReader) throws { self.init(name: try reader.decode(), number: 0) }

  func encode(to writer: inout CBORWriter) { writer.encode(name) }
}

/// A version string, different values of which have the same `Int` value.
private struct Version: RawRepresentable, Hashable, Codable, CodingKeyRepresentable {
  let rawValue: String
}

/// A wrapper that lets a dictionary encode and decode itself.
private struct Forwarding<Key: Hashable & Codable>: Codable {
  let pairs: [Key: Int]

  init(pairs: [Key: Int]) { self.pairs = pairs }

  init(from decoder: any Decoder) throws { pairs = try [Key: Int](from: decoder) }

  func encode(to encoder: any Encoder) throws { try pairs.encode(to: encoder) }
}
