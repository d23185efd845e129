// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

@Suite("CBORDecoder")
struct CBORDecoderTests {
  private func decode<Value: Decodable>(_ type: Value.Type, _ bytes: String) throws -> Value {
    try CBORDecoder().decode(type, from: hex(bytes))
  }

  @Test("integers, lengths and floats of any width decode")
  func widths() throws {
    for bytes in ["05", "1805", "190005", "1a00000005", "1b0000000000000005"] {
      #expect(try decode(Int.self, bytes) == 5)
      #expect(try decode(Double.self, bytes) == 5)
    }
    for bytes in ["f93e00", "fa3fc00000", "fb3ff8000000000000"] {
      #expect(try decode(Double.self, bytes) == 1.5)
      #expect(try decode(Float.self, bytes) == 1.5)
      #expect(try decode(Float16.self, bytes) == 1.5)
    }
    #expect(try decode(Float.self, "fb3ff199999999999a") == 1.1)
    #expect(try decode(String.self, "7b000000000000000161") == "a")
  }

  @Test("items of indefinite length decode like definite ones")
  func indefinite() throws {
    #expect(try decode(Data.self, "5f42010243030405ff") == Data([1, 2, 3, 4, 5]))
    #expect(try decode(String.self, "7f657374726561646d696e67ff") == "streaming")
    #expect(try decode([Int].self, "9fff") == [])
    #expect(try decode([[Bool]].self, "9f9ff5ff81f4ff") == [[true], [false]])
    #expect(
      try decode([String: [Int]].self, "bf61610061629f0203ffff".replacing("6100", with: "6180")) == [
        "a": [], "b": [2, 3],
      ])
    #expect(
      try decode([String: Bool].self, "bf7f6346756eff" + "f5" + "63416d74f4ff") == [
        "Fun": true, "Amt": false,
      ])
    struct Pair: Decodable, Equatable { let a: Int, b: [Int] }
    #expect(try decode(Pair.self, "bf616101" + "61629f0203ffff") == Pair(a: 1, b: [2, 3]))
  }

  @Test("null and undefined decode as nil, and so do null or absent fields")
  func nothing() throws {
    struct Fields: Decodable, Equatable {
      var a: Int?
      var b: String?
      var c: [Int]?
    }
    #expect(try decode(Int?.self, "f6") == nil)
    #expect(try decode(Int?.self, "f7") == nil)
    #expect(try decode([Int?].self, "8301f6f7") == [1, nil, nil])
    #expect(try decode(Fields.self, "a26161f6" + "6162f7") == Fields())
  }

  @Test("unknown keys are ignored, whatever they and their values are")
  func unknownKeys() throws {
    struct One: Decodable { let x: Int }
    let long = "9820" + String(repeating: "01", count: 32)
    let nested = "9f" + String(repeating: "7f6161ff", count: 20) + "bf" + long + "f6ffff"
    for unknown in [
      "6161" + "00", "4101" + "f5", "c101" + long, long + nested, "a0" + "9f9fffff", "f93c00" + "5f4101ff",
    ] {
      #expect(try decode(One.self, "a2" + unknown + "6178" + "07").x == 7)
      #expect(try decode(One.self, "bf" + unknown + "6178" + "07ff").x == 7)
      #expect(try decode(One.self, "a2" + "6178" + "07" + unknown).x == 7)
    }
  }

  @Test("text keys match by their bytes, and integer keys by their value")
  func keys() throws {
    enum Keys: Int, CodingKey { case id = 1, name = -2 }
    struct Record: Decodable, Equatable {
      var id: Int, name: String
      init(id: Int, name: String) { (self.id, self.name) = (id, name) }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        #expect(container.allKeys.count == 2)
        id = try container.decode(Int.self, forKey: .id)
        name = try container.decode(String.self, forKey: .name)
      }
    }
    let record = Record(id: 5, name: "x")
    #expect(try decode(Record.self, "a2" + "01" + "05" + "21" + "6178") == record)
    #expect(try decode(Record.self, "a2" + "21" + "6178" + "1801" + "05") == record)
    #expect(try decode(Record.self, "a2" + "646e616d65" + "6178" + "7f62" + "6964ff" + "05") == record)
    // The composed and decomposed forms of "é" are one String but two keys, and a dictionary must not drop either.
    let twice = #expect(throws: DecodingError.self) { try decode([String: Int].self, "a262c3a901" + "6365cc8102") }
    #expect("\(String(describing: twice))".contains("(at byte 5)"))
    struct Composed: Decodable {
      let value: Int
      enum CodingKeys: String, CodingKey { case value = "\u{e9}" }
    }
    #expect(try decode(Composed.self, "a26365cc8102" + "62c3a901").value == 1)
  }

  @Test("bytes decode from an array of integers, and tags that a type does not request are ignored")
  func lenience() throws {
    #expect(try decode([UInt8].self, "83010203") == [1, 2, 3])
    #expect(try decode(Data.self, "83010203") == Data([1, 2, 3]))
    #expect(try decode([Int].self, "d9d9f7" + "82" + "c101" + "02") == [1, 2])
    #expect(try decode([String: Int].self, "d9d9f7" + "a1" + "6161" + "d82a" + "05") == ["a": 5])
  }

  private struct Outer: Decodable {
    struct Inner: Decodable { let flags: [Bool] }
    let inners: [Inner]
  }

  private func names(_ path: [any CodingKey]) -> [String] { path.map(\.stringValue) }

  @Test("contiguous arrays of bytes also decode from a byte string")
  func otherBytes() throws {
    let bytes = hex("43010203")
    #expect(try CBORDecoder().decode(ContiguousArray<UInt8>.self, from: bytes) == [1, 2, 3])
    #expect(try CBORDecoder().decode([ContiguousArray<UInt8>].self, from: [0x81] + bytes) == [[1, 2, 3]])
    #expect(
      try CBORDecoder().decode([String: ContiguousArray<UInt8>].self, from: hex("a16161") + bytes) == ["a": [1, 2, 3]])
    #expect(try CBORDecoder().decode(ContiguousArray<UInt8>.self, from: hex("820102")) == [1, 2])
    #expect(try CBORDecoder().decode(ContiguousArray<UInt8>.self, from: hex("5f4101420203ff")) == [1, 2, 3])
  }

  @Test("a type mismatch names the coding path, with indexes, and the byte offset")
  func mismatch() throws {
    // {"inners": [{"flags": [true]}, {"flags": [true, 1]}]}
    let bytes = "a166696e6e65727382" + "a165666c61677381f5" + "a165666c61677382f501"
    let error = #expect(throws: DecodingError.self) { try decode(Outer.self, bytes) }
    guard case .typeMismatch(let type, let context)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(type is Bool.Type)
    #expect(names(context.codingPath) == ["inners", "Index 1", "flags", "Index 1"])
    #expect(context.codingPath.last?.intValue == 1)
    #expect(context.debugDescription == "Expected Bool but found the integer 1 (at byte 27).")
  }

  @Test("a missing key, a null and the end of an array throw the errors that Codable defines for them")
  func missing() throws {
    let noKey = #expect(throws: DecodingError.self) { try decode(Outer.self, "a166696e6e65727381a0") }
    guard case .keyNotFound(let key, let keyContext)? = noKey else {
      Issue.record("no keyNotFound")
      return
    }
    #expect(key.stringValue == "flags")
    #expect(names(keyContext.codingPath) == ["inners", "Index 0"])
    #expect(keyContext.debugDescription == "The map has no key \"flags\" (at byte 9).")

    let null = #expect(throws: DecodingError.self) {
      try decode([Int].self, "8101".replacing("01", with: "f6"))
    }
    guard case .valueNotFound(_, let nullContext)? = null else {
      Issue.record("no valueNotFound")
      return
    }
    #expect(names(nullContext.codingPath) == ["Index 0"])

    struct Greedy: Decodable {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        while true { _ = try container.decode(Int.self) }
      }
    }
    for bytes in ["820102", "9f0102ff"] {
      let end = #expect(throws: DecodingError.self) { try decode(Greedy.self, bytes) }
      guard case .valueNotFound(_, let endContext)? = end else {
        Issue.record("no valueNotFound")
        return
      }
      #expect(names(endContext.codingPath) == ["Index 2"])
    }
  }

  @Test("an unknown raw value throws an error that names it")
  func rawValues() throws {
    enum Color: String, Decodable { case red }
    let error = #expect(throws: DecodingError.self) { try decode([Color].self, "8164626c7565") }
    guard case .dataCorrupted(let context)? = error else {
      Issue.record("no dataCorrupted")
      return
    }
    #expect(context.debugDescription.contains("blue"))
    #expect(names(context.codingPath) == ["Index 0"])
  }

  @Test("an unkeyed container stays at an element that fails to decode")
  func retry() throws {
    struct Lenient: Decodable {
      var values: [String] = []
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        #expect(container.count == 4)
        while !container.isAtEnd {
          let index = container.currentIndex
          if let text = try? container.decode(String.self) {
            values.append(text)
          } else if try container.decodeNil() {
            values.append("nil")
          } else {
            values.append("\(try container.decode(Int.self))")
          }
          #expect(container.currentIndex == index + 1)
        }
      }
    }
    for bytes in ["8461610" + "2f66162", "9f616102f66162ff"] {
      #expect(try decode(Lenient.self, bytes).values == ["a", "2", "nil", "b"])
    }
  }

  @Test("nested containers and super decoders stay valid after their parent advances")
  func nested() throws {
    struct Reader: Decodable {
      init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: AnyKey.self)
        let map = try outer.nestedContainer(keyedBy: AnyKey.self, forKey: "m")
        var list = try outer.nestedUnkeyedContainer(forKey: "l")
        #expect(try outer.decode(Int.self, forKey: "a") == 0)
        #expect(try map.decode(Int.self, forKey: "y") == 3)
        #expect(try list.decode(Int.self) == 2)
        #expect(try map.decode(Int.self, forKey: "x") == 1)
        var inner = try list.nestedUnkeyedContainer()
        #expect(inner.codingPath.map(\.stringValue) == ["l", "Index 1"])
        #expect(try inner.decode(Int.self) == 4)
        #expect(list.isAtEnd)
        #expect(inner.isAtEnd)
        #expect(map.codingPath.map(\.stringValue) == ["m"])
        #expect(try Int?(from: outer.superDecoder()) == nil)
        #expect(try Int(from: outer.superDecoder(forKey: "a")) == 0)
        #expect(throws: DecodingError.self) { try outer.nestedUnkeyedContainer(forKey: "a") }
        #expect(throws: DecodingError.self) { try outer.nestedContainer(keyedBy: AnyKey.self, forKey: "zz") }
        #expect(throws: DecodingError.self) { try outer.superDecoder().unkeyedContainer() }
        #expect(throws: DecodingError.self) { try outer.decodeNil(forKey: "zz") }
      }
    }
    _ = try decode(Reader.self, "a3616da2617801617903616c820281046161" + "00")
  }

  @Test("a decoder that outlives its call reads nothing")
  func kept() throws {
    struct Keeper: Decodable {
      init(from decoder: any Decoder) throws {
        let box = decoder.userInfo[CodingUserInfoKey(rawValue: "box")!] as? Kept
        try box?.keep(decoder)
      }
    }
    let kept = Kept()
    var decoder = CBORDecoder()
    decoder.userInfo[CodingUserInfoKey(rawValue: "box")!] = kept
    _ = try decoder.decode(Keeper.self, from: hex("9f0102ff"))
    var list = try #require(kept.list)
    #expect(list.isAtEnd)
    #expect(throws: (any Error).self) { try list.decode(Int.self) }
    #expect(throws: (any Error).self) { try kept.decoder?.unkeyedContainer() }
    #expect(throws: (any Error).self) { try Int(from: #require(kept.decoder)) }
    // The decoder references userInfo, and through it the object that keeps the decoder.
    (kept.decoder, kept.list) = (nil, nil)
  }

  @Test("all forms of input decode to the same value, and empty input throws the same error")
  func inputs() throws {
    let bytes = hex("0083010203")[1...]
    #expect(try CBORDecoder().decode([Int].self, from: bytes) == [1, 2, 3])
    #expect(try CBORDecoder().decode([Int].self, from: Data(bytes)) == [1, 2, 3])
    let fromMemory = try unsafe bytes.withUnsafeBytes {
      try unsafe CBORDecoder().decode([Int].self, from: $0)
    }
    #expect(fromMemory == [1, 2, 3])
    try unsafe bytes.withUnsafeBytes { try unsafe CBORDecoder().validate($0) }
    let fromArray = #expect(throws: CBORError.self) { try CBORDecoder().decode(Int.self, from: [UInt8]()) }
    let fromData = #expect(throws: CBORError.self) { try CBORDecoder().decode(Int.self, from: Data()) }
    let fromNothing = #expect(throws: CBORError.self) {
      try unsafe CBORDecoder().validate(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    for error in [fromArray, fromData, fromNothing] {
      #expect(error?.code == .endOfInput)
      #expect(error?.offset == 0)
    }
  }
}

/// An object that keeps a decoder beyond its call.
///
/// Thread safety: used on one thread.
private final class Kept: @unchecked Sendable {
  var decoder: (any Decoder)?
  var list: (any UnkeyedDecodingContainer)?

  func keep(_ decoder: any Decoder) throws {
    self.decoder = decoder
    list = try decoder.unkeyedContainer()
  }

  @Test("an empty key works as a key of a type, as a key of a dictionary, and as a missing key")
  func emptyKey() throws {
    struct Nameless: Decodable {
      enum CodingKeys: String, CodingKey {
        case nothing = ""
        case something = "a"
      }
      var nothing: Int
      var something: String
    }
    let bytes: [UInt8] = [0xa2, 0x60, 0x01, 0x61, 0x61, 0x60]
    let value = try CBORDecoder().decode(Nameless.self, from: bytes)
    #expect(value.nothing == 1)
    #expect(value.something == "")
    #expect(try CBORDecoder().decode([String: [Int]].self, from: [0xa1, 0x60, 0x81, 0x07]) == ["": [7]])
    #expect(try CBORDecoder().decode([String: Int].self, from: [0xa1, 0x60, 0x07]) == ["": 7])
    #expect(throws: DecodingError.self) { try CBORDecoder().decode(Nameless.self, from: [0xa1, 0x61, 0x61, 0x60]) }
    #expect(try CBOREncoder().encode(["": [1]]) as [UInt8] == [0xa1, 0x60, 0x81, 0x01])
  }
}
