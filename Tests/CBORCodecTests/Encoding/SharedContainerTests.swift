import CBORCodec
import TestSupport
import Testing

/// Several containers of one encoder.
@Suite("Shared containers")
struct SharedContainerTests {
  private struct A: Encodable { var x: Int }

  @Test("A keyed container continues the map that a value in a single-value container has written")
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

  @Test("An unkeyed container continues the array that a value in a single-value container has written")
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

  @Test("All pairs of all maps are present, and the last pair of a key is used")
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
