// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCodecMeter
import Foundation
import Testing

/// CBORDecodable types that read otherwise than the documentation shows get the same verdict on the message.
@Suite("CBORReader as types may misuse it")
struct ReaderMisuseTests {
  private func decode<Value: Decodable>(_ type: Value.Type, _ bytes: String) throws -> Value {
    try CBORDecoder().decode(type, from: hex(bytes))
  }

  /// A type that reads the keys of a map as items of their own.
  private struct ByHand: CBORDecodable, Equatable {
    var keys: [String] = [], values: [Int] = []

    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws {
      let map = try reader.beginMap()
      for _ in 0..<map.count {
        keys.append(try reader.decode(String.self))
        values.append(try reader.decode(Int.self))
      }
    }
  }

  private struct Holder: Decodable { var v: [ByHand] }

  @Test("a duplicate key is found in a map whose keys a type reads as items")
  func duplicateKey() throws {
    let message = "a2 6161 01 6161 02"
    expectFault(.duplicateKey, at: 4) { try decode(ByHand.self, message) }
    expectFault(.duplicateKey, at: 5) { try decode([ByHand].self, "81" + message) }
    expectFault(.duplicateKey, at: 5) { try decode([ByHand?].self, "82" + message + "f6") }
    expectFault(.duplicateKey, at: 7) { try decode(LinearDecoding.Direct<ByHand>.self, "a1 6176" + message) }
    expectFault(.duplicateKey, at: 8) { try decode(Holder.self, "a1 6176 81" + message) }
    let value = try decode(ByHand.self, "a2 6161 01 6162 02")
    #expect(value.keys == ["a", "b"] && value.values == [1, 2])
  }

  @Test("a map with one pair has no duplicates, so its keys may be read as items in place")
  func onePair() throws {
    codec_meter_begin()
    _ = try decode([ByHand].self, "82 a1 6161 01 a0")
    #expect(codec_meter_end().stream_decode == 0)
  }

  /// A value that decodes a field of the map around it.
  private struct Peeking: Decodable {
    @TaskLocal static var outer = Shared()

    final class Shared: @unchecked Sendable {  // used on one thread
      var map: KeyedDecodingContainer<Outer.Key>?
    }

    var field: Int?

    init(from decoder: any Decoder) throws { field = try Self.outer.map?.decode(Int.self, forKey: .k) }
  }

  private struct Middle: CBORDecodable {
    var peeking: Peeking

    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws {
      _ = try reader.beginArray()
      peeking = try reader.decode(Peeking.self)
      _ = try reader.decode(Int.self)
    }
  }

  private struct Outer: Decodable {
    enum Key: CodingKey { case v, k }

    var middle: Middle, k: Int

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      let shared = Peeking.Shared()
      shared.map = container
      middle = try Peeking.$outer.withValue(shared) { try container.decode(Middle.self, forKey: .v) }
      k = try container.decode(Int.self, forKey: .k)
    }
  }

  @Test("a container reads its own map, also from inside a value that a CBORDecodable type around it reads")
  func outerContainer() throws {
    // The array holds a text that equals the map's next key, and a number.
    let outer = try decode(Outer.self, "a2 6176 82 616b 05 616b 02")
    #expect(outer.middle.peeking.field == 2 && outer.k == 2)
  }

  /// A type with more fields than a reader keeps track of.
  private struct TooMany: CBORDecodable {
    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws {
      var map = try reader.beginMap()
      for field in [256, -1, .max] {
        let isNext = reader.nextKey("k", field, in: &map)
        #expect(!isNext)
      }
      while try reader.nextField(in: &map, of: InlineArray<257, StaticString>(repeating: "k")) != nil {}
    }
  }

  /// The same with integer keys.
  private struct TooManyIntegers: CBORDecodable {
    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws {
      var map = try reader.beginMap()
      while try reader.nextField(in: &map, of: InlineArray<258, CBORKey>(repeating: CBORKey("k", 1))) != nil {}
    }
  }

  @Test("a type with more than 256 fields is refused by an error, whatever the message")
  func tooManyFields() throws {
    for (message, offset) in [("a0", 0), ("a1 616b 01", 0), ("81 a1 616b 01", 1)] {
      for (type, count) in [(TooMany.self, 257), (TooManyIntegers.self, 258)] as [(any Decodable.Type, Int)] {
        func decodeOne<Value: Decodable>(_ type: Value.Type) throws {
          if offset == 0 { _ = try decode(type, message) } else { _ = try decode([Value].self, message) }
        }
        let error = #expect(throws: DecodingError.self) { try decodeOne(type) }
        guard case .dataCorrupted(let context)? = error else { throw try #require(error) }
        let text = "A type has at most 256 keys, but this one has \(count) (at byte \(offset))."
        #expect(context.debugDescription == text)
      }
    }
  }

  private struct Refused: Error {}

  /// A type that reads a tag, and throws an error.
  private struct Refusing: CBORDecodable {
    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws {
      _ = try reader.beginTag()
      throw Refused()
    }
  }

  /// A type that reads a number and the tag after it, in which it tries another type.
  private struct Greedy: CBORDecodable {
    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws {
      _ = try reader.decode(Int.self)
      _ = try reader.beginTag()
      #expect(throws: Refused.self) { try reader.decode(Refusing.self) }
    }
  }

  private struct GreedyFirst: Decodable {
    var date: Date

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      _ = try container.decode(Greedy.self)
      date = try container.decode(Date.self)
    }
  }

  @Test("a tag without its item is never part of a value, even if a value in it throws an error after another tag")
  func openTag() throws {
    // The tag for self-described CBOR inside the tag for dates.
    #expect(try decode(GreedyFirst.self, "82 01 c1 d9d9f7 00").date == Date(timeIntervalSince1970: 0))
    expectFault(.trailingBytes, at: 1) { try decode(Greedy.self, "01 c1 d9d9f7") }
  }
}
