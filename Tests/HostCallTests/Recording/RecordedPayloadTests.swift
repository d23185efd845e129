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
}
