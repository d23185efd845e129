// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Fixtures
import Testing

/// A fixture file that the decoder must reject.
struct MalformedFixture: CustomTestStringConvertible, Sendable {
  let file: String
  let offset: Int
  let limits: String

  var testDescription: String { file }

  /// The error code, which is the second part of `<subject>.<defect>.cbor`.
  var code: CBORError.Code { CBORError.Code(rawValue: String(file.split(separator: ".")[1])) }

  static var all: [MalformedFixture] {
    get throws {
      try Fixtures.table("malformed/expected.txt").map { row in
        MalformedFixture(file: row[0], offset: try #require(Int(row[1])), limits: row[2])
      }
    }
  }

  /// Returns the limits with which the file is rejected.
  func changedLimits() throws -> CBORLimits {
    var result = CBORLimits()
    guard limits != "-" else { return result }
    let parts = limits.split(separator: "=")
    let value = try #require(Int(parts[1]))
    switch parts[0] {
    case "itemCount": result.itemCount = value
    case "stringSize": result.stringSize = value
    case "messageSize": result.messageSize = value
    default: Issue.record("no limit is named \(parts[0])")
    }
    return result
  }
}

@Suite("Malformed fixtures")
struct MalformedFixtureTests {
  @Test("each file is rejected with its code, at the offset in the table", arguments: try MalformedFixture.all)
  func refused(_ fixture: MalformedFixture) throws {
    let bytes = try Fixtures.bytes("malformed/" + fixture.file)
    var decoder = CBORDecoder()
    decoder.limits = try fixture.changedLimits()
    let error = #expect(throws: CBORError.self) { try decoder.decode(CBORValue.self, from: bytes) }
    #expect(error?.code == fixture.code)
    #expect(error?.offset == fixture.offset)
    #expect(error?.message.isEmpty == false)
    if fixture.code == .trailingBytes {
      #expect(try decoder.decodePrefix(CBORValue.self, from: bytes).count == fixture.offset)
    } else {
      let error = #expect(throws: CBORError.self) { try decoder.decodePrefix(CBORValue.self, from: bytes) }
      #expect(error?.code == fixture.code)
      #expect(error?.offset == fixture.offset)
    }
  }

  @Test(
    "a file that needs changed limits is accepted with the default ones",
    arguments: try MalformedFixture.all.filter { $0.limits != "-" })
  func passes(_ fixture: MalformedFixture) throws {
    _ = try CBORDecoder().decode(CBORValue.self, from: Fixtures.bytes("malformed/" + fixture.file))
  }

  @Test("every error code has a fixture")
  func codes() throws {
    let found = Set(try MalformedFixture.all.map(\.code) + AppendixF.examples.map(\.code))
    let known: [CBORError.Code] = [
      .endOfInput, .malformedHead, .unexpectedBreak, .invalidChunk, .invalidUTF8, .duplicateKey, .trailingBytes,
      .depthLimit, .messageSizeLimit, .itemCountLimit, .stringSizeLimit,
    ]
    #expect(found == Set(known))
  }
}
