import CBORCodec
import Foundation
import Testing

@Suite("Hostile input")
struct HostileInputTests {
  private struct Record: Codable {
    var name: String
    var numbers: [Int]
    var inner: [String: Double?]
    var data: Data?
    var date: Date?
    var price: Decimal?
    var link: URL?
    var identifier: UUID?
    var choice: Choice?
    var next: [Record]?
  }

  private enum Choice: Codable {
    case none
    case some(Int128, label: String)
  }

  /// Decodes the bytes as many types. That none of it traps is the test.
  @discardableResult
  private func decodeAll(_ bytes: [UInt8]) -> Int {
    let decoder = CBORDecoder()
    func isValue<Value: Decodable>(_ type: Value.Type) -> Int {
      (try? decoder.decode(type, from: bytes)) == nil ? 0 : 1
    }
    return isValue(Record.self) + isValue([Record].self) + isValue(Choice.self) + isValue(Int.self)
      + isValue(Int8.self) + isValue(UInt64.self) + isValue(Int128.self) + isValue(Double.self)
      + isValue(Float16.self)
      + isValue(String.self) + isValue([UInt8].self) + isValue(Data.self) + isValue([Int].self)
      + isValue([Int: String].self) + isValue([String: [String: Int]].self) + isValue(Date.self)
      + isValue(Decimal.self) + isValue(URL.self) + isValue(UUID.self) + isValue(Int?.self)
      + isValue(Set<String>.self)
      + isValue([Double: Bool].self)
  }

  @Test(
    "Small messages that claim much are refused",
    arguments: [
      "5bffffffffffffffff", "7b7fffffffffffffff", "9bffffffffffffffff", "bbffffffffffffffff", "81", "a1",
      "9affffffff", "baffffffff", "5affffffff", "7affffffff", "bb7fffffffffffffff", "9b7fffffffffffffff",
      "5b7fffffffffffffff", "5bfffffffffffffff6", "5bfffffffffffffff8", "c25bffffffffffffffff",
      "9f9affffffff",
      "a15bffffffffffffffff00", "db", "5f5affffffff",
    ])
  func claims(_ bytes: String) {
    #expect(throws: CBORError.self) { try CBORDecoder().validate(hex(bytes)) }
    #expect(decodeAll(hex(bytes)) == 0)
  }

  @Test("Deep nesting is refused, whatever it is made of")
  func depth() {
    for opening in [[0x81], [0x9f], [0xa1, 0x00], [0xbf, 0x00], [0xa1], [0xc1], [0xd8, 0x40]] as [[UInt8]] {
      for count in [1000, 100_000] {
        let bytes = [[UInt8]](repeating: opening, count: count).joined() + [0]
        let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(Array(bytes)) }
        #expect(error?.code == .depthLimit)
        #expect(decodeAll(Array(bytes)) == 0)
      }
    }
  }

  @Test("Integers out of a type's range are an error, and no trap")
  func ranges() throws {
    func expectCorrupted<Value: Decodable>(
      _ type: Value.Type, _ bytes: String, at offset: Int = 0, location: SourceLocation = #_sourceLocation
    ) {
      let error = #expect(throws: DecodingError.self, sourceLocation: location) {
        try CBORDecoder().decode(type, from: hex(bytes))
      }
      guard case .dataCorrupted(let context)? = error else {
        Issue.record("\(String(describing: error))", sourceLocation: location)
        return
      }
      #expect(context.debugDescription.contains("(at byte \(offset))"), sourceLocation: location)
    }
    expectCorrupted(Int64.self, "3bffffffffffffffff")
    expectCorrupted(Int64.self, "3b8000000000000000")
    expectCorrupted(Int64.self, "1b8000000000000000")
    expectCorrupted(Int8.self, "190100")
    expectCorrupted(Int8.self, "1880")
    expectCorrupted(Int8.self, "3880")
    expectCorrupted(UInt8.self, "20")
    expectCorrupted(UInt64.self, "20")
    expectCorrupted(UInt64.self, "c249010000000000000000")
    expectCorrupted(Int128.self, "c25080000000000000000000000000000000")
    expectCorrupted(Int128.self, "c350ffffffffffffffffffffffffffffffff")
    expectCorrupted(Double.self, "1b0020000000000001")
    expectCorrupted(Float.self, "1a01000001")
    expectCorrupted(Float.self, "fb7e37e43c8800759c")
    expectCorrupted([UInt8].self, "820119" + "0100", at: 2)
    expectCorrupted([Int16].self, "8119ffff", at: 1)
    #expect(throws: DecodingError.self) {
      try CBORDecoder().decode(UInt128.self, from: hex("c25101" + String(repeating: "00", count: 16)))
    }
    #expect(try CBORDecoder().decode(Int8.self, from: hex("c24400000005")) == 5)
    #expect(
      try CBORDecoder().decode(Double.self, from: hex("c249010000000000000000")) == 18446744073709551616)
    #expect(try CBORDecoder().decode(Double.self, from: hex("3bffffffffffffffff")) == -18446744073709551616)
  }

  @Test("Every example of Appendix A decodes as every type, or gives an error")
  func appendixA() {
    for bytes in AppendixA.wellFormed { decodeAll(hex(bytes)) }
  }

  @Test("Keys in the worst order do not make decoding slow")
  func keyOrder() throws {
    // 20 000 keys, asked for from the last to the first, and again for keys that are not there.
    let count = 20_000
    let bytes = try CBOREncoder().encode(Dictionary(uniqueKeysWithValues: (0..<count).map { ("k\($0)", $0) }))
    struct Backwards: Decodable {
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: AnyKey.self)
        for number in (0..<20_000).reversed() {
          #expect(try container.decode(Int.self, forKey: AnyKey(stringValue: "k\(number)")) == number)
          #expect(!container.contains(AnyKey(stringValue: "m\(number)")))
        }
        #expect(container.allKeys.count == 20_000)
      }
    }
    _ = try CBORDecoder().decode(Backwards.self, from: bytes)
  }

  @Test("Random and mutated messages give a value or an error")
  func random() throws {
    var generator = SplitMix(seed: UInt64.random(in: .min ... .max))
    print("HostileInputTests.random: seed \(generator.seed)")
    let record = Record(
      name: "n", numbers: [1, -1000], inner: ["a": 1.5, "b": nil], data: Data([1, 2]),
      date: Date(timeIntervalSince1970: 5),
      price: 1.25, link: URL(string: "a:b"), identifier: UUID(), choice: .some(-5, label: "l"),
      next: [Record(name: "", numbers: [], inner: [:])])
    let seeds = try AppendixA.wellFormed.map { hex($0) } + [CBOREncoder().encode(record)]
    for _ in 0..<4000 {
      var bytes = seeds.randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&bytes, &generator) }
      decodeAll(bytes)
      decodeAll(
        (0..<Int.random(in: 0...24, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        })
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ generator: inout SplitMix) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0 where place < bytes.count: bytes[place] = .random(in: 0...255, using: &generator)
    case 1 where place < bytes.count: bytes.remove(at: place)
    case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    default: bytes.insert(.random(in: 0...255, using: &generator), at: place)
    }
  }
}

/// A generator whose runs can be repeated from the printed seed.
struct SplitMix: RandomNumberGenerator {
  let seed: UInt64
  private var state: UInt64

  init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
