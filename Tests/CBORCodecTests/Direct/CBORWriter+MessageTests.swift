// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CBORCodec

/// The end of a message that shares its output with an encoder.
@Suite("Messages of CBORWriter")
struct CBORWriterMessageTests {
  @Test("an encoder that outlives its message does not refer to the stack, even if the closure with the bytes throws")
  func borrowedMemory() throws {
    for fails in [false, true] {
      var kept: [any Encoder] = []
      let value = Scripted { encoder in
        kept.append(encoder)
        try 1.encode(to: encoder)
      }
      nonisolated(unsafe) let inner = value
      let written = Written { try unsafe $0.encode(inner) }
      do {
        try CBOREncoder().withEncoded(written) { bytes in
          #expect(bytes.byteCount == 1)
          if fails { throw Written.Failed() }
        }
      } catch is Written.Failed {}
      let encoder = try #require(kept.first as? ItemEncoder)
      let isBorrowed = encoder.position.storage.output.isBorrowed
      #expect(!isBorrowed)
    }
  }
}
