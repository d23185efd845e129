// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCBOR
import CCodecMeter
import Testing

/// Counts the heads that go through libcbor, and compares the others with the bytes that libcbor writes.
@Suite("Calls into libcbor", .enabled(if: codec_meter_counts_calls()))
struct LibcborCallTests {
  private struct Sample: Codable, Equatable, CBORCodable {
    var id: Int
    var name: String
    var flag: Bool
    var list: [Int]

    init(id: Int, name: String, flag: Bool, list: [Int]) {
      (self.id, self.name, self.flag, self.list) = (id, name, flag, list)
    }

    init(from reader: inout CBORReader) throws {
      var id: Int?, name: String?, flag: Bool?, list: [Int]?
      var map = try reader.beginMap()
      while let field = try reader.nextField(
        in: &map, of: ["id", "name", "flag", "list"] as InlineArray<4, StaticString>)
      {
        switch field {
        case 0: id = try reader.decode(Int.self)
        case 1: name = try reader.decode(String.self)
        case 2: flag = try reader.decode(Bool.self)
        default: list = try reader.decode([Int].self)
        }
      }
      guard let id, let name, let flag, let list else { throw reader.keyNotFound("id", in: map) }
      self.init(id: id, name: name, flag: flag, list: list)
    }

    func encode(to writer: inout CBORWriter) throws {
      try writer.beginMap(4)
      try writer.encode(id, forKey: "id")
      try writer.encode(name, forKey: "name")
      try writer.encode(flag, forKey: "flag")
      try writer.encode(list, forKey: "list")
      writer.endMap()
    }
  }

  private let sample = Sample(id: 1000, name: "Ada", flag: true, list: [1, -2, 70_000])
  private let bytes = hex("a4 626964 1903e8 646e616d65 63416461 64666c6167 f5 646c697374 83 01 21 1a00011170")

  private func calls(_ body: () throws -> Void) rethrows -> codec_meter_calls {
    codec_meter_begin()
    defer { _ = codec_meter_end() }
    try body()
    return codec_meter_end()
  }

  @Test("each head takes one call of libcbor's function for its kind, except keys, which are constants")
  func encoding() throws {
    var encoded: [UInt8] = []
    let counted = try calls { encoded = try CBOREncoder().encode(sample) }
    #expect(encoded == bytes)
    #expect(counted.map == 1 && counted.array == 1 && counted.text == 1 && counted.boolean == 1)
    #expect(counted.uint == 3 && counted.negint == 1)
    #expect(counted.bytes + counted.tag + counted.ctrl + counted.float32 + counted.float64 == 0)
  }

  @Test("through containers, keys take calls too, and heads with an unknown count may be written twice")
  func encodingContainers() throws {
    var encoder = CBOREncoder()
    encoder.userInfo = .throughContainers
    let counted = try calls { _ = try encoder.encode(sample) as [UInt8] }
    #expect(counted.text == 5 && counted.boolean == 1 && counted.uint == 3 && counted.negint == 1)
    #expect((1...2).contains(counted.map) && (1...2).contains(counted.array))
  }

  @Test("libcbor writes tags, byte strings, and floats except halves")
  func encodingOthers() throws {
    let counted = try calls { _ = try CBOREncoder().encode([1.5, 100_000, 0.1]) as [UInt8] }
    #expect(counted.array == 1 && counted.float32 == 1 && counted.float64 == 1)
    let tagged = try calls { _ = try CBOREncoder().encode(CBORTagged<24, [UInt8]>(wrappedValue: [1, 2])) as [UInt8] }
    #expect(tagged.tag == 1 && tagged.bytes == 1)
  }

  @Test("a usual message takes at most one call of libcbor, and an unknown key makes it scan every head")
  func decoding() throws {
    var decoded: [Sample] = []
    let usual = try calls { decoded.append(try CBORDecoder().decode(Sample.self, from: bytes)) }
    // libcbor reads a wide head near the message's end.
    #expect(usual.stream_decode <= 1)
    // The unknown key adds five heads, and the scan reads every head through libcbor.
    let unusual = hex("a5 627878 820102") + bytes.dropFirst()
    let scanned = try calls { decoded.append(try CBORDecoder().decode(Sample.self, from: unusual)) }
    #expect(decoded == [sample, sample])
    #expect(scanned.stream_decode >= 16)
    let checked = try calls { try CBORDecoder().validate(unusual) }
    #expect(checked.stream_decode == 16)
  }

  // MARK: Constants

  private static let keys: [StaticString] = [
    "",
    "k",
    "kk",
    "kkk",
    "kkkk",
    "kkkkk",
    "kkkkkk",
    "kkkkkkk",
    "kkkkkkkk",
    "kkkkkkkkk",
    "kkkkkkkkkk",
    "kkkkkkkkkkk",
    "kkkkkkkkkkkk",
    "kkkkkkkkkkkkk",
    "kkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkkkkkkk",
    "kkkkkkkkkkkkkkkkkkkkkkk",
  ]

  private struct Key: CBOREncodable {
    let key: StaticString

    func encode(to encoder: any Encoder) throws {}

    func encode(to writer: inout CBORWriter) throws {
      try writer.beginMap(1)
      try writer.encode(0, forKey: key)
      writer.endMap()
    }
  }

  @Test(
    "keys of up to 23 bytes have the head that cbor_encode_string_start writes, and so have longer keys",
    arguments: keys.indices)
  func constants(_ size: Int) throws {
    let key = Self.keys[size]
    var head = [UInt8](repeating: 0, count: 9)
    let count = unsafe cbor_encode_string_start(size, &head, head.count)
    let expected = [0xa1] + head.prefix(count) + [UInt8](repeating: 0x6b, count: size) + [0x00]
    #expect(try CBOREncoder().encode(Key(key: key)) == expected)
    #expect(
      try CBOREncoder().encode(Key(key: "kkkkkkkkkkkkkkkkkkkkkkkk")) == hex("a17818")
        + [UInt8](repeating: 0x6b, count: 24) + [0])
  }
}
