// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostCall

@Suite("Schema fingerprints")
struct SchemaFingerprintTests {
  // Computed by Tests/Interop/fingerprint.py.
  @Test("a fingerprint is a sum of hashes that other implementations can compute, and is stable")
  func golden() {
    #expect(HostCallSchema(Ping.self).fingerprint == 0x36c0_ff8f_d1ba_4f84)
    #expect(HostCallSchema(ReadClock.self).fingerprint == 0x1981_17c4_0382_4aed)
    let lines = [("request.id", "uint"), ("response.avatar?", "bytes"), ("failure/busy", "{}")]
    let outline = SchemaOutline(lines: lines.map { SchemaOutline.Line(place: $0, content: $1) })
    #expect(outline.text == "request.id: uint\nresponse.avatar?: bytes\nfailure/busy: {}\n")
    #expect(outline.fingerprint == 0x105a_4344_d8b7_e140)
  }

  @Test("a fingerprint is never 0, which stands for none, and is unchanged by its raw value")
  func raw() {
    #expect(SchemaFingerprint(of: []).rawValue == 1)
    for value in [1, UInt64.max, 1 << 63, 0x0123_4567_89AB_CDEF] {
      #expect(SchemaFingerprint(rawValue: value).rawValue == value)
    }
  }

  @Test("fingerprints reveal which parts differ")
  func parts() {
    let one = SchemaFingerprint(rawValue: HostCallSchema(FindUser.self).fingerprint)
    let other = SchemaFingerprint(rawValue: HostCallSchema(FindUserAs<OtherUser.Retyped>.self).fingerprint)
    #expect(one.parts(differingFrom: other) == [.response])
    #expect(one.parts(differingFrom: one) == [])
  }
}
