// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

@Suite("Duplicate keys")
struct DuplicateKeyTests {
  private func firstDuplicate(_ bytes: [UInt8]) -> Int? {
    do {
      try CBORDecoder().validate(bytes)
      return nil
    } catch {
      return error.code == .duplicateKey ? error.offset : -1
    }
  }

  /// Returns a map of two keys with the value 0.
  private func map(_ left: [UInt8], _ right: [UInt8], isDefinite: Bool = true) -> [UInt8] {
    var message: [UInt8] = [isDefinite ? 0xa2 : 0xbf]
    message += left + [0]
    message += right + [0]
    return isDefinite ? message : message + [0xff]
  }

  @Test(
    "two encodings of one key are duplicates",
    arguments: [
      ("01", "1801"), ("01", "1b0000000000000001"), ("20", "3800"), ("6161", "780161"),
      ("6161", "7f6161ff"), ("626162", "7f61616162ff"), ("4101", "5f4101ff"), ("40", "5fff"), ("80", "9fff"),
      ("8101", "9f01ff"), ("8101", "98011801"), ("a0", "bfff"),
      ("a10102", "bf011802ff"), ("c101", "d80101"), ("f93c00", "fa3f800000"),
      ("f93c00", "fb3ff0000000000000"),
      ("f97e00", "fa7fc00000"), ("f97e00", "fb7ff8000000000001"), ("01", "c24101"), ("01", "c243000001"),
      ("20", "c340"), ("00", "c240"), ("c249010000000000000000", "c24a00010000000000000000"),
      ("c249010000000000000000", "c25f450100000000440000" + "0000ff"), ("8201a0", "9f1801bfffff"),
      ("a201020304", "a203040102"), ("a201020304", "bf0304180102ff"), ("81a2a10102030405", "81a20405a1010203"),
      ("a2a20102030401" + "0506", "a20506" + "a20304010201"), ("c1a2010203f97e00", "c1a203f97e01180102"),
      ("c181f5", "c19ff5ff"), ("e0", "e0"), ("f820", "f820"), ("f6", "f6"),
    ])
  func sameKeys(_ left: String, _ right: String) {
    let (left, right) = (hex(left), hex(right))
    #expect(firstDuplicate(map(left, right)) == left.count + 2)
    #expect(firstDuplicate(map(right, left)) == right.count + 2)
    #expect(firstDuplicate(map(left, right, isDefinite: false)) == left.count + 2)
    // Among many keys, which are sorted.
    var message: [UInt8] = [0xb8, 42] + left + [0]
    for number in 0..<40 { message += [0x19, 0x10, UInt8(number), 0] }
    let place = message.count
    #expect(firstDuplicate(message + right + [0]) == place)
  }

  @Test(
    "keys that are only similar are different",
    arguments: [
      ("01", "20"), ("01", "f93c00"), ("01", "6131"), ("4161", "6161"), ("f90000", "f98000"), ("f6", "f7"),
      ("80", "a0"), ("8101", "8102"), ("820102", "820201"), ("c101", "c401"),
      ("a101f5", "a101f4"), ("62c3a9", "6365cc81"),
      ("c24101", "c34101"), ("818101", "8101"), ("a201020304", "a201040302"), ("c24101", "4101"), ("a10102", "820102"),
    ])
  func differentKeys(_ left: String, _ right: String) {
    #expect(firstDuplicate(map(hex(left), hex(right))) == nil)
    #expect(firstDuplicate(map(hex(right), hex(left))) == nil)
  }

  @Test("among many duplicates, the first one in the message is reported")
  func manyKeys() {
    var message = hex("b903e8")
    for number in 0..<1000 { message += [0x19, UInt8((number % 900) >> 8), UInt8((number % 900) & 0xff), 0] }
    #expect(firstDuplicate(message) == 3 + 900 * 4)
  }

  @Test("a map with 200 000 keys can be checked, and so can keys that are maps")
  func largeMaps() {
    var message = hex("ba00030d40")
    for number in 0..<200_000 {
      message += [0x1a, 0]
      message += [UInt8(number >> 16), UInt8(number >> 8 & 0xff), UInt8(number & 0xff), 0]
    }
    #expect(firstDuplicate(message) == nil)

    // Each level is a map of two pairs, and the first key is the next level.
    var nested: [UInt8] = hex("60")
    for _ in 0..<100 { nested = [0xa2] + nested + [0x00, 0x19, 0x03, 0xe8, 0x00] }
    #expect(firstDuplicate(nested) == nil)

    // Chunked keys of equal length.
    var chunked: [UInt8] = [0xbf]
    for number in 0..<20_000 {
      chunked += [0x5f, 0x42, UInt8(number >> 8), UInt8(number & 0xff)]
      chunked += [0x41, 0x00, 0xff, 0x00]
    }
    #expect(firstDuplicate(chunked + [0xff]) == nil)
  }

  @Test("if duplicates are allowed, the first pair is used")
  func allowed() throws {
    var decoder = CBORDecoder()
    decoder.limits.rejectsDuplicateKeys = false
    struct Fields: Decodable, Equatable { let b: Int, a: Int }
    let value = try decoder.decode(Fields.self, from: hex("a3 616101 616202 616103"))
    #expect(value == Fields(b: 2, a: 1))
  }

  /// Dictionaries that their own `init(from:)` decodes, through another container.
  private struct Inside<Pairs: Decodable>: Decodable {
    let pairs: Pairs

    init(from decoder: any Decoder) throws { pairs = try Pairs(from: decoder) }
  }

  @Test("if duplicates are allowed, keys with different bytes that are equal in Swift are errors")
  func allowedInDictionaries() throws {
    var decoder = CBORDecoder()
    decoder.limits.rejectsDuplicateKeys = false
    #expect(try decoder.decode([String: Int].self, from: hex("a2 616101 78016102")) == ["a": 1])
    #expect(try decoder.decode([Int: Int].self, from: hex("a3 0102 180103 0205")) == [1: 2, 2: 5])
    #expect(try decoder.decode(Inside<[String: Int]>.self, from: hex("a2 616101 616102")).pairs == ["a": 1])
    for message in ["a2 62c3a901 6365cc8102", "bf 62c3a901 6365cc8102 ff", "a3 62c3a901 62c3a901 6365cc8102"] {
      let bytes = hex(message)
      #expect(throws: DecodingError.self) { try decoder.decode([String: Int].self, from: bytes) }
      #expect(throws: DecodingError.self) { try decoder.decode([[String: Int]?].self, from: [0x81] + bytes) }
      #expect(throws: DecodingError.self) { try decoder.decode([String: [UInt8: Int]].self, from: bytes) }
    }
    let mixed = hex("a2 0102 613103")
    #expect(throws: DecodingError.self) { try decoder.decode([Int: Int].self, from: mixed) }
    #expect(throws: DecodingError.self) { try decoder.decode(Inside<[Int: Int]>.self, from: mixed) }
    // Two invalid texts, which are the same in Swift.
    decoder.limits.rejectsInvalidUTF8 = false
    #expect(throws: DecodingError.self) { try decoder.decode([String: Int].self, from: hex("a2 61ff01 61fe02")) }
    #expect(try decoder.decode([String: Int].self, from: hex("a2 61ff01 61ff02")) == ["\u{fffd}": 1])
  }
}
