// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

@Suite struct CallLogReaderTests {
  /// The header: the tag 55799, and {"hostcall-log": 1}.
  static let header: [UInt8] = [0xD9, 0xD9, 0xF7, 0xA1, 0x6C] + Array("hostcall-log".utf8) + [0x01]

  /// A record in notation, as a later version might write it: with a key that is not known.
  static let record: [UInt8] = try! CBOREncoder().encode(
    diagnostic: """
      {"number": 1, "process": 7, "time": 1.5, "direction": "toHost", "side": "caller", "kind": "call",
       "name": "fetch_profile", "later": [], "outcome": {"code": 0, "name": "ok"}, "request": {"userID": 7}}
      """)

  @Test("reads records and repeated headers")
  func repeatedHeaders() throws {
    let records = try CallLogReader.records(in: Self.header + Self.record + Self.header + Self.record)
    #expect(records.count == 2)
    let record = try #require(records.first)
    #expect(record.name == "fetch_profile")
    #expect(record.direction == .toHost)
    #expect(record.outcome == CallRecord.Outcome(code: 0, name: "ok"))
    #expect(record.request?.bytes == [0xA1, 0x66] + Array("userID".utf8) + [0x07])
    #expect(record.duration == nil)
  }

  @Test("reads a log that arrives byte by byte")
  func byteByByte() throws {
    var reader = CallLogReader()
    var records: [CallRecord] = []
    for byte in Self.header + Self.record + Self.record {
      reader.append([byte])
      while let record = try reader.next() { records.append(record) }
    }
    try reader.finish()
    #expect(records.count == 2)
    #expect(reader.offset == Self.header.count + 2 * Self.record.count)
  }

  @Test("reads a log that begins with a record, as one does that was emptied while it was written")
  func withoutHeader() throws {
    // The second has 24 pairs, whose number is in a byte of its own.
    var long = Self.record
    long.replaceSubrange(0..<1, with: [0xB8, 0x18])
    for pair in 10..<24 { long += [0x61, UInt8(0x41 + pair), 0x00] }
    for first in [Self.record, long] {
      var reader = CallLogReader()
      var records: [CallRecord] = []
      for byte in first + Self.header + Self.record {
        reader.append([byte])
        while let record = try reader.next() { records.append(record) }
      }
      try reader.finish()
      #expect(records.count == 2)
      let error = #expect(throws: CallLogError.self) { try CallLogReader.records(in: first.dropLast()) }
      #expect(error?.code == .incomplete && error?.offset == 0)
      #expect(error?.message == "the log ends inside a record, after \(first.count - 1) bytes of it")
    }
  }

  @Test("an empty log has no records")
  func empty() throws {
    #expect(try CallLogReader.records(in: []).isEmpty)
    #expect(try CallLogReader.records(in: Self.header).isEmpty)
  }

  @Test("a torn record is reported with its offset, after the records before it")
  func torn() throws {
    var reader = CallLogReader()
    reader.append(Self.header + Self.record + Self.record.dropLast(3))
    #expect(try reader.next() != nil)
    #expect(try reader.next() == nil)
    let error = #expect(throws: CallLogError.self) { try reader.finish() }
    #expect(error?.code == .incomplete)
    #expect(error?.offset == Self.header.count + Self.record.count)
  }

  // A break outside any item, a record that is no map, and one without its keys.
  @Test("a damaged record is reported with its offset, each time", arguments: [[0xFF], [0x01], [0xA0]] as [[UInt8]])
  func damaged(damage: [UInt8]) throws {
    var reader = CallLogReader()
    reader.append(Self.header + Self.record + damage + Self.record)
    #expect(try reader.next() != nil)
    for _ in 1...2 {
      let error = #expect(throws: CallLogError.self) { _ = try reader.next() }
      #expect(error?.code == .damaged)
      #expect(error?.offset == Self.header.count + Self.record.count)
    }
  }

  @Test(
    "a file of another kind is not a log",
    arguments: [
      Array("#!/bin/sh\n".utf8), [0xA0], [0xA1, 0x61, 0x61], Array(record.dropFirst()), [0xD9, 0xD9, 0xF7, 0xA0],
      [0xD9, 0xD9, 0xF8],
    ])
  func notALog(bytes: [UInt8]) {
    let error = #expect(throws: CallLogError.self) { try CallLogReader.records(in: bytes) }
    #expect(error?.code == .notALog)
    #expect(error?.offset == 0)
  }

  @Test("a log of a later version is refused")
  func later() {
    var reader = CallLogReader()
    reader.append(Self.header.dropLast() + [0x02] + Self.record)
    for _ in 1...2 {
      let error = #expect(throws: CallLogError.self) { try reader.next() }
      #expect(error?.code == .unsupportedVersion && error?.offset == 0)
      #expect(error?.message == "the log has version 2, but this version reads 1")
    }
  }

  @Test("a torn header is incomplete", arguments: 1..<header.count)
  func tornHeader(count: Int) {
    let error = #expect(throws: CallLogError.self) { try CallLogReader.records(in: Array(Self.header.prefix(count))) }
    #expect(error?.code == .incomplete)
    #expect(error?.offset == 0)
  }
}
