// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CCBOR
import Testing

/// How Debian's libcbor 0.8 fails on valid bytes and numbers, which is why the shim reads and writes them itself.
///
/// `HeadShimTests` checks the other half, that the shim handles them correctly. With another release of libcbor, which
/// may have fewer faults, only that half applies.
@Suite("Faults of libcbor 0.8", .enabled(if: CBOR_MAJOR_VERSION == 0 && CBOR_MINOR_VERSION == 8))
struct LibcborFaultTests {
  /// Returns the status of libcbor's own reader for some bytes.
  private func status(_ bytes: [UInt8]) -> cbor_decoder_status {
    var callbacks = cbor_empty_callbacks
    return unsafe cbor_stream_decode(bytes, bytes.count, &callbacks, nil).status
  }

  /// Returns the bytes that one of libcbor's own writers writes.
  private func written(_ body: (UnsafeMutablePointer<UInt8>, Int) -> Int) -> String {
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe body($0, buffer.count) } ?? 0
    }
    return hex(Array(buffer.prefix(count)))
  }

  @Test("libcbor rejects the tags 6 to 20, and no others", arguments: UInt8(0)...23)
  func lowTags(_ tag: UInt8) {
    let isRejected = status([0xc0 + tag, 0x00]) == CBOR_DECODER_ERROR
    #expect(isRejected == (6...20).contains(tag))
  }

  @Test("libcbor rejects every unassigned simple value")
  func simpleValues() {
    for value in UInt8(0)...19 { #expect(status([0xe0 + value]) == CBOR_DECODER_ERROR) }
    for value in UInt8(32)...255 { #expect(status([0xf8, value]) == CBOR_DECODER_ERROR) }
    for value in UInt8(20)...23 { #expect(status([0xe0 + value]) == CBOR_DECODER_FINISHED) }
  }

  @Test("libcbor accepts invalid UTF-8, and misplaced breaks and chunks")
  func unchecked() {
    for bytes in ["61ff", "ff", "5f6100ff"] { #expect(status(hex(bytes)) == CBOR_DECODER_FINISHED) }
    // Its tree builder ignores trailing bytes, and accepts duplicate keys.
    for bytes in ["0000", "a200010002"] {
      var result = cbor_load_result()
      var item = unsafe cbor_load(hex(bytes), hex(bytes).count, &result)
      #expect(unsafe item != nil)
      if unsafe item != nil { unsafe cbor_decref(&item) }
    }
  }

  @Test("libcbor writes wrong halves: NaN for 100000, a small number for 1e30, and truncated subnormals")
  func halves() {
    func half(_ number: Float) -> String { unsafe written { unsafe cbor_encode_half(number, $0, $1) } }
    #expect(half(100_000) == "f97e1a")  // NaN
    #expect(half(1e30) == "f9ca4f")  // -12.6
    #expect(half(Float(Float16(bitPattern: 3))) == "f90002")
  }

  @Test("libcbor writes simple values below 32 in two bytes, which is malformed")
  func reservedSimpleValues() {
    for value in UInt8(24)...31 {
      #expect(unsafe written { unsafe cbor_encode_ctrl(value, $0, $1) } == hex([0xf8, value]))
    }
  }

  @Test("libcbor preserves a NaN's payload")
  func payloads() {
    let payload = Float(bitPattern: 0x7fc0_0001)
    #expect(unsafe written { unsafe cbor_encode_single(payload, $0, $1) } == "fa7fc00001")
  }
}
