// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostCall

@Suite("RecordedPayload") struct RecordedPayloadTests {
  @Test("bytes over the limit are left out without being read")
  func large() {
    var options = CallRecorder.Options()
    options.recordsPayloads = true
    options.payloadLimit = 4
    var reads = 0
    func bytes() -> [UInt8] {
      reads += 1
      return [0x82, 1, 2]
    }
    #expect(RecordedPayload(bytes(), size: 5, .cbor, options)?.omission == "5 bytes")
    #expect(reads == 0)
    #expect(RecordedPayload(bytes(), size: 3, .cbor, options)?.item?.bytes == [0x82, 1, 2])
    #expect(RecordedPayload(bytes(), size: 3, .raw, options)?.omission == "3 bytes that are not CBOR")
    options.recordsPayloads = false
    #expect(RecordedPayload(bytes(), size: 3, .cbor, options) == nil)
    #expect(reads == 1)
  }

  @Test("payloads that nest as deep as a message may are written, and read")
  func deep() throws {
    let deep = try CBORRawItem(Array(repeating: 0x81, count: CBORLimits().nestingDepth) + [0])
    var record = CallRecord(
      number: 1, process: 1, time: 0, direction: .toCore, side: .handler, kind: .stream, name: "nest")
    record.request = deep
    record.elementPayloads = [deep]
    let log = try TestLog()
    try CallRecorder(path: log.path()).write(record)
    #expect(try log.records() == [record])
  }
}
