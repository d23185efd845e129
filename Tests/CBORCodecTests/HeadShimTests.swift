// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import CCBOR
import Testing

/// Faults of some libcbor releases that the shim and the codec correct.
@Suite("The C functions that read and write heads")
struct HeadShimTests {
  private func read(_ bytes: [UInt8]) -> hostcall_cbor_head {
    unsafe bytes.withUnsafeBytes { unsafe hostcall_read_cbor_head($0.baseAddress, $0.count) }
  }

  private func write(_ body: (UnsafeMutablePointer<UInt8>) -> Int) -> String {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(HOSTCALL_CBOR_HEAD_SIZE)) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      let count = unsafe body(base)
      return hex(unsafe Array(buffer.prefix(count)))
    }
  }

  @Test("rereading a head without libcbor gives the same result, and rejects what libcbor rejects")
  func readAgain() {
    let rests: [[UInt8]] = [
      [], [0x00], [0x1f], [0x20], [0xff], [0x3c, 0x00], [0x7c, 0x01], [0x12, 0x34, 0x56], [0x47, 0xc3, 0x50, 0x00],
      [0x7f, 0x80, 0x00, 0x01], [0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99],
      [0x3f, 0xf1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a],
      [0x7f, 0xf0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ]
    for initial in UInt8.min...UInt8.max {
      for rest in rests {
        let bytes = [initial] + rest
        let first = read(bytes)
        let again = unsafe bytes.withUnsafeBytes { unsafe hostcall_reread_cbor_head($0.baseAddress, $0.count) }
        #expect(again.status == first.status, "\(hex(bytes))")
        guard Int(first.status) == HOSTCALL_CBOR_READ else { continue }
        #expect(
          again.kind == first.kind && again.argument == first.argument && again.length == first.length
            && again.is_indefinite == first.is_indefinite, "\(hex(bytes))")
      }
    }
    #expect(unsafe Int(hostcall_reread_cbor_head([UInt8](), 0).status) == HOSTCALL_CBOR_TRUNCATED)
  }

  @Test("tags 6 to 20, which libcbor 0.8 rejects, are read")
  func lowTags() throws {
    for number in UInt8(0)...23 {
      let head = read([0xc0 + number, 0x00])
      #expect(Int(head.status) == HOSTCALL_CBOR_READ)
      #expect(Int(head.kind) == HOSTCALL_CBOR_TAG)
      #expect(head.argument == UInt64(number))
      #expect(head.length == 1)
      // A type that does not request tags decodes without them.
      #expect(try CBORDecoder().decode(String.self, from: [0xc0 + number, 0x61, 0x78]) == "x")
    }
  }

  @Test("unassigned simple values, which libcbor rejects, are read")
  func simpleValues() throws {
    for value in UInt8(0)...19 {
      #expect(read([0xe0 + value]).argument == UInt64(value))
      try CBORDecoder().validate([0xe0 + value])
    }
    for value in UInt8(32)...255 {
      let head = read([0xf8, value])
      #expect(Int(head.kind) == HOSTCALL_CBOR_SIMPLE)
      #expect(head.argument == UInt64(value))
      #expect(head.length == 2)
      try CBORDecoder().validate([0xf8, value])
    }
    for value in UInt8(0)...31 {
      #expect(Int(read([0xf8, value]).status) == HOSTCALL_CBOR_MALFORMED)
    }
  }

  @Test("invalid UTF-8, duplicate keys, trailing bytes, odd maps and mixed chunks are rejected")
  func uncheckedByTheLibrary() {
    for (bytes, code, offset) in [
      ("61ff", .invalidUTF8, 1), ("a201000100", .duplicateKey, 3), ("0000", .trailingBytes, 1),
      ("bf00ff", .unexpectedBreak, 2), ("5f6100ff", .invalidChunk, 1),
    ] as [(String, CBORError.Code, Int)] {
      expectFault(code, at: offset) { try CBORDecoder().validate(hex(bytes)) }
    }
    expectFault(.depthLimit, at: 129) { try CBORDecoder().validate([UInt8](repeating: 0x81, count: 100_000)) }
  }

  @Test("halves are written from their bits, since libcbor makes 100000 a NaN and truncates subnormals")
  func halves() throws {
    let written1 = unsafe write { unsafe hostcall_write_cbor_half(0x0001, $0) }
    #expect(written1 == "f90001")
    #expect(hex(try CBOREncoder().encode(100000.0)) == "fa47c35000")
    #expect(hex(try CBOREncoder().encode(1e30 as Float)) == "fa7149f2ca")
    // Every half, in both directions.
    for bits in UInt16.min ... .max {
      let half = Float16(bitPattern: bits)
      let bytes = try CBOREncoder().encode(Double(half)) as [UInt8]
      let expected: UInt16 = half.isNaN ? 0x7e00 : bits
      guard bytes == [0xf9, UInt8(expected >> 8), UInt8(expected & 0xff)] else {
        Issue.record("\(bits) was written as \(hex(bytes))")
        continue
      }
      let back = try CBORDecoder().decode(Double.self, from: bytes)
      #expect(half.isNaN ? back.isNaN : back == Double(half) && back.sign == half.sign)
    }
  }

  @Test("simple values 24 to 31, which libcbor writes malformed, are not written")
  func reservedSimpleValues() {
    for value in UInt8(24)...31 {
      let written2 = unsafe write { unsafe hostcall_write_cbor_simple(value, $0) }
      #expect(written2 == "")
    }
    let written3 = unsafe write { unsafe hostcall_write_cbor_simple(23, $0) }
    #expect(written3 == "f7")
    let written4 = unsafe write { unsafe hostcall_write_cbor_simple(32, $0) }
    #expect(written4 == "f820")
    let written5 = unsafe write { unsafe hostcall_write_cbor_simple(255, $0) }
    #expect(written5 == "f8ff")
  }

  @Test("NaN payloads, which differ between releases, are dropped")
  func payloads() throws {
    for bytes in ["f97e01", "fa7fc00001", "fb7ff8000000000001", "fbfff8000000000000"] {
      let value = try CBORDecoder().decode(Double.self, from: hex(bytes))
      #expect(value.isNaN)
      #expect(hex(try CBOREncoder().encode(value)) == "f97e00")
    }
  }

  @Test("a string's head is read without its content, and no claimed length overflows")
  func strings() {
    for (bytes, length) in [
      ("5bffffffffffffffff", UInt64.max), ("7b7fffffffffffffff", UInt64(Int64.max)), ("5818", 24),
    ] {
      let head = read(hex(bytes))
      #expect(Int(head.status) == HOSTCALL_CBOR_READ)
      #expect(head.argument == length)
      #expect(Int(head.length) == hex(bytes).count)
    }
    #expect(Int(read(hex("5bffffff")).status) == HOSTCALL_CBOR_TRUNCATED)
    #expect(Int(read([]).status) == HOSTCALL_CBOR_TRUNCATED)
  }

  @Test("each of the 256 initial bytes is read as in RFC 8949, Appendix B")
  func initialBytes() {
    for initial in UInt8.min ... .max {
      let head = read([initial] + [0x20, 0, 0, 0, 0, 0, 0, 0])
      let (major, additional) = (initial >> 5, initial & 0x1f)
      let isMalformed = (28...30).contains(additional) || (additional == 31 && [0, 1, 6].contains(major))
      #expect(Int(head.status) == (isMalformed ? HOSTCALL_CBOR_MALFORMED : HOSTCALL_CBOR_READ), "\(initial)")
      guard !isMalformed else { continue }
      let sizes: [UInt8: UInt8] = [24: 2, 25: 3, 26: 5, 27: 9]
      #expect(head.length == sizes[additional] ?? 1)
      #expect(head.is_indefinite == (additional == 31 && major < 7 ? 1 : 0))
      if major < 7 { #expect(head.kind == major) }
    }
  }
}
