// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Foundation
import Testing

@Suite("CBORValue")
struct CBORValueTests {
  @Test("values compare as CBOR defines, and not as Swift compares text and floats")
  func equality() {
    #expect(CBORValue.text("\u{e9}") != .text("e\u{301}"))
    #expect(CBORValue.float(0) != .float(-0.0))
    #expect(CBORValue.float(.nan) == .float(-.nan))
    #expect(CBORValue.float(.nan).hashValue == CBORValue.float(-.nan).hashValue)
    #expect(CBORValue.unsigned(1) != .float(1))
    #expect(CBORValue.bytes([0x61]) != .text("a"))
    #expect(["a": 1, "b": 2] as CBORValue != ["b": 2, "a": 1])
    #expect(CBORValue.tagged(1, 5) != .tagged(2, 5))
    #expect(CBORValue.tagged(1, 5) != 5)
    let all = Set(AppendixA.values)
    #expect(all.contains(.tagged(32, "http://www.example.com")))
    #expect(!all.contains(.tagged(33, "http://www.example.com")))
  }

  @Test("integers keep their value in both major types and as bignums")
  func integers() {
    for number: Int128 in [0, 1, -1, 1 << 64 - 1, -1 << 64, 1 << 64, -1 << 64 - 1, .max, .min] {
      #expect(CBORValue.integer(number).integer == number)
    }
    #expect(CBORValue.integer(1 << 64) == .tagged(2, .bytes([1, 0, 0, 0, 0, 0, 0, 0, 0])))
    #expect(CBORValue.tagged(2, .bytes([0, 0, 7])).integer == 7)
    #expect(CBORValue.tagged(2, .bytes([UInt8](repeating: 1, count: 17))).integer == nil)
    #expect(CBORValue.tagged(2, .bytes([UInt8](repeating: 255, count: 16))).integer == nil)
    #expect(CBORValue.tagged(4, .bytes([1])).integer == nil)
    #expect(CBORValue.text("1").integer == nil)
  }

  @Test("subscripts find elements by index and pairs by key")
  func subscripts() {
    let value: CBORValue = ["a": [10, 20], 7: true]
    #expect(value["a"]?[1] == 20)
    #expect(value["a"]?[2] == nil)
    #expect(value["a"]?[-1] == nil)
    #expect(value["b"] == nil)
    #expect(value[0] == nil)
  }

  @Test("tags, simple values, the order of pairs and small bignums are preserved")
  func passesThrough() throws {
    for bytes in ["c24101", "c2420001", "c340", "d9d9f700", "e0", "f820", "a2026161016162", "f7", "c6c7c8f6"] {
      let value = try CBORDecoder().decode(CBORValue.self, from: hex(bytes))
      #expect(hex(try CBOREncoder().encode(value)) == bytes)
    }
  }

  @Test("a value works inside other types, and its null is not a missing value")
  func inside() throws {
    struct Envelope: Codable, Equatable {
      var kind: String
      var content: CBORValue
      var more: [CBORValue]
      var missing: CBORValue?
      var named: [String: CBORValue]
    }
    let envelope = Envelope(
      kind: "k", content: .tagged(16, [nil, .simple(99)]), more: [nil, 1.5, .bytes([1])], missing: nil,
      named: ["x": .undefined])
    let bytes: [UInt8] = try CBOREncoder().encode(envelope)
    #expect(try CBORDecoder().decode(Envelope.self, from: bytes) == envelope)
  }

  @Test("a value that cannot be encoded throws an error that says why")
  func unencodable() throws {
    for (value, words) in [
      (CBORValue.simple(24), "24 to 31"), (["a": 1, "a": 2], "same key twice"), ([[1: 0, .integer(1): 0]], "same key"),
    ] {
      let error = #expect(throws: EncodingError.self) { try CBOREncoder().encode(value) as [UInt8] }
      guard case .invalidValue(_, let context)? = error else {
        Issue.record("another error: \(String(describing: error))")
        continue
      }
      #expect(context.debugDescription.contains(words))
    }
    var deep: CBORValue = [0]
    for _ in 0..<128 { deep = .array([deep]) }
    #expect(throws: EncodingError.self) { try CBOREncoder().encode(deep) as [UInt8] }
    let inner = try #require(deep[0])
    #expect(throws: Never.self) { try CBOREncoder().encode(inner) as [UInt8] }
  }

  @Test("floats have the width that the encoder's options say")
  func floats() throws {
    var encoder = CBOREncoder()
    #expect(hex(try encoder.encode(CBORValue.float(1.5))) == "f93e00")
    encoder.floatEncoding = .declaredWidth
    #expect(hex(try encoder.encode(CBORValue.float(1.5))) == "fb3ff8000000000000")
  }

  @Test("other encoders receive the closest Swift value, and other decoders provide theirs")
  func json() throws {
    let value: CBORValue = ["a": [1, -2, 1.5, "x", nil, true], "b": [:]]
    let json = try JSONEncoder().encode(value)
    let back = try JSONDecoder().decode(CBORValue.self, from: json)
    #expect(back["a"] == [1, -2, 1.5, "x", nil, true])
    #expect(back["b"] == [:])
    for bad: CBORValue in [.tagged(1, 0), .simple(16), [1: 2]] {
      #expect(throws: EncodingError.self) { try JSONEncoder().encode([bad]) }
    }
  }

  @Test("hostile bytes take memory within a small multiple of their size")
  func memory() throws {
    // An array element of one byte takes 24 bytes as a value, which is the maximum for unnested items.
    #expect(MemoryLayout<CBORValue>.stride <= 24)
    let bytes = [0x9a, 0x00, 0x10, 0x00, 0x00] + [UInt8](repeating: 0x01, count: 1 << 20)
    guard case .array(let elements) = try CBORDecoder().decode(CBORValue.self, from: bytes) else {
      Issue.record("no array")
      return
    }
    #expect(elements.count == 1 << 20)
    #expect(elements.capacity <= 1 << 21)
  }
}
