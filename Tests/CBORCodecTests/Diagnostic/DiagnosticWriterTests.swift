// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import Testing

@Suite("Printing diagnostic notation")
struct DiagnosticWriterTests {
  private func notation(_ bytes: String, indented: Bool = false) throws -> String {
    try CBORDecoder().diagnosticNotation(of: hex(bytes), indented: indented)
  }

  @Test("strings without chunks keep their type")
  func emptyChunks() throws {
    #expect(try notation("5fff") == "''_")
    #expect(try notation("7fff") == "\"\"_")
    #expect(try notation("7f60ff") == "(_ \"\")")
    #expect(try notation("835fff7fffc15fff") == "[''_, \"\"_, 1(''_)]")
  }

  @Test("bignums beyond 64 bits print as integers, unless their encoding is not the shortest")
  func bignums() throws {
    #expect(try notation("c249ffffffffffffffffff") == "4722366482869645213695")
    #expect(try notation("c349ffffffffffffffffff") == "-4722366482869645213696")
    #expect(try notation("c34a00ffffffffffffffffff") == "3(h'00ffffffffffffffffff')")
    #expect(try notation("c248ffffffffffffffff") == "2(h'ffffffffffffffff')")
    #expect(try notation("c240") == "2(h'')")
    #expect(try notation("c201") == "2(1)")
    #expect(try notation("c25f49ffffffffffffffffffff") == "2((_ h'ffffffffffffffffff'))")
    // 2⁵¹² − 1, and a number with one more byte.
    #expect(
      try notation("c25840" + String(repeating: "ff", count: 64))
        == "1340780792994259709957402499820584612747936582059239337772356144372176403007354697680187429816690342769003"
        + "1858186486050853753882811946569946433649006084095")
    #expect(try notation("c25841" + String(repeating: "ff", count: 65)).hasPrefix("2(h'ffff"))
  }

  @Test("on one line, the notation is ASCII; in indented form, only nonprintable characters are escaped")
  func escapes() throws {
    let text = "\"\\\n\t\u{1}\u{7f}\u{e9}\u{202e}\u{1f600}"
    let bytes: [UInt8] = try CBOREncoder().encode(text)
    #expect(
      try CBORDecoder().diagnosticNotation(of: bytes)
        == #""\"\\\n\t\u0001\u007f\u00e9\u202e\ud83d\ude00""#)
    #expect(
      try CBORDecoder().diagnosticNotation(of: bytes, indented: true)
        == #""\"\\\n\t\u0001\u007f"# + "\u{e9}" + #"\u202e"# + "\u{1f600}\"")
  }

  @Test("in indented form, each element is on its own line")
  func indented() throws {
    #expect(
      try notation("a2616182019f02ffa18020c1a10304", indented: true) == """
        {
          "a": [
            1,
            [_
              2
            ]
          ],
          {
            []: -1
          }: 1({
            3: 4
          })
        }
        """)
    #expect(try notation("9fff", indented: true) == "[_ ]")
  }

  @Test("indentation stops growing, so hostile bytes print as a small multiple of their size")
  func size() throws {
    let bytes = [UInt8](repeating: 0x81, count: 127) + [0x99, 0xff, 0xff] + [UInt8](repeating: 0xf6, count: 65535)
    let text = try CBORDecoder().diagnosticNotation(of: bytes, indented: true)
    #expect(text.utf8.count < bytes.count * 48)
    #expect(try CBORValue(diagnostic: text) == CBORDecoder().decode(CBORValue.self, from: bytes))
  }

  @Test(
    "floats print the shortest digits that read as the same number",
    arguments: [
      (1e20, "100000000000000000000.0"), (1e21, "1.0e+21"), (1.5e-6, "0.0000015"), (1.5e-7, "1.5e-7"),
      (123.456, "123.456"),
      (.leastNonzeroMagnitude, "5.0e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"), (0.1, "0.1"),
      (-1e-5, "-0.00001"),
      (0x1p53, "9007199254740992.0"), (1e16, "10000000000000000.0"), (12345678901234567168, "12345678901234567000.0"),
    ])
  func floats(_ number: Double, _ text: String) throws {
    #expect(CBORValue.float(number).diagnosticDescription == text)
    #expect(Double(text) == number)
  }

  @Test("a value prints the same notation as its bytes")
  func values() throws {
    for bytes in ["a1c2490100000000000000008301f6fb3ff199999999999a", "d9d9f7a0", "f820", "c240", "6161", "4101"] {
      #expect(try CBORDecoder().decode(CBORValue.self, from: hex(bytes)).description == notation(bytes))
    }
  }
}
