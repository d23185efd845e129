import Foundation
import HostCall
import TestSupport
import Testing

@testable import HostCallTesting

/// Dictionaries and sets at any depth, and what wraps them.
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

  /// Hands its own encoding on to a set's.
  struct Wrapper: Codable, Hashable, Sendable {
    var all: Set<Nested>

    init(_ all: Set<Nested>) { self.all = all }
    init(from decoder: any Decoder) throws { all = try Set(from: decoder) }
    func encode(to encoder: any Encoder) throws { try all.encode(to: encoder) }
  }

  /// Encodes a dictionary's pairs by itself.
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

  static func random(_ depth: Int, using random: inout SplitMix) -> Nested {
    func some<Element>(_ element: (inout SplitMix) -> Element) -> [Element] {
      (0..<Int.random(in: 0...5, using: &random)).map { _ in element(&random) }
    }
    func key(_ random: inout SplitMix) -> String { "k\(Int.random(in: 0..<100, using: &random))" }
    func value(_ random: inout SplitMix) -> Nested { .random(depth - 1, using: &random) }
    func pairs<Key: Hashable>(_ key: (inout SplitMix) -> Key) -> [Key: Nested] {
      Dictionary(some { (key(&$0), value(&$0)) }) { first, _ in first }
    }
    switch depth == 0 ? Int.random(in: 0...1, using: &random) : Int.random(in: 0...9, using: &random) {
    case 0: return .number(.random(in: -1000...1000, using: &random))
    case 1: return .text(key(&random))
    case 2: return .list(some(value))
    case 3: return .dictionary(pairs(key))
    case 4: return .numbered(pairs { .random(in: -9...9, using: &$0) })
    case 5: return .pairs(pairs(value))
    case 6: return .set(Set(some(value)))
    case 7: return .optional(Set(some(value)))
    case 8: return .wrapped(Wrapper(Set(some(value))))
    default: return .loop(Loop(pairs(key)))
    }
  }

  /// An equal value, whose tables were filled in another order and are of another size.
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
    }
  }
}

@Suite("The order of dictionaries and sets in a golden file", .timeLimit(.minutes(1)))
struct StableOrderTests {
  private func stable(_ value: some Encodable) throws -> [UInt8] {
    StableMessage.of(try CBOREncoder().encode(value), PlaceCollector.places(of: value))
  }

  // Bytes by hand: the pairs and elements of RFC 8949, section 4.2.1, sorted by their encodings.
  @Test("is that of their bytes")
  func order() throws {
    #expect(try stable(["b": 2, "a": 1]) == [0xA2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x02])
    #expect(try stable(["aa": 2, "b": 1]) == [0xA2, 0x61, 0x62, 0x01, 0x62, 0x61, 0x61, 0x02])
    #expect(try stable(Set([300, 2, -1])) == [0x83, 0x02, 0x19, 0x01, 0x2C, 0x20])
    // A dictionary from numbers is one of texts, and one from others an array of both.
    #expect(try stable([10: true, 9: false]) == [0xA2, 0x61, 0x39, 0xF4, 0x62, 0x31, 0x30, 0xF5])
    struct Key: Codable, Hashable { var number: Int }
    #expect(
      try stable([Key(number: 2): 0, Key(number: 1): 0]) == [
        0x84, 0xA1, 0x66, 0x6E, 0x75, 0x6D, 0x62, 0x65, 0x72, 0x01, 0x00, 0xA1, 0x66, 0x6E, 0x75, 0x6D, 0x62, 0x65,
        0x72,
        0x02, 0x00,
      ])
  }

  @Test("is the same in each process: these files were written by hand")
  func processes() throws {
    try expectFixture(["b": "2", "a": "1"], "dictionary.text", record: .none)
    try expectFixture(["z", "y", "x"] as Set, "set.text", record: .none)
  }

  @Test("does not concern what has an order: fields and elements")
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

  @Test("is the same however the value was made, wherever in it they are")
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

  @Test("makes no difference to a file in another order, which is not written again")
  func files() throws {
    var random = SplitMix(for: "fixtures in other orders")
    try TestFolder.with { folder in
      for number in 0..<30 {
        let value = Nested.random(3, using: &random)
        try folder.write(try CBOREncoder().encode(value), "f\(number).cbor")
        let before = try folder.bytes("f\(number)")
        for recording in [FixtureRecording.none, .missing, .failed] {
          try folder.fixture("f\(number)", recording).expect(value.rebuilt(using: &random))
          #expect(try folder.bytes("f\(number)") == before)
        }
      }
    }
  }

  @Test("is looked through to what differs")
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
