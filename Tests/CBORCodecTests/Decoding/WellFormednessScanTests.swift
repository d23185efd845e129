// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

/// A message with one fault, and the error that the scan must report.
struct Malformed: CustomTestStringConvertible, Sendable {
  let bytes: String
  let code: CBORError.Code
  let offset: Int

  init(_ bytes: String, _ code: CBORError.Code, _ offset: Int) {
    self.bytes = bytes
    self.code = code
    self.offset = offset
  }

  var testDescription: String { "\(bytes): \(code) at \(offset)" }
}

@Suite("WellFormednessScan")
struct WellFormednessScanTests {
  @Test("every example of Appendix A is accepted", arguments: AppendixA.wellFormed)
  func wellFormed(_ bytes: String) throws {
    try CBORDecoder().validate(hex(bytes))
  }

  @Test("every truncated example of Appendix A is rejected", arguments: AppendixA.wellFormed)
  func truncated(_ bytes: String) {
    let bytes = hex(bytes)
    for count in 0..<bytes.count {
      let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(Array(bytes.prefix(count))) }
      #expect(error?.code == .endOfInput)
      #expect((0...count).contains(error?.offset ?? -1))
    }
  }

  @Test("a byte after an example of Appendix A is found at its offset", arguments: AppendixA.wellFormed)
  func trailing(_ bytes: String) {
    let bytes = hex(bytes)
    let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(bytes + [0]) }
    #expect(error?.code == .trailingBytes)
    #expect(error?.offset == bytes.count)
  }

  static let malformed: [Malformed] = [
    // Incomplete items.
    Malformed("", .endOfInput, 0), Malformed("18", .endOfInput, 0), Malformed("1901", .endOfInput, 0),
    Malformed("81", .endOfInput, 0), Malformed("a1", .endOfInput, 0), Malformed("a101", .endOfInput, 0),
    Malformed("8201", .endOfInput, 0), Malformed("828101", .endOfInput, 3), Malformed("c1", .endOfInput, 1),
    Malformed("9f01", .endOfInput, 2), Malformed("bf01", .endOfInput, 2), Malformed("4201", .endOfInput, 0),
    Malformed("816261", .endOfInput, 1), Malformed("5f4101", .endOfInput, 3), Malformed("f8", .endOfInput, 0),
    Malformed("f93c", .endOfInput, 0), Malformed("d9d9", .endOfInput, 0),
    // Claims beyond the end.
    Malformed("5bffffffffffffffff", .endOfInput, 0), Malformed("7b7fffffffffffffff", .endOfInput, 0),
    Malformed("9bffffffffffffffff", .endOfInput, 0), Malformed("bbffffffffffffffff", .endOfInput, 0),
    Malformed("bb8000000000000000", .endOfInput, 0), Malformed("9affffffff", .endOfInput, 0),
    Malformed("5bfffffffffffffff7", .endOfInput, 0), Malformed("5bffffffffffffffff00", .endOfInput, 0),
    Malformed("817bffffffffffffffff", .endOfInput, 1), Malformed("5f5bffffffffffffffffff", .endOfInput, 1),
    // Reserved heads.
    Malformed("1c", .malformedHead, 0), Malformed("1f", .malformedHead, 0),
    Malformed("3d", .malformedHead, 0),
    Malformed("3f", .malformedHead, 0), Malformed("5c", .malformedHead, 0),
    Malformed("7e", .malformedHead, 0),
    Malformed("9d", .malformedHead, 0), Malformed("bc", .malformedHead, 0),
    Malformed("dc", .malformedHead, 0),
    Malformed("df00", .malformedHead, 0), Malformed("fc", .malformedHead, 0),
    Malformed("fe", .malformedHead, 0),
    Malformed("8200fd", .malformedHead, 2), Malformed("f800", .malformedHead, 0),
    Malformed("f814", .malformedHead, 0), Malformed("81f81f", .malformedHead, 1),
    // Breaks.
    Malformed("ff", .unexpectedBreak, 0), Malformed("81ff", .unexpectedBreak, 1),
    Malformed("8201ff", .unexpectedBreak, 2), Malformed("a1ff00", .unexpectedBreak, 1),
    Malformed("a101ff", .unexpectedBreak, 2), Malformed("bf01ff", .unexpectedBreak, 2),
    Malformed("bf0102" + "03ff", .unexpectedBreak, 4), Malformed("c1ff", .unexpectedBreak, 1),
    Malformed("9f81ffff", .unexpectedBreak, 2), Malformed("00ff", .trailingBytes, 1),
    // Chunks.
    Malformed("5f6161ff", .invalidChunk, 1), Malformed("7f4161ff", .invalidChunk, 1),
    Malformed("5f4100" + "00ff", .invalidChunk, 3), Malformed("5f5f4100ffff", .invalidChunk, 1),
    Malformed("7f7f6100ffff", .invalidChunk, 1), Malformed("7fc06100ff", .invalidChunk, 1),
    Malformed("5f80ff", .invalidChunk, 1), Malformed("5ff6ff", .invalidChunk, 1),
    // Text that is not UTF-8.
    Malformed("61ff", .invalidUTF8, 1), Malformed("6261ff", .invalidUTF8, 2),
    Malformed("62c328", .invalidUTF8, 1), Malformed("63eda080", .invalidUTF8, 1),
    Malformed("64f4908080", .invalidUTF8, 1), Malformed("62c080", .invalidUTF8, 1),
    // A character must not be split between two chunks (RFC 8949 §3.2.3).
    Malformed("7f61c361bcff", .invalidUTF8, 2), Malformed("a161ff00", .invalidUTF8, 2),
    // Duplicate keys.
    Malformed("a201000100", .duplicateKey, 3), Malformed("a2616100616100", .duplicateKey, 4),
    Malformed("bf01000100ff", .duplicateKey, 3), Malformed("81a201000100", .duplicateKey, 4),
    Malformed("a20100a20300030000", .duplicateKey, 6),
    // Trailing bytes.
    Malformed("0000", .trailingBytes, 1), Malformed("a000", .trailingBytes, 1),
    Malformed("9fff00", .trailingBytes, 2),
  ]

  @Test("a malformed message is rejected with its code and offset", arguments: malformed)
  func isRefused(_ message: Malformed) {
    let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(hex(message.bytes)) }
    #expect(error?.code == message.code)
    #expect(error?.offset == message.offset)
    // Decoding reports the same error, with `checksFirst` before it calls any initializer.
    struct Untouched: Decodable {
      init(from decoder: any Decoder) throws { Issue.record("init(from:) ran") }
    }
    struct Careless: Decodable {
      init(from decoder: any Decoder) throws {}
    }
    var decoder = CBORDecoder()
    let careless = #expect(throws: CBORError.self) { try decoder.decode(Careless.self, from: hex(message.bytes)) }
    #expect(careless == error)
    decoder.checksFirst = true
    let untouched = #expect(throws: CBORError.self) { try decoder.decode(Untouched.self, from: hex(message.bytes)) }
    #expect(untouched == error)
  }

  @Test("a count that claims too much is reported only if the following bytes have no fault")
  func overclaims() {
    for (bytes, code, offset) in [
      ("9bffffffffffffffff", CBORError.Code.endOfInput, 0), ("bbffffffffffffffff00", .endOfInput, 0),
      ("829bffffffffffffffff0019", .endOfInput, 1), ("9bffffffffffffffff001c", .malformedHead, 10),
      ("bbffffffffffffffffff", .unexpectedBreak, 9), ("9affffffff61ff", .invalidUTF8, 6),
    ] {
      let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(hex(bytes)) }
      #expect(error?.code == code, "\(bytes)")
      #expect(error?.offset == offset, "\(bytes)")
    }
  }

  @Test("an error describes the fault and its offset in one line")
  func description() {
    let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(hex("8200fd")) }
    #expect(error?.description == "malformedHead at byte 2: the initial byte fd is reserved")
  }
}
