// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall
import HostCallTool
import Testing

@Suite("Records of calls as text")
struct RecordTextTests {
  private func record() -> CallRecord {
    var record = CallRecord(
      number: 2, process: 42, time: 1_700_000_000.5, direction: .toHost, side: .caller, kind: .call,
      name: "fetch_profile")
    record.callID = 1
    record.requestSize = 9
    record.responseSize = 16
    record.attempts = 1
    record.duration = 0.00125
    record.outcome = CallRecord.Outcome(code: 0, name: "ok")
    return record
  }

  @Test("a call is a line")
  func call() {
    #expect(
      RecordText.lines(of: record())
        == "2023-11-14 22:13:20.500000 [42 #2] core → host, caller: fetch_profile, call 1: 9 → 16 bytes, 1.250 ms, ok")
  }

  @Test("the beginning of a call has no sizes")
  func beginning() {
    var record = record()
    record.direction = .toCore
    record.side = .handler
    record.outcome = nil
    #expect(
      RecordText.lines(of: record)
        == "2023-11-14 22:13:20.500000 [42 #2] host → core, handler: fetch_profile, call 1: begins")
  }

  @Test("everything else is on lines of its own")
  func details() throws {
    var record = record()
    record.kind = .stream
    record.parent = 1
    record.lost = 3
    record.elements = 1
    record.attempts = 2
    record.responseSize = nil
    record.outcome = CallRecord.Outcome(code: 2, name: "unknown", message: "two\nlines")
    record.metadata = [.init(key: "tenant", value: .text("acme")), .init(key: "x-bin"), .init(key: "\u{1B}[2J")]
    record.request = try CBORRawItem([0xA1, 0x61, 0x61, 0x01])
    record.failure = try CBORRawItem([0xF6])
    record.elementPayloads = [try CBORRawItem([0x07])]
    record.omitted = ["response: 2000000 bytes"]
    #expect(
      RecordText.lines(of: record) == """
        -- 3 records before [42 #2] could not be written
        2023-11-14 22:13:20.500000 [42 #2<1] core → host, caller: fetch_profile, stream 1: 9 → - bytes, 1 element, \
        2 attempts, 1.250 ms, "unknown: two\\nlines"
            metadata tenant: "acme"
            metadata x-bin
            metadata "\\u001b[2J"
            request: {"a": 1}
            failure: null
            element 1: 7
            left out: response: 2000000 bytes
        """)
  }

  @Test("a record is JSON, with notation in place of what JSON cannot represent")
  func json() throws {
    var record = record()
    record.callID = nil
    record.attempts = nil
    record.request = try CBORRawItem([0xA1, 0x01, 0x02])
    record.response = try CBORRawItem([0xA1, 0x61, 0x61, 0x01])
    #expect(
      RecordText.json(of: record)
        == #"{"number": 2, "process": 42, "time": 1700000000.5, "duration": 0.00125, "direction": "toHost", "#
        + #""side": "caller", "kind": "call", "name": "fetch_profile", "requestSize": 9, "responseSize": 16, "#
        + #""outcome": {"code": 0, "name": "ok"}, "request": "{1: 2}", "response": {"a": 1}}"#)
  }

  @Test("times that make no sense are printed as they are", arguments: [Double.nan, .infinity, 1e300, -1e300])
  func oddTimes(time: Double) {
    var record = record()
    record.time = time
    record.duration = time
    #expect(RecordText.lines(of: record).hasPrefix("\(time) ["))
  }

  @Test("a time before 1970 has its date")
  func earlyTime() {
    var record = record()
    record.time = -0.25
    #expect(RecordText.lines(of: record).hasPrefix("1969-12-31 23:59:59.750000 ["))
  }

  @Test("payloads that nest as deep as a message may are printed")
  func deep() throws {
    let deep = try CBORRawItem(Array(repeating: 0x81, count: CBORLimits().nestingDepth) + [7])
    var record = record()
    record.request = deep
    record.elementPayloads = [deep]
    #expect(RecordText.json(of: record).contains(#""request": [[[["#))
    #expect(RecordText.lines(of: record).contains("request: [[[["))
  }
}
