// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec

/// The subjects that would take very long if their time were not linear in the message's size.
///
/// Only their instructions are counted.
enum LinearSubjects {
  private static let count = 2000

  static var all: [Subject] {
    get throws {
      let (encoder, decoder) = (CBOREncoder(), CBORDecoder())
      let open = [0x9f] + [UInt8](repeating: 1, count: count) + [0xff]
      let chunks = (0..<count).flatMap { _ in [0x63, 0x61, 0x61, 0x61] as [UInt8] }
      let chunked: [UInt8] = [0xa1, 0x7f] + chunks + [0xff, 0]
      let head: [UInt8] = [0x99, UInt8(count >> 8), UInt8(count & 0xff)]
      let texts = head + [UInt8](repeating: 0x60, count: count)
      let shape: [UInt8] = [0xa1, 0x61, 0x73, 0xa1, 0x61, 0x61, 0xa1, 0x61, 0x62, 0x01]
      let shapes = head + (0..<count).flatMap { _ in shape }
      return [
        subject("codec.encode.replaced") { keep(try encoder.encode(Replaced()) as [UInt8]) },
        subject("codec.decode.counted") { keep(try decoder.decode(Counted.self, from: open)) },
        subject("codec.decode.chunkedkey") { keep(try decoder.decode(Fields.self, from: chunked)) },
        subject("codec.decode.attempts") { keep(try decoder.decode([Variant].self, from: texts)) },
        subject("codec.decode.enums.direct") { keep(try decoder.decode([Item].self, from: shapes)) },
      ]
    }
  }

  private static func subject(_ name: String, _ body: @escaping () throws -> Void) -> Subject {
    Subject(name: name, floorName: "", operations: 1, run: { for _ in 0..<$0 { try body() } }, floor: nil)
  }

  /// A type that encodes each key twice.
  private struct Replaced: Encodable {
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for _ in 0..<2 {
        for number in 0..<count { try container.encode(number, forKey: Key(stringValue: "key \(number)")) }
      }
    }
  }

  /// A type that reads the count before each element.
  private struct Counted: Decodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while container.currentIndex < container.count ?? 0 { _ = try container.decode(Int.self) }
    }
  }

  private struct Fields: Decodable { var a, b, c, d: Int? }

  /// A type that first tries to decode a list, and ignores the error.
  private enum Variant: Decodable {
    case list([Int]), text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let list = try? container.decode([Int].self) {
        self = .list(list)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// A type that decodes itself, with a field that is only Codable and has nested containers.
  private struct Item: CBORDecodable {
    enum Shape: Decodable { case a(b: Int) }
    var s: Shape

    init(from decoder: any Decoder) throws {
      s = try decoder.container(keyedBy: Key.self).decode(Shape.self, forKey: Key(stringValue: "s"))
    }

    init(from reader: inout CBORReader) throws {
      var s: Shape?
      var map = try reader.beginMap()
      while try reader.nextField(in: &map, of: ["s"] as InlineArray<1, StaticString>) != nil {
        s = try reader.decode(Shape.self)
      }
      guard let s else { throw reader.keyNotFound("s", in: map) }
      self.s = s
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }
}
