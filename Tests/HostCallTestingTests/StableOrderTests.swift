// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostCall
import TestSupport
import Testing

@testable import HostCallTesting

/// A value with dictionaries and sets at any depth, and types that wrap them.
private indirect enum Nested: Codable, Hashable, Sendable {
  case number(Int)
  case text(String)
  case list([Nested])
  case dictionary([String: Nested])
  case numbered([Int: Nested])
  case pairs([Nested: Nested])
  case set(Set<Nested>)
  case optional(Set<Nested>?)
  case wrapped(Wrapper)
  case loop(Loop)
  case entries(Entries)
  case assignments(Assignments)
  case nestedSet(Set<[Nested: Nested]>)

  /// Forwards its encoding to a set.
  struct Wrapper: Codable, Hashable, Sendable {
    var all: Set<Nested>

    init(_ all: Set<Nested>) { self.all = all }
    init(from decoder: any Decoder) throws { all = try Set(from: decoder) }
    func encode(to encoder: any Encoder) throws { try all.encode(to: encoder) }
  }

  /// Encodes the pairs of a dictionary in a keyed container.
  struct Loop: Codable, Hashable, Sendable {
    var all: [String: Nested]

    struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(_ all: [String: Nested]) { self.all = all }

    init(from decoder: any Decoder) throws { all = try [String: Nested](from: decoder) }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for (key, value) in all { try container.encode(value, forKey: Key(stringValue: key)) }
    }
  }

  /// Encodes a dictionary as an array of its entries.
  struct Entries: Codable, Hashable, Sendable {
    struct Entry: Codable {
      var key: String
      var value: Nested
    }

    var all: [String: Nested]

    init(_ all: [String: Nested]) { self.all = all }

    init(from decoder: any Decoder) throws {
      all = Dictionary(try [Entry](from: decoder).map { ($0.key, $0.value) }) { first, _ in first }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      for (key, value) in all { try container.encode(Entry(key: key, value: value)) }
    }
  }

  /// Encodes a dictionary as an array of strings, such as `a=1`.
  struct Assignments: Codable, Hashable, Sendable {
    var all: [String: Int]

    init(_ all: [String: Int]) { self.all = all }

    init(from decoder: any Decoder) throws {
      let pairs = try [String](from: decoder).map { $0.split(separator: "=") }
      all = Dictionary(pairs.map { (String($0[0]), Int($0[1]) ?? 0) }) { first, _ in first }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      for (key, value) in all { try container.encode("\(key)=\(value)") }
    }
  }

  static func random(_ depth: Int, using random: inout SplitMix) -> Nested {
    func some<Element>(_ element: (inout SplitMix) -> Element) -> [Element] {
      (0..<Int.random(in: 0...5, using: &random)).map { _ in element(&random) }
    }
    func key(_ random: inout SplitMix) -> String { "k\(Int.random(in: 0..<100, using: &random))" }
    func value(_ random: inout SplitMix) -> Nested { .random(depth - 1, using: &random) }
    func pairs<Key: Hashable>(_ key: (inout SplitMix) -> Key) -> [Key: Nested] {
      Dictionary(some { (key(&$0), value(&$0)) }) { first, _ in first }
    }
    switch depth == 0 ? Int.random(in: 0...1, using: &random) : Int.random(in: 0...12, using: &random) {
    case 0: return .number(.random(in: -1000...1000, using: &random))
    case 1: return .text(key(&random))
    case 2: return .list(some(value))
    case 3: return .dictionary(pairs(key))
    case 4: return .numbered(pairs { .random(in: -9...9, using: &$0) })
    case 5: return .pairs(pairs(value))
    case 6: return .set(Set(some(value)))
    case 7: return .optional(Set(some(value)))
    case 8: return .wrapped(Wrapper(Set(some(value))))
    case 9: return .loop(Loop(pairs(key)))
    case 10: return .entries(Entries(pairs(key)))
    case 11:
      return .assignments(Assignments(Dictionary(some { (key(&$0), Int.random(in: 0...99, using: &$0)) }) { $1 }))
    default:
      let count = Int.random(in: 0...2, using: &random)
      return .nestedSet(Set((0..<count).map { _ in pairs(value) }))
    }
  }

  /// Returns an equal value whose hash tables were filled in another order and have another capacity.
  func rebuilt(using random: inout SplitMix) -> Nested {
    func table<Key: Hashable>(_ old: [Key: Nested], _ key: (Key, inout SplitMix) -> Key) -> [Key: Nested] {
      var new: [Key: Nested] = [:]
      new.reserveCapacity(Int.random(in: 0...64, using: &random))
      for (name, value) in old.shuffled(using: &random) { new[key(name, &random)] = value.rebuilt(using: &random) }
      return new
    }
    func set(_ old: Set<Nested>) -> Set<Nested> {
      var new: Set<Nested> = []
      new.reserveCapacity(Int.random(in: 0...64, using: &random))
      for element in old.shuffled(using: &random) { new.insert(element.rebuilt(using: &random)) }
      return new
    }
    switch self {
    case .number, .text: return self
    case .list(let elements): return .list(elements.map { $0.rebuilt(using: &random) })
    case .dictionary(let all): return .dictionary(table(all) { key, _ in key })
    case .numbered(let all): return .numbered(table(all) { key, _ in key })
    case .pairs(let all): return .pairs(table(all) { $0.rebuilt(using: &$1) })
    case .set(let all): return .set(set(all))
    case .optional(let all): return .optional(all.map(set))
    case .wrapped(let wrapper): return .wrapped(Wrapper(set(wrapper.all)))
    case .loop(let loop): return .loop(Loop(table(loop.all) { key, _ in key }))
    case .entries(let entries): return .entries(Entries(table(entries.all) { key, _ in key }))
    case .assignments(let assignments):
      var all: [String: Int] = [:]
      all.reserveCapacity(Int.random(in: 0...64, using: &random))
      for (key, value) in assignments.all.shuffled(using: &random) { all[key] = value }
      return .assignments(Assignments(all))
    case .nestedSet(let all):
      var new: Set<[Nested: Nested]> = []
      for element in all.shuffled(using: &random) { new.insert(table(element) { $0.rebuilt(using: &$1) }) }
      return .nestedSet(new)
    }
  }
}

/// One of several collections that are all encoded as arrays.
private enum Mixed: Encodable, Hashable {
  case list([UInt8])
  case set(Set<UInt8>)
  case pairs([UInt8: UInt8])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .list(let all): try container.encode(all.map(Int.init))
    case .set(let all): try container.encode(all)
    case .pairs(let all): try container.encode(all)
    }
  }

  static func random(using random: inout SplitMix) -> Mixed {
    let numbers = (0..<Int.random(in: 0...5, using: &random)).map { _ in UInt8.random(in: 0...23, using: &random) }
    switch Int.random(in: 0...2, using: &random) {
    case 0: return .list(numbers)
    case 1: return .set(Set(numbers))
    default: return .pairs(Dictionary(numbers.map { ($0, UInt8.random(in: 0...23, using: &random)) }) { $1 })
    }
  }

  /// The stable encoding, in which each element is a single byte.
  var bytes: [UInt8] {
    let content =
      switch self {
      case .list(let all): all
      case .set(let all): all.sorted()
      case .pairs(let all): all.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
      }
    return [0x80 + UInt8(content.count)] + content
  }
}

@Suite("StableMessage", .timeLimit(.minutes(1)))
struct StableOrderTests {
  private func stable(_ value: some Encodable) throws -> [UInt8] {
    try StableMessage.of(value).bytes
  }

  // Bytes written by hand: pairs and elements sorted by their encodings (RFC 8949, section 4.2.1).
  @Test("pairs and elements are sorted by their bytes")
  func order() throws {
    #expect(try stable(["b": 2, "a": 1]) == [0xA2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x02])
    #expect(try stable(["aa": 2, "b": 1]) == [0xA2, 0x61, 0x62, 0x01, 0x62, 0x61, 0x61, 0x02])
    #expect(try stable(Set([300, 2, -1])) == [0x83, 0x02, 0x19, 0x01, 0x2C, 0x20])
    // A dictionary with integer keys is a map with text keys; one with keys of other types is an array of keys and
    // values.
    #expect(try stable([10: true, 9: false]) == [0xA2, 0x61, 0x39, 0xF4, 0x62, 0x31, 0x30, 0xF5])
    struct Key: Codable, Hashable { var number: Int }
    #expect(
      try stable([Key(number: 2): 0, Key(number: 1): 0]) == [
        0x84, 0xA1, 0x66, 0x6E, 0x75, 0x6D, 0x62, 0x65, 0x72, 0x01, 0x00, 0xA1, 0x66, 0x6E, 0x75, 0x6D, 0x62, 0x65,
        0x72,
        0x02, 0x00,
      ])
  }

  @Test("the order is the same in each process: these files were written by hand")
  func processes() throws {
    try expectFixture(["b": "2", "a": "1"], "dictionary.text", record: .none)
    try expectFixture(["z", "y", "x"] as Set, "set.text", record: .none)
  }

  @Test("fields and array elements keep their order")
  func ordered() throws {
    struct Turned: Codable {
      var zip: Int
      var city: String
      var tags: [Int]
    }
    let value = Turned(zip: 1, city: "B", tags: [3, 1, 2])
    #expect(try stable(value) == CBOREncoder().encode(value))
    let item: CBORValue = [["b": 1], ["a": 2]]
    #expect(try stable(item) == CBOREncoder().encode(item))
    #expect(try stable(Data([3, 1, 2])) == [0x43, 3, 1, 2])
  }

  @Test("equal values have the same bytes, however they were built, at any depth")
  func generated() throws {
    var random = SplitMix(for: "orders of dictionaries and sets")
    for _ in 0..<200 {
      let value = Nested.random(3, using: &random)
      let other = value.rebuilt(using: &random)
      #expect(value == other)
      let bytes = try stable(value)
      #expect(try stable(other) == bytes, "\(value)")
      #expect(try CBORDecoder().decode(Nested.self, from: bytes) == value, "\(value)")
    }
  }

  @Test("a dictionary that is encoded as an array of its entries is sorted")
  func entries() throws {
    for count in 0...3 {
      let all = Dictionary(uniqueKeysWithValues: ["a", "b", "c"].prefix(count).map { ($0, 1) })
      let texts: [UInt8] = ["a", "b", "c"].prefix(count).flatMap { [0x63] + Array("\($0)=1".utf8) }
      #expect(try stable(Nested.Assignments(all)) == [0x80 + UInt8(count)] + texts)
    }
  }

  @Test("arrays, sets and dictionaries that are elements of one set are each sorted by their own kind")
  func mixed() throws {
    var random = SplitMix(for: "sets of different collections")
    for _ in 0..<500 {
      let count = Int.random(in: 0...8, using: &random)
      let value = Set((0..<count).map { _ in Mixed.random(using: &random) })
      let elements = value.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) }
      #expect(try stable(value) == [0x80 + UInt8(value.count)] + elements.joined(), "\(value)")
    }
  }

  @Test("a value that contains itself is an error")
  func endless() throws {
    final class Node: Encodable {
      var next: Node?
    }
    let node = Node()
    node.next = node
    defer { node.next = nil }
    #expect(throws: EncodingError.self) { try stable(node) }
    try TestFolder.with { folder in
      _ = #expect(throws: EncodingError.self) { try folder.fixture("node", .missing).expect(node) }
    }

    /// Ignores the encoder's error, so that encoding ends.
    final class Careless: Encodable {
      var next: Careless?

      func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try? container.encode(next)
      }
    }
    let careless = Careless()
    careless.next = careless
    defer { careless.next = nil }
    _ = try? stable(careless)
  }

  @Test("values that read their coding path are sorted")
  func codingPaths() throws {
    struct Named: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode([encoder.codingPath[encoder.codingPath.count - 1].stringValue: 1, "a": 0])
      }
    }
    #expect(try stable(["k": Named()]) == [0xA1, 0x61, 0x6B, 0xA2, 0x61, 0x61, 0x00, 0x61, 0x6B, 0x01])
    #expect(try stable([Named()])[..<3] == [0x81, 0xA2, 0x61])
  }

  @Test("a file in another order counts as equal, and is not rewritten")
  func files() throws {
    var random = SplitMix(for: "fixtures in other orders")
    try TestFolder.with { folder in
      for number in 0..<30 {
        let value = Nested.random(3, using: &random)
        try folder.write(try CBOREncoder().encode(value), "f\(number).cbor")
        let before = try folder.bytes("f\(number)")
        _ = #expect(throws: FixtureError.self, "the text beside it") {
          try folder.fixture("f\(number)", .missing).expect(value)
        }
        for recording in [FixtureRecording.none, .missing, .failed] {
          try folder.fixture("f\(number)", recording).expect(value.rebuilt(using: &random))
          #expect(try folder.bytes("f\(number)") == before)
        }
      }
    }
  }

  @Test("a difference is found in a value in another order")
  func differences() throws {
    try TestFolder.with { folder in
      _ = try? folder.fixture("d", .missing).expect(["a": 1, "b": 2, "c": 3])
      let error = #expect(throws: FixtureError.self) {
        try folder.fixture("d", .none).expect(["c": 3, "b": 4, "a": 1])
      }
      #expect(error?.description.contains("at byte 6, at .b: the fixture has 2, the value 4\n") == true)
    }
  }
}
