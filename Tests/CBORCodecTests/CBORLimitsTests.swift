// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

@Suite("CBORLimits")
struct CBORLimitsTests {
  private func fault(_ bytes: [UInt8], _ change: (inout CBORLimits) -> Void) -> CBORError? {
    var decoder = CBORDecoder()
    change(&decoder.limits)
    do {
      try decoder.validate(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("the default limits are as documented")
  func defaults() {
    let limits = CBORLimits()
    #expect(limits.nestingDepth == 128)
    #expect(limits.messageSize == 64 * 1024 * 1024)
    #expect(limits.itemCount == 16_000_000)
    #expect(limits.stringSize == 64 * 1024 * 1024)
    #expect(limits.rejectsDuplicateKeys)
    #expect(limits.rejectsTrailingBytes)
    #expect(limits.rejectsInvalidUTF8)
  }

  @Test(
    "128 arrays, maps or tags around an item are accepted, and 129 are rejected", arguments: ["81", "9f", "a100", "c6"])
  func depth(_ opening: String) {
    let opening = hex(opening)
    func message(_ depth: Int) -> [UInt8] {
      let closing = opening == [0x9f] ? [UInt8](repeating: 0xff, count: depth) : []
      return (0..<depth).flatMap { _ in opening } + [0x60] + closing
    }
    #expect(fault(message(128)) { _ in } == nil)
    let error = fault(message(129)) { _ in }
    #expect(error?.code == .depthLimit)
    #expect(error?.offset == 129 * opening.count - (opening.count - 1))
    #expect(fault(message(129)) { $0.nestingDepth = 129 } == nil)
    #expect(fault(hex("8180")) { $0.nestingDepth = 1 } == nil)
    #expect(fault(hex("818100")) { $0.nestingDepth = 1 }?.offset == 2)
    #expect(fault(hex("00")) { $0.nestingDepth = 0 } == nil)
  }

  @Test("a chunked string inside the maximum number of containers is accepted")
  func chunksAtTheLimit() {
    #expect(fault(hex("815f4100ff")) { $0.nestingDepth = 1 } == nil)
  }

  @Test("a message that is too long is rejected before it is read")
  func messageSize() {
    #expect(fault(hex("820000")) { $0.messageSize = 3 } == nil)
    let error = fault(hex("820000")) { $0.messageSize = 2 }
    #expect(error?.code == .messageSizeLimit)
    #expect(error?.offset == 2)
  }

  @Test("every head except a break counts as an item")
  func items() {
    #expect(fault(hex("9f01a1020361" + "61ff")) { $0.itemCount = 6 } == nil)
    let error = fault(hex("9f01a1020361" + "61ff")) { $0.itemCount = 5 }
    #expect(error?.code == .itemCountLimit)
    #expect(error?.offset == 5)
    #expect(fault(hex("5f41004100ff")) { $0.itemCount = 2 }?.offset == 3)
  }

  @Test("the string limit applies to all chunks together")
  func strings() {
    for bytes in ["43010203", "63616263"] {
      #expect(fault(hex(bytes)) { $0.stringSize = 3 } == nil)
      let error = fault([0x81] + hex(bytes)) { $0.stringSize = 2 }
      #expect(error?.code == .stringSizeLimit)
      #expect(error?.offset == 1)
    }
    #expect(fault(hex("5f41014101ff")) { $0.stringSize = 2 } == nil)
    let error = fault(hex("815f410142" + "0101ff")) { $0.stringSize = 2 }
    #expect(error?.code == .stringSizeLimit)
    #expect(error?.offset == 1)
  }

  @Test("duplicate keys, trailing bytes and invalid UTF-8 are accepted if allowed")
  func allowed() throws {
    #expect(fault(hex("a201000100")) { $0.rejectsDuplicateKeys = false } == nil)
    #expect(fault(hex("0000")) { $0.rejectsTrailingBytes = false } == nil)
    #expect(fault(hex("61ff")) { $0.rejectsInvalidUTF8 = false } == nil)
    var decoder = CBORDecoder()
    decoder.limits.rejectsInvalidUTF8 = false
    #expect(try decoder.decode(String.self, from: hex("6361ff62")) == "a\u{fffd}b")
    #expect(try decoder.decode(String.self, from: hex("7f6161" + "61ffff")) == "a\u{fffd}")
    // A repaired key is found by its repaired text, among few keys and among many.
    #expect(try decoder.decode([String: Int].self, from: hex("a161ff01")) == ["\u{fffd}": 1])
    let many = (0..<40).map { "63" + hex(Array("k\($0 + 10)".utf8)) + "00" }.joined()
    let decoded = try decoder.decode([String: Int].self, from: hex("b829" + many + "7f61c361bcff" + "02"))
    #expect(decoded.count == 41)
    #expect(decoded["\u{fffd}\u{fffd}"] == nil && decoded["\u{fc}"] == 2)
    let reversed = try decoder.decode(Two.self, from: hex("a2626b32" + "01" + "6261ff" + "02"))
    #expect(reversed.repaired == 2 && reversed.k2 == 1)
  }

  private struct Two: Decodable {
    var repaired: Int
    var k2: Int

    private enum CodingKeys: String, CodingKey {
      case repaired = "a\u{fffd}"
      case k2
    }
  }

  @Test("negative limits reject everything, at an offset within the message")
  func negative() {
    for change in [
      { $0.nestingDepth = -1 }, { $0.messageSize = .min }, { $0.itemCount = -1 }, { $0.stringSize = -1 },
    ] as [(inout CBORLimits) -> Void] {
      var decoder = CBORDecoder()
      change(&decoder.limits)
      let error = #expect(throws: CBORError.self) { try decoder.decode(String.self, from: hex("60")) }
      #expect(error?.offset == 0)
      let inPrefix = #expect(throws: CBORError.self) { try decoder.decodePrefix(String.self, from: hex("60")) }
      #expect(inPrefix?.code == error?.code)
    }
  }

  @Test(
    "an item of indefinite length is an error if only definite lengths are allowed",
    arguments: [("9fff", 0), ("82 01 bfff", 2), ("7fff", 0), ("a1 5f4101ff 00", 1)])
  func indefinite(_ bytes: String, _ offset: Int) throws {
    var decoder = CBORDecoder()
    decoder.limits.rejectsIndefiniteLengths = true
    for attempt in [{ try decoder.validate($0) }, { _ = try decoder.decode(CBORValue.self, from: $0) }]
      as [([UInt8]) throws -> Void]
    {
      let error = #expect(throws: CBORError.self) { try attempt(hex(bytes)) }
      #expect(error?.code == .indefiniteLength && error?.offset == offset)
    }
    try CBORDecoder().validate(hex(bytes))
  }
}
