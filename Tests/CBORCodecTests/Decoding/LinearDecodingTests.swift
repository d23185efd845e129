// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCodecMeter
import Testing

/// Decoding takes time linear in the message, also if a type tries one form after another and ignores the errors.
///
/// The tests count calls into libcbor and allocated bytes: every search for a coding path needs both.
@Suite("Decoding in linear time", .enabled(if: codec_meter_counts_calls()))
struct LinearDecodingTests {
  private static func work<Value: Decodable>(_ type: Value.Type, _ message: [UInt8]) throws -> (calls: Int, bytes: Int)
  {
    codec_meter_begin()
    defer { _ = codec_meter_end() }
    _ = try CBORDecoder().decode(type, from: message)
    let bytes = Int(codec_meter_total())
    return (Int(codec_meter_end().stream_decode), bytes)
  }

  /// Checks that twice as many items take about twice the work.
  ///
  /// - Parameter item: The items that an array consists of.
  private func check<Value: Decodable>(_ type: Value.Type, _ item: String) throws {
    let (small, large) = try (
      Self.work(type, LinearDecoding.array(of: item, 100)), Self.work(type, LinearDecoding.array(of: item, 200))
    )
    #expect(large.calls <= 2 * small.calls + 200, "\(small.calls) calls for 100 items, \(large.calls) for 200")
    #expect(large.bytes <= 3 * small.bytes + 20_000, "\(small.bytes) bytes for 100 items, \(large.bytes) for 200")
  }

  /// A value that tries to decode a list, and then a text.
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

  @Test("an array of values that try to decode a collection first is decoded in linear time")
  func attempts() throws {
    try check([Variant].self, "60")
    try check([Variant?].self, "60")
    try check([Variant].self, "8101")
    try check([LinearDecoding.Direct<Variant>].self, "a1 6176 60")
  }

  /// A list that skips the elements that are not lists of texts.
  private struct Lossy: Decodable {
    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while !container.isAtEnd {
        if (try? container.decode([String].self)) == nil { _ = try container.decode(CBORValue.self) }
      }
    }
  }

  @Test("a list that skips what it cannot decode is decoded in linear time")
  func lossy() throws {
    try check(Lossy.self, "01")
    try check(Lossy.self, "820102")
  }

  /// A CBORDecodable type that tries three forms, whose errors are at its start and inside it.
  private struct Tries: CBORDecodable {
    init(from decoder: any Decoder) throws {}

    init(from reader: inout CBORReader) throws {
      let start = reader.offset
      if (try? reader.decode(Int.self)) != nil { return }
      if (try? reader.decode([Int].self)) != nil { return }
      _ = reader.dataCorrupted(at: start, "Neither a number nor numbers")
      _ = try reader.decode([String].self)
    }
  }

  @Test("a CBORDecodable type that tries one form after another is decoded in linear time")
  func directAttempts() throws {
    try check([Tries].self, "816161")
    try check(LinearDecoding.Direct<[Tries]>.self, count: 100)
  }

  private func check(_ type: LinearDecoding.Direct<[Tries]>.Type, count: Int) throws {
    func message(_ count: Int) -> [UInt8] { hex("a1 6176") + LinearDecoding.array(of: "816161", count) }
    let (small, large) = try (Self.work(type, message(count)), Self.work(type, message(2 * count)))
    #expect(large.calls <= 2 * small.calls + 200)
  }

  private enum Shape: Codable {
    case circle(radius: Int)
    case square(Int)
  }

  private class Base: Decodable {
    let name: Int
    private enum CodingKeys: CodingKey { case name }
  }

  private final class Derived: Base {
    private enum CodingKeys: CodingKey { case more }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      try super.init(from: container.superDecoder())
    }
  }

  @Test("enums and subclasses that are only Codable are decoded in linear time inside CBORDecodable types")
  func nested() throws {
    try check([LinearDecoding.Direct<Shape>].self, "a1 6176 a1 66636972636c65 a1 66726164697573 01")
    try check([LinearDecoding.Direct<Derived>].self, "a1 6176 a1 657375706572 a1 646e616d65 01")
  }

  private final class Kept: Decodable {
    @TaskLocal static var decoders = Decoders()

    final class Decoders: @unchecked Sendable {  // used on one thread
      var all: [any Decoder] = []
    }

    init(from decoder: any Decoder) throws { Self.decoders.all.append(decoder) }
  }

  /// A list whose elements are decoded in reverse, each with an error.
  private struct Reversed: Decodable, CBORDecodable {
    init(from decoder: any Decoder) throws {}

    init(from reader: inout CBORReader) throws {
      let decoders = Kept.Decoders()
      try Kept.$decoders.withValue(decoders) {
        var array = try reader.beginArray()
        while reader.nextElement(of: &array) { _ = try reader.decode(Kept.self) }
      }
      for (index, decoder) in decoders.all.enumerated().reversed() {
        let error = #expect(throws: DecodingError.self) { try decoder.singleValueContainer().decode([Int].self) }
        guard case .typeMismatch(_, let context) = error else {
          Issue.record("another error: \(String(describing: error))")
          continue
        }
        #expect(context.codingPath.map(\.intValue) == [index])
      }
    }
  }

  @Test("decoders that are kept and used in reverse order have correct coding paths in linear time")
  func reversed() throws {
    try check(Reversed.self, "60")
  }

  /// A type that reports its items one after another from back to front, and from two lists by turns.
  private struct Reporting: CBORDecodable {
    init(from decoder: any Decoder) throws {}

    init(from reader: inout CBORReader) throws {
      var lists: [[Int]] = []
      var outer = try reader.beginArray()
      while reader.nextElement(of: &outer) {
        var list = try reader.beginArray()
        var starts: [Int] = []
        while reader.nextElement(of: &list) {
          starts.append(reader.offset)
          try reader.skip()
        }
        lists.append(starts)
      }
      for place in lists[0].indices.reversed() {
        for (list, starts) in lists.enumerated() {
          guard case .dataCorrupted(let context) = reader.dataCorrupted(at: starts[place], "An item") as? DecodingError
          else {
            Issue.record("another error")
            return
          }
          #expect(context.codingPath.map(\.intValue) == [list, place])
        }
      }
    }
  }

  @Test("errors about items from back to front have correct coding paths in linear time")
  func reports() throws {
    for lists in 1...2 {
      func message(_ count: Int) -> [UInt8] {
        let list = LinearDecoding.array(of: "6161", count)
        return [0x80 + UInt8(lists)] + (0..<lists).flatMap { _ in list }
      }
      let (small, large) = try (Self.work(Reporting.self, message(400)), Self.work(Reporting.self, message(800)))
      #expect(large.calls <= 2 * small.calls + 400, "\(small.calls) calls for 400 items, \(large.calls) for 800")
      #expect(large.bytes <= 3 * small.bytes + 20_000)
    }
  }

  /// A type that requests a container for each key, and keeps the first.
  private struct Repeating: Decodable {
    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      let nested = try list.superDecoder()
      let kept = try nested.container(keyedBy: AnyKey.self)
      for key in kept.allKeys.reversed() {
        #expect(try nested.container(keyedBy: AnyKey.self).decode(Int.self, forKey: key) == 0)
        #expect(try nested.container(keyedBy: AnyKey.self).contains(key))
      }
    }
  }

  @Test(
    "a type that requests a container of the same map for each key is decoded in linear time",
    arguments: [0x64, 0x1a] as [UInt8])
  func repeatedContainers(_ head: UInt8) throws {
    func message(_ count: Int) -> [UInt8] {
      var message: [UInt8] = [0x81, 0xb9, UInt8(count >> 8), UInt8(count & 0xff)]
      for number in 0..<count {
        // A text or an integer of four bytes.
        message += [head, 0x61, 0x61, 0x41 + UInt8(number / 32), 0x41 + UInt8(number % 32), 0]
      }
      return message
    }
    let (small, large) = try (Self.work(Repeating.self, message(400)), Self.work(Repeating.self, message(800)))
    #expect(large.calls <= 2 * small.calls + 400, "\(small.calls) calls for 400 pairs, \(large.calls) for 800")
    #expect(large.bytes <= 3 * small.bytes + 20_000)
  }

  private struct TwoForms: Decodable {
    enum Key: Int, CodingKey { case name = 1 }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      #expect(container.contains(.name))
      #expect(throws: DecodingError.self) { try container.decode(Int.self, forKey: .name) }
    }
  }

  @Test("maps with a key in two forms are rejected in linear time")
  func twoForms() throws {
    try check([TwoForms].self, "a2 646e616d65 05 01 06")
  }

  @Test(
    "every method of every decoding container takes linear time, even if its errors are ignored",
    arguments: ContainerMethod.all.indices)
  func methods(_ place: Int) throws {
    let method = ContainerMethod.all[place]
    try ContainerMethod.$current.withValue(method) {
      for item in method.items {
        try check([ContainerMethod.Caller].self, item)
        try check([LinearDecoding.Direct<ContainerMethod.Caller>].self, "a1 6176" + item)
      }
    }
  }
}

/// Messages and types for tests of linear decoding.
enum LinearDecoding {
  static func array(of item: String, _ count: Int) -> [UInt8] {
    let item = hex(item)
    return [0x99, UInt8(count >> 8), UInt8(count & 0xff)] + (0..<count).flatMap { _ in item }
  }

  /// A CBORDecodable type with one field.
  struct Direct<Value: Decodable>: CBORDecodable {
    let v: Value

    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws {
      var value: Value?
      var map = try reader.beginMap()
      while try reader.nextField(in: &map, of: ["v"] as InlineArray<1, StaticString>) != nil {
        value = try reader.decode(Value.self)
      }
      guard let value else { throw reader.keyNotFound("v", in: map) }
      v = value
    }
  }
}
