// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

/// Tags, preserved bytes, and items in byte strings, through Codable.
@Suite("Tags, raw items and embedded items")
struct ItemTests {
  private func encode(_ value: some Encodable) throws -> String { hex(try CBOREncoder().encode(value) as [UInt8]) }

  private func decode<Value: Decodable>(_ type: Value.Type, _ bytes: String) throws -> Value {
    try CBORDecoder().decode(type, from: hex(bytes))
  }

  private struct Stamp: Codable, Equatable {
    @CBORTagged<100, Int> var day: Int
    var note: String?
  }

  @Test("a tagged value encodes in its tag, and decodes from no other item")
  func tagged() throws {
    let stamp = Stamp(day: 18, note: "x")
    let bytes = "a2 63646179 d86412 646e6f7465 6178"
    #expect(try encode(stamp) == hex(hex(bytes)))
    #expect(try decode(Stamp.self, bytes) == stamp)
    // The item may also be in tag 55799, for self-described CBOR.
    #expect(try decode(Stamp.self, "a1 63646179 d9d9f7 d86412").day == 18)
    for wrong in ["12", "d86512", "c112", "d864 6178"] {
      let error = #expect(throws: DecodingError.self, "\(wrong)") { try decode(Stamp.self, "a1 63646179" + wrong) }
      switch error {
      case .typeMismatch(_, let context), .dataCorrupted(let context):
        #expect(context.codingPath.map(\.stringValue) == ["day"])
      default: Issue.record("another error: \(String(describing: error))")
      }
    }
    // At the top level, and in an array.
    #expect(try encode([CBORTagged<24, [UInt8]>(wrappedValue: [1])]) == "81d8184101")
    #expect(try decode([CBORTagged<24, [UInt8]>].self, "81d8184101").map(\.wrappedValue) == [[1]])
  }

  @Test("a value in the tag for self-described CBOR is decoded, directly and through containers")
  func selfDescribed() throws {
    #expect(try encode(CBORTagged<55799, Int>(wrappedValue: 1)) == "d9d9f701")
    for bytes in ["d9d9f701", "82d9d9f701d9d9f702"] {
      var decoder = CBORDecoder()
      for _ in 0..<2 {
        if bytes.hasPrefix("82") {
          #expect(try decoder.decode([CBORTagged<55799, Int>].self, from: hex(bytes)).map(\.wrappedValue) == [1, 2])
        } else {
          #expect(try decoder.decode(CBORTagged<55799, Int>.self, from: hex(bytes)).wrappedValue == 1)
        }
        decoder.userInfo = .throughContainers
      }
    }
    #expect(throws: DecodingError.self) { try decode(CBORTagged<55799, Int>.self, "01") }
  }

  /// Checks that a value is the same after encoding and decoding, with and without other tags around it.
  private func checkCaptured<Value: Codable & Equatable>(_ value: Value) throws {
    for tags in [[], [55799], [100, 55799]] as [[UInt64]] {
      let captured = CBORCapturedTags(value, tags: tags)
      let bytes = try encode(captured)
      let again = try decode(CBORCapturedTags<Value>.self, bytes)
      #expect(again == captured, "\(Value.self) in \(tags): \(bytes)")
      #expect(try encode(again) == bytes)
    }
  }

  @Test("captured tags do not include the tags of the value's own encoding")
  func ownTags() throws {
    try checkCaptured(Date(timeIntervalSince1970: 0))
    try checkCaptured(Date(timeIntervalSince1970: 0.5) as Date?)
    try checkCaptured(UUID())
    try checkCaptured(#require(URL(string: "a:b")))
    try checkCaptured(#require(Decimal(string: "0.1")))
    try checkCaptured(Decimal(7))
    try checkCaptured(Int128.max)
    try checkCaptured(UInt128.max as UInt128?)
    try checkCaptured(Int128(1))
    try checkCaptured(CBORTagged<7, Int>(wrappedValue: 1))
    try checkCaptured(CBORTagged<7, CBORTagged<8, Int>>(wrappedValue: CBORTagged(wrappedValue: 1)))
    try checkCaptured(CBOREmbedded(1))
    try checkCaptured(CBOREmbedded(1) as CBOREmbedded<Int>?)
    try checkCaptured(CBOREmbedded(1, isTagged: false))
    try checkCaptured(CBORTagged<7, CBOREmbedded<Int>>(wrappedValue: CBOREmbedded(1)))
    try checkCaptured(CBORCapturedTags(Date(timeIntervalSince1970: 0)))
    try checkCaptured(CBORCapturedTags(CBORCapturedTags(UUID())))
    try checkCaptured(CBORCapturedTags(CBOREmbedded(1)))
    // The outermost value captures all tags, and tag 24 belongs to an embedded item only directly around its bytes.
    let date = CBORCapturedTags(CBORCapturedTags(Date(timeIntervalSince1970: 0)), tags: [100])
    #expect(try decode(CBORCapturedTags<CBORCapturedTags<Date>>.self, "d864c100") == date)
    #expect(try decode(CBORCapturedTags<CBOREmbedded<Int>>.self, "d818d8644101").tags == [24, 100])
    #expect(try decode(CBORCapturedTags<CBOREmbedded<Int>>.self, "d818d8184101").tags == [24])
    try checkCaptured("x")
    // Text in tag 0 is a date, which is encoded in tag 1.
    let internetDate = try decode(CBORCapturedTags<Date>.self, "c0 74 323031332d30332d32315432303a30343a30305a")
    #expect(internetDate.tags == [])
    // Text that is not in the tag of its type has no tag of its own.
    #expect(try decode(CBORCapturedTags<URL>.self, "d864 63613a62").tags == [100])
    #expect(try decode(CBORCapturedTags<Int>.self, "c2 4101") == CBORCapturedTags(1, tags: []))
    #expect(try decode(CBORCapturedTags<Int>.self, "d864 01") == CBORCapturedTags(1, tags: [100]))
  }

  @Test("only a byte string, without a tag or in tag 24, is an embedded item")
  func notEmbedded() throws {
    #expect(try decode(CBOREmbedded<Int>.self, "4105").value == 5)
    #expect(try decode(CBOREmbedded<Int>.self, "d9d9f7d8184105").isTagged)
    for wrong in ["8105", "c24105", "d8188105", "d818c24105", "c2d8184105", "d818d8184105", "d8644105", "6105", "05"] {
      #expect(throws: DecodingError.self, "\(wrong)") { try decode(CBOREmbedded<Int>.self, wrong) }
      let error = #expect(throws: DecodingError.self, "\(wrong)") {
        try decode([String: CBOREmbedded<Int>].self, "a1616b" + wrong)
      }
      switch error {
      case .typeMismatch(_, let context), .dataCorrupted(let context):
        #expect(context.codingPath.map(\.stringValue) == ["k"])
      default: #expect(Bool(false), "\(String(describing: error))")
      }
    }
  }

  private typealias Negative<Value> = CBORTagged<-1, Value>

  @Test("decoding a tag with a negative number is a precondition failure")
  func negativeTag() async {
    await #expect(processExitsWith: .failure) {
      _ = try CBORDecoder().decode(Negative<Int>.self, from: [0xc1, 0x00])
    }
    await #expect(processExitsWith: .failure) {
      _ = try CBORDecoder().decode(Negative<CBORValue>.self, from: [0xc1, 0x00])
    }
  }

  @Test("captured tags are those of the item, and are encoded again")
  func captured() throws {
    for (bytes, tags) in [("6178", []), ("c16178", [1]), ("d9d9f7c16178", [55799, 1])] as [(String, [UInt64])] {
      let value = try decode(CBORCapturedTags<String>.self, bytes)
      #expect(value == CBORCapturedTags("x", tags: tags))
      #expect(try encode(value) == bytes)
      #expect(try encode(["k": value]) == "a1616b" + bytes)
    }
    #expect(throws: DecodingError.self) { try decode(CBORCapturedTags<String>.self, "c101") }
    var encoder = CBOREncoder()
    encoder.limits.nestingDepth = 1
    #expect(throws: EncodingError.self) { try encoder.encode(CBORCapturedTags(1, tags: [1, 2])) as [UInt8] }
  }

  @Test("an embedded item preserves its bytes, in any encoding")
  func embedded() throws {
    // {"a": 1}, with a wider length and a wider integer than necessary.
    let content = "b801 6161 1801"
    for (bytes, isTagged) in [("d81846" + content, true), ("46" + content, false), ("d8185f43b8016143611801ff", true)] {
      let value = try decode(CBOREmbedded<[String: Int]>.self, bytes)
      #expect(value.value == ["a": 1])
      #expect(value.bytes == hex("b801 6161 1801"))
      #expect(value.isTagged == isTagged)
      #expect(try encode(value) == (isTagged ? "d81846" : "46") + hex(value.bytes))
    }
    let made = try CBOREmbedded(["a": 1])
    #expect(try encode(made) == "d81844a1616101")
    #expect(try encode(CBOREmbedded(["a": 1], isTagged: false)) == "44a1616101")
    for wrong in ["a1616101", "d81801", "41ff", "4101", "420000", "d8184201"] {
      #expect(throws: (any Error).self, "\(wrong)") { try decode(CBOREmbedded<[String: Int]>.self, wrong) }
    }
  }

  @Test("items that embed each other throw an error long before the stack overflows", arguments: [1, 30, 129, 5000])
  func embeddedDepth(_ levels: Int) throws {
    var bytes: [UInt8] = [0xf6]
    for _ in 0..<levels {
      bytes =
        bytes.count < 24
        ? [0x40 | UInt8(bytes.count)] + bytes
        : bytes.count < 256
          ? [0x58, UInt8(bytes.count)] + bytes : [0x59, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
    }
    let onion = Result { try CBORDecoder().decode(Onion.self, from: bytes) }
    if levels <= 30 {
      #expect(throws: Never.self) { try onion.get() }
    } else {
      #expect(throws: DecodingError.self) { try onion.get() }
    }
  }

  /// An item that embeds another one, or is null.
  private final class Onion: Decodable {
    let inner: CBOREmbedded<Onion>?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      inner = container.decodeNil() ? nil : try container.decode(CBOREmbedded<Onion>.self)
    }
  }

  @Test("a raw item preserves its bytes, and encodes unchanged, even if encoding is deterministic")
  func raw() throws {
    let bytes = "bf 616202 61611801 ff"
    let items = try decode([CBORRawItem].self, "82" + bytes + "c100")
    #expect(items.map { hex($0.bytes) } == [hex(hex(bytes)), "c100"])
    var encoder = CBOREncoder()
    encoder.deterministic = true
    #expect(hex(try encoder.encode(["k": items[0]]) as [UInt8]) == "a1616b" + hex(hex(bytes)))
    #expect(try items[0].decode([String: Int].self) == ["a": 1, "b": 2])
    #expect(items[1].description == "1(0)")
    let error = #expect(throws: CBORError.self) { try CBORRawItem(hex("8201")) }
    #expect(error?.code == .endOfInput && error?.offset == 0)
    #expect(try CBORRawItem(encoding: [1, 2]).bytes == hex("820102"))
  }

  @Test("a tag that is omitted because it is nested too deeply does not change the depth")
  func tagDepth() throws {
    struct Fallback: Encodable {
      var tags: [UInt64]
      func encode(to encoder: any Encoder) throws {
        do { try CBORCapturedTags(1, tags: tags).encode(to: encoder) } catch { try [7].encode(to: encoder) }
      }
    }
    var encoder = CBOREncoder()
    encoder.limits.nestingDepth = 1
    #expect(throws: EncodingError.self) { _ = try encoder.encode([Fallback(tags: [1, 2])]) as [UInt8] }
    encoder.limits.nestingDepth = 2
    #expect(hex(try encoder.encode([Fallback(tags: [1, 2])]) as [UInt8]) == "818107")
    #expect(hex(try encoder.encode([Fallback(tags: [1])]) as [UInt8]) == "81c101")
  }

  @Test("coders of other formats encode and decode only the value")
  func otherCoders() throws {
    let stamp = Stamp(day: 18, note: nil)
    #expect(try JSONDecoder().decode(Stamp.self, from: JSONEncoder().encode(stamp)) == stamp)
    let raw = try CBORRawItem(encoding: ["a": 1])
    #expect(String(decoding: try JSONEncoder().encode(raw), as: UTF8.self) == #"{"a":1}"#)
    #expect(try JSONDecoder().decode(CBORRawItem.self, from: Data("[1]".utf8)).bytes == [0x81, 1])
  }

  @Test("a CBORValue is created from another type, and decodes to it")
  func values() throws {
    let value = try CBORValue(encoding: Stamp(day: 1, note: "n"))
    #expect(value == .map([.init(key: "day", value: .tagged(100, 1)), .init(key: "note", value: "n")]))
    #expect(try value.decode(Stamp.self).note == "n")
    #expect(throws: DecodingError.self) { try value.decode([Int].self) }
    #expect(throws: EncodingError.self) { try CBORValue.simple(24).decode(Bool.self) }
  }

  @Test("the accessors of a CBORValue return its content, or nil if it has another kind")
  func accessors() throws {
    let value = try CBORValue(diagnostic: #"{1: h'01', -1: [null, true, 1.5, "x"], "k": 6(7("deep"))}"#)
    #expect(value[key: 1]?.bytes == [1])
    #expect(value[key: -1]?.array?.count == 4)
    #expect(value[key: -1]?[0]?.isNull == true && value[key: -1]?[1]?.isNull == false)
    #expect(value[key: -1]?[1]?.boolean == true && value[key: -1]?[0]?.boolean == nil)
    #expect(value[key: -1]?[2]?.float == 1.5 && value[key: 1]?.float == nil)
    #expect(value[key: -1]?[3]?.text == "x")
    #expect(value["k"]?.tag == 6 && value["k"]?.content.text == "deep" && value.tag == nil && value.content == value)
    #expect(value.map?.count == 3 && value.array == nil && value.text == nil && value.bytes == nil)
    #expect(value[key: 2] == nil && value[4] == nil)
  }
}
