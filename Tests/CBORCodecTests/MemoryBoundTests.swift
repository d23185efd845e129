// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCodecMeter
import Testing

/// The memory that decoding takes relative to the message's size, measured by counting the thread's allocations.
@Suite("Memory bounds of coding", .enabled(if: codec_meter_counts_memory()), .serialized)
struct MemoryBoundTests {
  /// The size of messages, which is large compared with the fixed cost of a call.
  private static let size = 1 << 14
  private static let constant = 1 << 15

  /// The items that messages consist of, including the smallest of each kind.
  private static let items = [
    "00", "20", "f90000", "fb3ff8000000000000", "40", "4100", "60", "6161", "80", "8100", "9fff", "9f00ff", "a0",
    "a10000",
    "a1616100", "bfff", "bf00ffff", "c100", "f6", "5fff", "7fff", "5f4100ff",
  ]
  private static let nested = [
    String(repeating: "81", count: 120) + "80",
    String(repeating: "9f", count: 120) + String(repeating: "ff", count: 120),
    String(repeating: "c1", count: 120) + "00", String(repeating: "a100", count: 120) + "00",
  ]

  /// Returns an item repeated in an array, and in an array of indefinite length.
  private static func messages(of item: String) -> [[UInt8]] {
    let item = hex(item)
    var content: [UInt8] = []
    let count = size / item.count
    for _ in 0..<count { content += item }
    return [
      [0x9a] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } + content, [0x9f] + content + [0xff],
    ]
  }

  private struct Cost {
    /// The peak of allocated memory and the memory left at the end, as multiples of the message's size.
    let peak, kept: Double
  }

  private static func cost<Value>(_ message: [UInt8], _ body: ([UInt8]) throws -> Value) -> Cost {
    codec_meter_begin()
    let value = try? body(message)
    let (peak, kept) = (codec_meter_peak(), codec_meter_live())
    _ = codec_meter_end()
    withExtendedLifetime(value) {}
    let size = Double(message.count)
    return Cost(peak: max(0, Double(Int(peak) - constant)) / size, kept: Double(kept) / size)
  }

  @Test(
    "validation takes at most 12 times the message's size in memory, whatever the message is", arguments: items + nested
  )
  func checking(_ item: String) {
    for message in Self.messages(of: item) {
      let cost = Self.cost(message) { try CBORDecoder().validate($0) }
      #expect(cost.peak <= 12, "\(item.prefix(12)) \(message[0])")
    }
  }

  @Test("a CBORValue takes at most 49 times the message's size, and 57 times if it consists of nested items")
  func values() {
    for (items, bound) in [(Self.items, 49.0), (Self.nested, 57)] {
      for item in items {
        for message in Self.messages(of: item) {
          let cost = Self.cost(message) { try CBORDecoder().decode(CBORValue.self, from: $0) }
          #expect(cost.peak <= bound, "\(item.prefix(12)) \(message[0])")
        }
      }
    }
  }

  @Test("maps of five thousand keys, equal or different, stay within the memory bounds")
  func maps() {
    var pairs: [UInt8] = []
    for number in 0..<5000 {
      pairs += [0x1a] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } + [0]
    }
    let same = [UInt8](repeating: 0, count: 10_000)
    for content in [pairs, same] {
      for message in [[0xba, 0, 0, 0x13, 0x88] + content, [0xbf] + content + [0xff]] {
        #expect(Self.cost(message) { try CBORDecoder().validate($0) }.peak <= 12)
        #expect(Self.cost(message) { try CBORDecoder().decode(CBORValue.self, from: $0) }.peak <= 49)
        #expect(Self.cost(message) { try CBORDecoder().decode([Int: Int].self, from: $0) }.peak <= 25)
        #expect(Self.cost(message) { try CBORDecoder().decode([UInt64: Int].self, from: $0) }.peak <= 25)
        #expect(Self.cost(message) { try CBORDecoder().decode(Optionals.self, from: $0) }.peak <= 25)
      }
    }
  }

  @Test("a map of any number of text keys takes at most 25 times the message's size", arguments: [100, 6200, 20_000])
  func textKeys(_ count: Int) {
    let head = [0xba] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
    // Empty keys, of which the second is a duplicate.
    let same = head + (0..<count).flatMap { _ in [0x60, 0x00] as [UInt8] }
    let texts = head + (0..<count).flatMap { _ in [0x60, 0x60] as [UInt8] }
    for message in [same, texts] {
      #expect(Self.cost(message) { try CBORDecoder().decode([String: Int].self, from: $0) }.peak <= 25)
      #expect(Self.cost(message) { try CBORDecoder().decode([String: String].self, from: $0) }.peak <= 25)
      #expect(Self.cost(message) { try CBORDecoder().decode([String: [Int]?].self, from: $0) }.peak <= 25)
    }
    // Different keys, as short as they can be.
    let letters = (0..<128).map { UInt8($0) }
    var different: [UInt8] = []
    for number in 0..<count {
      let key =
        number < 128
        ? [letters[number]]
        : number < 16512
          ? [letters[(number - 128) / 128], letters[number % 128]]
          : [letters[number >> 14 & 127], letters[number >> 7 & 127], letters[number & 127]]
      different += [0x60 + UInt8(key.count)] + key + [0x00]
    }
    #expect(Self.cost(head + different) { try CBORDecoder().decode([String: Int].self, from: $0) }.peak <= 25)
  }

  @Test("typed values take at most 25 times the message's size, besides their own memory")
  func types() {
    func check<Value: Decodable>(_ type: Value.Type, _ item: String, isOwn: Bool = false) {
      for message in Self.messages(of: item) {
        let cost = Self.cost(message) { try CBORDecoder().decode(type, from: $0) }
        #expect(cost.kept > 0, "\(type) was not decoded")
        // A growing array briefly has its elements twice.
        #expect(cost.peak - (isOwn ? cost.kept * 1.5 : 0) <= 25, "\(type) of \(item) \(message[0])")
      }
    }
    check([Int].self, "00")
    check([Int8].self, "00")
    check([Bool].self, "f4")
    check([Double].self, "f90000")
    check([String].self, "60")
    check([Int?].self, "00")
    check([String?].self, "f6")
    check([[Int]].self, "80")
    check([[Int]].self, "9fff")
    check([[Int]].self, "8100")
    check([[UInt8]].self, "40")
    check([[String: Int]].self, "a0")
    check([[String: Int]].self, "bfff")
    check([[UInt64: Int]].self, "80")
    // These types have memory of their own: a dictionary of one pair, an array of one byte, and a struct of three
    // optionals.
    check([[String: Int]].self, "a1616100", isOwn: true)
    check([CBORRawItem].self, "00", isOwn: true)
    check([Optionals].self, "a0", isOwn: true)
  }

  /// A type of a large stride that contains itself.
  private struct Wide: CBORDecodable {
    var children: [Wide]
    var room = InlineArray<120, Int>(repeating: 0)

    init(from decoder: any Decoder) throws { children = try decoder.singleValueContainer().decode([Wide].self) }

    init(from reader: inout CBORReader) throws { children = try reader.decode([Wide].self) }
  }

  private struct WidePairs: CBORDecodable {
    var children: [String: WidePairs]
    var room = InlineArray<120, Int>(repeating: 0)

    init(from decoder: any Decoder) throws { fatalError("decoded through containers") }

    init(from reader: inout CBORReader) throws { children = try reader.decode([String: WidePairs].self) }
  }

  /// A type of a large stride that contains itself through one that is only Decodable.
  private struct WideByTurns: CBORDecodable {
    private struct Children: Decodable {
      let children: [WideByTurns]

      init(from decoder: any Decoder) throws {
        children = try decoder.singleValueContainer().decode([WideByTurns].self)
      }
    }

    private var children: Children
    var room = InlineArray<120, Int>(repeating: 0)

    init(from decoder: any Decoder) throws { children = try Children(from: decoder) }

    init(from reader: inout CBORReader) throws { children = try reader.decode() }
  }

  @Test("collections inside each other reserve at most 16 times the message's size and a megabyte together")
  func nestedReservations() {
    // Each of 60 collections claims as many items as the bytes left can hold.
    func message(_ head: String, _ each: Int) -> [UInt8] {
      let size = 1 << 22
      let count = size / 64 / each
      var claim = hex(head) + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
      if each > 1 { claim.append(0x60) }
      return (0..<60).flatMap { _ in claim } + [UInt8](repeating: 0, count: size)
    }
    let arrays = message("9a", 1)
    #expect(Self.cost(arrays) { try CBORDecoder().decode(Wide.self, from: $0) }.peak <= 25)
    #expect(Self.cost(arrays) { try CBORDecoder().decode([Wide].self, from: $0) }.peak <= 25)
    #expect(Self.cost(arrays) { try CBORDecoder().decode(WideByTurns.self, from: $0) }.peak <= 25)
    #expect(Self.cost(message("ba", 2)) { try CBORDecoder().decode(WidePairs.self, from: $0) }.peak <= 25)
  }

  @Test("nested unkeyed containers take no more memory to encode than with JSONEncoder")
  func nestedContainers() throws {
    struct Nested: Encodable {
      let count: Int
      func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for _ in 0..<count {
          var inner = container.nestedUnkeyedContainer()
          try inner.encode(1)
        }
      }
    }
    // JSONEncoder takes 429 bytes per container.
    let count = 2000
    codec_meter_begin()
    let bytes: [UInt8] = try CBOREncoder().encode(Nested(count: count))
    let peak = codec_meter_peak()
    _ = codec_meter_end()
    #expect(bytes.count == 3 + 2 * count)
    #expect(Int(peak) <= 429 * count, "\(Int(peak) / count) bytes for each")
  }

  @Test("a chunked key is joined only once to compare it with four fields")
  func chunkedKey() throws {
    struct Four: Decodable { var a, b, c, d: Int? }
    let chunk = [0x79, 0x40, 0x00] + [UInt8](repeating: 0x61, count: 1 << 14)
    var message: [UInt8] = [0xa1, 0x7f]
    for _ in 0..<64 { message += chunk }
    message += [0xff, 0x00]
    codec_meter_begin()
    _ = try CBORDecoder().decode(Four.self, from: message)
    let total = codec_meter_total()
    _ = codec_meter_end()
    // The key is joined for the scan's comparison and once more, and each growing array takes up to twice its size.
    #expect(
      Int(total) <= 5 * message.count + Self.constant, "\(Double(total) / Double(message.count)) times the message")
  }

  private struct Optionals: Codable { var a: Int?, b: Int?, c: Int? }
}
