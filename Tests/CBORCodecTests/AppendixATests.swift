// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

@Suite("RFC 8949, Appendix A")
struct AppendixATests {
  @Test("the numbers of values and examples are equal")
  func count() {
    #expect(AppendixA.examples.count == AppendixA.values.count)
  }

  @Test("every example decodes to the expected value", arguments: zip(AppendixA.examples, AppendixA.values))
  func decodes(_ example: AppendixA.Example, value: CBORValue) throws {
    #expect(try CBORDecoder().decode(CBORValue.self, from: example.bytes) == value)
  }

  @Test("every example prints the RFC's notation", arguments: AppendixA.examples)
  func prints(_ example: AppendixA.Example) throws {
    #expect(try CBORDecoder().diagnosticNotation(of: example.bytes) == example.notation)
  }

  @Test(
    "every value prints the RFC's notation, with definite lengths", arguments: zip(AppendixA.examples, AppendixA.values)
  )
  func printsValue(_ example: AppendixA.Example, value: CBORValue) throws {
    let isIndefinite = example.notation.contains("_ ")
    if !isIndefinite { #expect(value.diagnosticDescription == example.notation) }
    #expect(try CBORValue(diagnostic: value.diagnosticDescription) == value)
  }

  @Test("the RFC's notation parses to the value", arguments: zip(AppendixA.examples, AppendixA.values))
  func parses(_ example: AppendixA.Example, value: CBORValue) throws {
    #expect(try CBORValue(diagnostic: example.notation) == value)
  }

  @Test(
    "every value in its preferred form encodes to the example's bytes",
    arguments: zip(AppendixA.examples, AppendixA.values))
  func encodes(_ example: AppendixA.Example, value: CBORValue) throws {
    let bytes: [UInt8] = try CBOREncoder().encode(value)
    #expect((bytes == example.bytes) == example.isPreferred)
    #expect(try CBORDecoder().decode(CBORValue.self, from: bytes) == value)
    // Notation shows indefinite lengths, but not floats that are wider than necessary.
    let isWide = !example.isPreferred && !example.notation.contains("_ ")
    #expect((try CBOREncoder().encode(diagnostic: example.notation) == example.bytes) == !isWide)
  }

  @Test("every truncated example is rejected at its first missing part", arguments: AppendixA.examples)
  func truncated(_ example: AppendixA.Example) {
    for count in example.bytes.indices {
      let bytes = Array(example.bytes.prefix(count))
      let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(bytes) }
      #expect(error?.code == .endOfInput)
      var offset = 0
      #expect(error?.offset == AppendixA.missing(in: bytes, at: &offset), "\(hex(bytes))")
    }
  }

  @Test("every malformed example of Appendix F is rejected at its fault", arguments: try AppendixF.examples)
  func malformed(_ example: Malformed) {
    let error = #expect(throws: CBORError.self) { try CBORDecoder().validate(hex(example.bytes)) }
    #expect(error?.code == example.code)
    #expect(error?.offset == example.offset)
    #expect(throws: CBORError.self) { try CBORDecoder().decode(CBORValue.self, from: hex(example.bytes)) }
    #expect(throws: CBORError.self) { try CBORDecoder().diagnosticNotation(of: hex(example.bytes)) }
  }
}

extension AppendixA {
  /// Returns the offset where an item that starts at `offset` is incomplete, by the RFC's grammar alone; `nil` if it is
  /// complete.
  ///
  /// The tests compare the codec with this recursive reader, which does not use libcbor.
  static func missing(in bytes: [UInt8], at offset: inout Int) -> Int? {
    guard offset < bytes.count else { return bytes.count }
    let start = offset
    let (major, additional) = (bytes[start] >> 5, bytes[start] & 0x1f)
    let size = (24...27).contains(additional) ? 1 << (additional - 24) : 0
    guard start + 1 + size <= bytes.count else { return start }
    let argument = size == 0 ? Int(additional) : bytes[(start + 1)...].prefix(size).reduce(0) { $0 << 8 | Int($1) }
    offset += 1 + size
    let left = bytes.count - offset
    switch (major, additional) {
    case (2...5, 31):
      while offset < bytes.count, bytes[offset] != 0xff {
        if let missing = missing(in: bytes, at: &offset) { return missing }
      }
      offset += 1
      return offset > bytes.count ? bytes.count : nil
    case (2...3, _):
      offset += argument
      return argument > left ? start : nil
    case (4...5, _):
      let items = major == 4 ? argument : argument * 2
      guard items <= left else { return start }
      for _ in 0..<items {
        if let missing = missing(in: bytes, at: &offset) { return missing }
      }
      return nil
    case (6, _): return missing(in: bytes, at: &offset)
    default: return nil
    }
  }
}
