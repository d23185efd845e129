// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCodecMeter
import Foundation
import Testing

/// CBORDecodable types may leave items unread, catch errors, and read an item again.
@Suite("CBORReader")
struct CBORReaderTests {
  private func decode<Value: Decodable>(_ type: Value.Type, _ bytes: String) throws -> Value {
    try CBORDecoder().decode(type, from: hex(bytes))
  }

  /// A type that reads the first element of an array, and leaves the others.
  private struct First: CBORDecodable, Equatable {
    var number: Int

    init(_ number: Int) { self.number = number }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      number = try container.decode(Int.self)
    }

    init(from reader: inout CBORReader) throws {
      _ = try reader.beginArray()
      number = try reader.decode(Int.self)
    }
  }

  private struct Holder: Decodable, Equatable { var a: [First], b: Int }

  @Test("items that an element or a value leaves unread are skipped")
  func unread() throws {
    #expect(try decode([First].self, "82 820102 820304") == [First(1), First(3)])
    #expect(try decode([First].self, "82 820102 9f0304ff") == [First(1), First(3)])
    #expect(try decode([First].self, "82 82018104 830304a0") == [First(1), First(3)])
    #expect(try decode([Int: First].self, "a1 01 820102") == [1: First(1)])
    #expect(try decode([String: First].self, "a2 6161 820102 6162 820304") == ["a": First(1), "b": First(3)])
    #expect(try decode([First?].self, "83 820102 f6 820304") == [First(1), nil, First(3)])
    #expect(try decode([[First]].self, "82 81820102 81820304") == [[First(1)], [First(3)]])
    #expect(try decode(Holder.self, "a2 6161 82 820102 820304 6162 05") == Holder(a: [First(1), First(3)], b: 5))
    // Each element is one item, even if it reads none or several.
    expectFault(.endOfInput, at: 4) { try decode([First].self, "82 820102 8203") }
  }

  /// A type that reads two elements of an array, without asking for its end.
  private struct Pair: CBORDecodable, Equatable {
    var first: Int, second: Int

    init(_ first: Int, _ second: Int) { (self.first, self.second) = (first, second) }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      (first, second) = try (container.decode(Int.self), container.decode(Int.self))
    }

    init(from reader: inout CBORReader) throws {
      _ = try reader.beginArray()
      (first, second) = try (reader.decode(Int.self), reader.decode(Int.self))
    }
  }

  /// A type that reads one pair of a map, without asking for its end.
  private struct Named: CBORDecodable, Equatable {
    var number: Int

    init(_ number: Int) { self.number = number }

    init(from decoder: any Decoder) throws {
      number = try decoder.container(keyedBy: CodingPathName.self).decode(Int.self, forKey: .n)
    }

    init(from reader: inout CBORReader) throws {
      var map = try reader.beginMap()
      guard try reader.nextField(in: &map, of: ["n"] as InlineArray<1, StaticString>) != nil else {
        throw reader.keyNotFound("n", in: map)
      }
      number = try reader.decode(Int.self)
    }

    private enum CodingPathName: CodingKey { case n }
  }

  @Test("the break of an indefinite length is skipped, even if the type does not ask for the end")
  func breaks() throws {
    let pairs = [Pair(1, 2), Pair(3, 4)]
    for bytes in ["82 820102 820304", "82 9f0102ff 9f0304ff", "9f 9f0102ff 820304 ff"] {
      #expect(try decode([Pair].self, bytes) == pairs, "\(bytes)")
      #expect(try decode([Pair?].self, bytes) == pairs, "\(bytes)")
    }
    #expect(try decode([String: Pair].self, "bf 6161 9f0102ff 6162 9f0304ff ff").count == 2)
    #expect(try decode([Named].self, "82 bf616e01ff bf616e02ff") == [Named(1), Named(2)])
    #expect(try decode(Pair.self, "9f0102ff") == pairs[0])
    expectFault(.endOfInput, at: 3) { try decode(Pair.self, "9f0102") }
    expectFault(.trailingBytes, at: 4) { try decode(Pair.self, "9f0102ffff") }
  }

  @Test("an element in a tag, or one that leaves its container open, adds no depth to later elements")
  func levels() throws {
    let tagged = (0..<300).map { _ in "d8184101" }.joined()
    var calls = try callsOfLibcbor { _ = try decode([CBORTagged<24, [UInt8]>].self, "99012c" + tagged) }
    #expect(calls <= 4)
    let pairs = (0..<300).map { _ in "820102" }.joined()
    calls = try callsOfLibcbor { _ = try decode([Pair].self, "99012c" + pairs) }
    #expect(calls == 0)
  }

  private func callsOfLibcbor(_ body: () throws -> Void) rethrows -> Int {
    codec_meter_begin()
    defer { _ = codec_meter_end() }
    try body()
    return Int(codec_meter_end().stream_decode)
  }

  private struct Refused: Error {}

  /// A type that throws its own error, at once or after it has read a text.
  private struct Refusing: Decodable {
    init(from decoder: any Decoder) throws {
      if Self.readsFirst { _ = try decoder.singleValueContainer().decode(String.self) }
      throw Refused()
    }

    @TaskLocal static var readsFirst = false
  }

  /// A type whose first element is only Codable, and throws its own error.
  private struct Around: CBORDecodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      _ = try container.decode(Refusing.self)
    }

    init(from reader: inout CBORReader) throws {
      _ = try reader.beginArray()
      _ = try reader.decode(Refusing.self)
    }
  }

  private struct Recovering: Decodable {
    var b: Int
    enum CodingKeys: CodingKey { case a, b }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      #expect(throws: Refused.self) { try container.decode(Around.self, forKey: .a) }
      b = try container.decode(Int.self, forKey: .b)
    }
  }

  /// A type that reads an element again after another form of it has failed.
  private struct RecoveringList: Decodable {
    var texts: [String?], number: Int

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      #expect(throws: Refused.self) { try container.decode(Around.self) }
      #expect(try container.decodeNil() == false)
      texts = try container.decode([String?].self)
      number = try container.decode(Int.self)
    }
  }

  @Test("after a nested value throws, a type continues after that value or at its start")
  func recovery() throws {
    for readsFirst in [false, true] {
      try Refusing.$readsFirst.withValue(readsFirst) {
        // The value that fails contains other keys and values.
        #expect(try decode(Recovering.self, "a2 6161 82 6162 05 6162 07").b == 7)
        #expect(try decode(Recovering.self, "a2 6161 83 6162 6162 05 6162 07").b == 7)
        #expect(try decode(Recovering.self, "a2 6161 84 6162 05 6162 05 6162 07").b == 7)
        let list = try decode(RecoveringList.self, "82 82 6161 6162 07")
        #expect(list.texts == ["a", "b"] && list.number == 7)
        let text = try decode(RecoveringList.self, "82 81 6161 07")
        #expect(text.texts == ["a"] && text.number == 7)
      }
    }
    let null = try decode(RecoveringList.self, "82 81 f6 07")
    #expect(null.texts == [nil] && null.number == 7)
  }

  /// A type that asks for a tag after its only item.
  private struct Greedy: CBORDecodable {
    init(from decoder: any Decoder) throws { _ = try decoder.singleValueContainer().decode(Int.self) }

    init(from reader: inout CBORReader) throws {
      _ = try reader.decode(Int.self)
      _ = try reader.beginTag()
    }
  }

  /// A type that reads the tag of its item, and not the item.
  private struct Tag: CBORDecodable {
    init(from decoder: any Decoder) throws {}

    init(from reader: inout CBORReader) throws { _ = try reader.beginTag() }
  }

  private struct GreedyFirst: Decodable {
    var date: Date

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      _ = try container.decode(Greedy.self)
      date = try container.decode(Date.self)
    }
  }

  @Test("a tag without its item is never part of a value")
  func openTags() throws {
    for (malformed, offset) in [("01 c1", 1), ("81 01 c1", 2), ("01 c1 c1", 1)] {
      expectFault(.trailingBytes, at: offset) { try decode(Greedy.self, malformed) }
      expectFault(.trailingBytes, at: offset) { try decode([Greedy].self, malformed) }
    }
    expectFault(.endOfInput, at: 1) { try decode(Tag.self, "c1") }
    _ = try decode(Tag.self, "c1 00")
    #expect(try decode([Tag].self, "82 c100 c1820102").count == 2)
    #expect(try decode([Greedy].self, "82 01 c1 02").count == 2)
    #expect(try decode(GreedyFirst.self, "82 01 c100").date == Date(timeIntervalSince1970: 0))
  }

  private struct Optionals: CBORDecodable {
    var date: Date?, id: UUID?, link: URL?, price: Decimal?, tagged: CBORTagged<24, [UInt8]>?

    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws {
      var map = try reader.beginMap()
      if reader.nextKey("d", 0, in: &map) { date = try reader.decode(Date?.self) }
      if reader.nextKey("i", 1, in: &map) { id = try reader.decode(UUID?.self) }
      if reader.nextKey("l", 2, in: &map) { link = try reader.decode() }
      if reader.nextKey("p", 3, in: &map) { price = try reader.decode() }
      if reader.nextKey("t", 4, in: &map) { tagged = try reader.decode() }
      #expect(try reader.nextField(in: &map, of: ["d"] as InlineArray<1, StaticString>) == nil)
    }
  }

  @Test("optional values in tags are read without libcbor", .enabled(if: codec_meter_counts_calls()))
  func optionals() throws {
    let identifier = String(repeating: "07", count: 16)
    let bytes =
      "a5 6164 c11a5a000000 6169 d82550" + identifier + "616c d82063613a62 6170 c4822001 6174 d8184c"
      + String(repeating: "05", count: 12)
    let calls = try callsOfLibcbor {
      let value = try decode(Optionals.self, bytes)
      #expect(value.date == Date(timeIntervalSince1970: 0x5a00_0000) && value.price == Decimal(string: "0.1"))
      #expect(value.id != nil && value.link?.absoluteString == "a:b" && value.tagged?.wrappedValue.count == 12)
    }
    #expect(calls == 0)
    // A null in tags is `nil`, and a tag without an item is malformed.
    let nulls = try decode(Optionals.self, "a3 6164 c1f6 6169 d825c1f7 616c f6")
    #expect(nulls.date == nil && nulls.id == nil)
    expectFault(.endOfInput, at: 4) { try decode(Optionals.self, "a1 6164 c1") }
    expectFault(.malformedHead, at: 3) { try decode(Optionals.self, "a1 6164 dc") }
    expectFault(.endOfInput, at: 3) { try decode(Optionals.self, "a1 6164 d8") }
    let deep = "a1 6164" + String(repeating: "c1", count: 127) + "f6"
    #expect(try decode(Optionals.self, deep).date == nil)
    let deeper = "a1 6164" + String(repeating: "c1", count: 128) + "f6"
    expectFault(.depthLimit, at: 131) { try decode(Optionals.self, deeper) }
  }

  private struct Plain: Decodable { var number: Int, list: [Int], inner: [Named] }

  @Test(
    "types that are only Codable are read without libcbor inside CBORDecodable types",
    .enabled(if: codec_meter_counts_calls()))
  func plain() throws {
    let plain = "a3 666e756d626572 01 646c697374 820102 65696e6e6572 81a1616e02"
    let element = "a1 6176" + plain
    let calls = try callsOfLibcbor {
      let values = try decode([LinearDecoding.Direct<Plain>].self, "82" + element + element)
      #expect(values.map(\.v.number) == [1, 1])
    }
    #expect(calls == 0)
  }

  private struct Dated: Decodable { var date: Date? }

  @Test("a date far from 1970 has the same value in any position")
  func distantDates() throws {
    for argument in [
      0x20_0000_0000_0001, 0x20_0000_0000_0000, 0x3f_ffff_ffff_fffd, UInt64(Int64.max), .max - 1024, .max,
    ] {
      let digits = String(argument, radix: 16)
      let date = "c1 3b" + String(repeating: "0", count: 16 - digits.count) + digits
      let expected = Date(timeIntervalSince1970: Double(-1 - Int128(argument)))
      #expect(try decode(Date.self, date) == expected, "\(digits)")
      #expect(try decode(Date.self, "d9d9f7" + date) == expected, "\(digits) in tag 55799")
      #expect(try decode(Dated.self, "a2 6178 a0 6464617465" + date).date == expected, "\(digits) with another key")
    }
  }

  // The example in the documentation of CBORDecodable.
  private struct Point: Codable, CBORDecodable {
    var x: Double
    var label: String?

    init(from reader: inout CBORReader) throws {
      var x: Double?, label: String?
      var map = try reader.beginMap()
      // The fields in the order in which they are encoded, as long as they come in that order,
      if reader.nextKey("x", 0, in: &map) { x = try reader.decode(Double.self) }
      if reader.nextKey("label", 1, in: &map) { label = try reader.decode() }
      // and the rest in any order.
      while let field = try reader.nextField(in: &map, of: ["x", "label"]) {
        switch field {
        case 0: x = try reader.decode(Double.self)
        default: label = try reader.decode()
        }
      }
      guard let x else { throw reader.keyNotFound("x", in: map) }
      (self.x, self.label) = (x, label)
    }
  }

  @Test("the documentation's example reads any order, and tells a null from a missing key")
  func example() throws {
    for bytes in ["a2 6178 01 656c6162656c 6179", "a2 656c6162656c 6179 6178 01", "a3 00 00 656c6162656c 6179 6178 01"]
    {
      let point = try decode(Point.self, bytes)
      #expect(point.x == 1 && point.label == "y")
    }
    #expect(try decode(Point.self, "a2 6178 01 656c6162656c f6").label == nil)
    let null = #expect(throws: DecodingError.self) { try decode(Point.self, "a1 6178 f6") }
    guard case .valueNotFound(_, let context) = null else { return #expect(Bool(false), "\(String(describing: null))") }
    #expect(context.codingPath.map(\.stringValue) == ["x"])
    let missing = #expect(throws: DecodingError.self) { try decode(Point.self, "a1 656c6162656c f6") }
    guard case .keyNotFound = missing else { return #expect(Bool(false), "\(String(describing: missing))") }
  }
}
