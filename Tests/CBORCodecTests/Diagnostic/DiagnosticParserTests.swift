// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import TestSupport
import Testing

@Suite("Parsing diagnostic notation")
struct DiagnosticParserTests {
  @Test(
    "each form encodes to the bytes that RFC 8949 gives for it",
    arguments: [
      ("[_ 1, [2, 3]]", "9f01820203ff"), ("{_ }", "bfff"), ("[_0 1]", "980101"), ("{_3 }", "bb0000000000000000"),
      ("(_ h'01', h'')", "5f410140ff"), ("(_ \"a\", \"b\")", "7f61616162ff"), ("''_", "5fff"), ("\"\"_", "7fff"),
      ("1_0", "1801"), ("1_1", "190001"), ("-1_2", "3a00000000"), ("1_3", "1b0000000000000001"), ("500_1", "1901f4"),
      ("1.5", "f93e00"), ("1.5_1", "f93e00"), ("1.5_2", "fa3fc00000"), ("1.5_3", "fb3ff8000000000000"),
      ("NaN", "f97e00"), ("NaN_2", "fa7fc00000"), ("NaN_3", "fb7ff8000000000000"), ("-Infinity", "f9fc00"),
      ("Infinity_3", "fb7ff0000000000000"), ("1e2", "f95640"), ("-0.0", "f98000"), ("-0", "00"), ("0x1F", "181f"),
      ("0o17", "0f"), ("0b101", "05"), ("-0x10", "2f"), ("18446744073709551615", "1bffffffffffffffff"),
      ("18446744073709551616", "c249010000000000000000"), ("-18446744073709551616", "3bffffffffffffffff"),
      ("-18446744073709551617", "c349010000000000000000"), ("6(1)", "c601"), ("6_1(1)", "d9000601"),
      ("1(2(\"x\"))", "c1c26178"), ("simple(0)", "e0"), ("simple(32)", "f820"), ("simple(20)", "f4"),
      ("undefined", "f7"),
      ("h'01 02\n03'", "43010203"), ("h'AbCd'", "42abcd"), ("'a\\'b'", "43612762"), ("b64'-_-_'", "43fbffbf"),
      ("b64'+/+/'", "43fbffbf"), ("b64'AA=='", "4100"), ("b64'AA'", "4100"), ("b32'MZXW6==='", "43666f6f"),
      ("h32'CPNMU==='", "43666f6f"), ("h'01'_0", "580101"), ("\"a\"_1", "79000161"), ("<<1, [2]>>", "43018102"),
      ("<<>>", "40"), ("\"\\u00fc\\ud83d\\ude00\\n\\/\\u{1F600}\"", "6cc3bcf09f98800a2ff09f9880"),
      (" / a / [1 # b\n, 2]", "820102"),
      ("{1: 2, 1: 3}", "a201020103"), ("[\n]", "80"), ("[true,false,null]", "83f5f4f6"),
    ])
  func bytes(_ notation: String, _ expected: String) throws {
    #expect(hex(try CBOREncoder().encode(diagnostic: notation)) == expected)
  }

  @Test(
    "strings in several parts are one string (RFC 8610, appendix G.4, and with + as in the EDN draft)",
    arguments: [
      ("\"Hello \" \"world\"", "6b48656c6c6f20776f726c64"), ("\"Hello\" h'20' \"world\"", "6b48656c6c6f20776f726c64"),
      ("\"\" h'48656c6c6f20776f726c64' \"\" b64''", "6b48656c6c6f20776f726c64"),
      ("'Hello ' 'world'", "4b48656c6c6f20776f726c64"), ("'Hello ' h'776f726c64'", "4b48656c6c6f20776f726c64"),
      ("'' h'48656c6c6f20776f726c64' '' b64''", "4b48656c6c6f20776f726c64"),
      ("h'4 86 56c 6c6f' h' 20776 f726c64'", "4b48656c6c6f20776f726c64"),
      ("\"Hello \" + \"world\"", "6b48656c6c6f20776f726c64"), ("'Hello'+h'20'+'world'", "4b48656c6c6f20776f726c64"),
      ("[\"a\" / and / \"b\", 1]", "8262616201"), ("{\"a\" \"b\": 'c' 'd'}", "a1626162426364"),
      ("\"\" h'c3' + h'bc'", "62c3bc"), ("\"a\" \"b\"_0", "78026162"),
      ("(_ 'a' 'b', 'c')", "5f4261624163ff"),
    ])
  func parts(_ notation: String, _ expected: String) throws {
    #expect(hex(try CBOREncoder().encode(diagnostic: notation)) == expected)
  }

  @Test(
    "hexadecimal floats, comments in bytes, trailing commas, dates and floats by their bits are parsed",
    arguments: [
      // RFC 8610, appendix G.5 and G.6.
      ("0x1.8p0", "f93e00"), ("0x18p-4", "f93e00"), ("-0x1.8p+1", "f9c200"), ("0x1p3_3", "fb4020000000000000"),
      ("0x1p-1074", "fb0000000000000001"),
      ("h'68 65 6c /doubled l!/ 6c 6f'", "4568656c6c6f"), ("h'01 # one\n02'", "420102"),
      ("b64'/+/+ # x\n'", "43ffeffe"),
      // draft-ietf-cbor-edn-literals-26.
      ("[1, 2,]", "820102"), ("{1: 2,}", "a10102"), ("(_ 'a',)", "5f4161ff"), ("<<1,>>", "4101"),
      ("dt'1969-07-21T02:56:16Z'", "3a00d80caf"), ("dt'1969-07-21T02:56:16.0Z'", "facb580cb0"),
      ("dt'1969-07-21T02:56:16.5Z'", "fbc16b0195f0000000"),
      ("DT'1969-07-21T02:56:16Z'", "c13a00d80caf"), ("dt'1970-01-01T00:00:00Z'", "00"),
      ("float'7e00'", "f97e00"), ("float'fe00'", "f9fe00"), ("float'47110815'", "fa47110815"),
      ("float'7ff8000000000001'", "fb7ff8000000000001"),
    ])
  func extensions(_ notation: String, _ expected: String) throws {
    #expect(hex(try CBOREncoder().encode(diagnostic: notation)) == expected)
  }

  @Test(
    "each fault is reported at its position",
    arguments: [
      ("", 1, 1, "the text ends where an item"), ("[,]", 1, 2, "an item"), ("[1,,]", 1, 4, "an item"),
      ("[1 2]", 1, 4, "\",\" or \"]\""),
      ("[1", 1, 3, "the text ends"), ("{1 2}", 1, 4, "\":\""), ("{1:2", 1, 5, "the text ends"),
      ("[\n1,\n ü]", 3, 2, "found \"ü]\""),
      ("nil", 1, 1, "an item"), ("1 2", 1, 3, "the end of the text"),
      ("1 /a", 1, 3, "the end of the text"), ("[/a 1]", 1, 2, "an item"), ("1 # a\n/", 2, 1, "the end of the text"),
      ("-", 1, 2, "a digit"),
      ("1.", 1, 3, "after the point"),
      ("1e", 1, 3, "exponent"), ("1e999", 1, 1, "8 bytes"), ("-1(2)", 1, 2, "a tag's number"),
      ("h'0'", 1, 3, "whole bytes"),
      ("h'0g'", 1, 4, "a digit of h'…'"), ("b64'A'", 1, 5, "whole bytes"), ("\"a", 1, 3, "at the string's end"),
      ("\"\\x\"", 1, 3, "an escape"), ("\"\\ud800\"", 1, 3, "surrogate"), ("\"\\u12\"", 1, 6, "hexadecimal digit"),
      ("\"\u{1}\"", 1, 2, "control character"), ("simple(24)", 1, 8, "0 to 23 or 32 to 255"),
      ("simple(256)", 1, 8, "0 to 23"),
      ("(_ 1)", 1, 4, "a string"), ("(_ \"a\", h'')", 1, 9, "all text or all bytes"), ("(_ ''_)", 1, 4, "definite"),
      ("(_)", 1, 4, "no chunks"), ("(1)", 1, 2, "\"_\""), ("300_0", 1, 6, "the argument needs more"),
      ("1_4", 1, 3, "_0 to _3"),
      ("1_", 1, 3, "indefinite"), ("\"a\"_", 1, 5, "indefinite"), ("1.1_1", 1, 4, "if those hold"),
      ("1.5_0", 1, 4, "_1, _2 or _3"),
      ("/ a", 1, 1, "an item"), ("<<1", 1, 4, "the text ends"),
      ("18446744073709551616(0)", 1, 1, "a tag's number"),
      ("'a' \"b\"", 1, 8, "only with byte strings"), ("\"a\" h'ff'", 1, 10, "not UTF-8"),
      ("\"a\" + 1", 1, 7, "a string after"),
      ("\"a\"_1 \"b\"", 1, 7, "after the last part"), ("[\"a\" 1]", 1, 6, "\",\" or \"]\""),
      ("0x1.8", 1, 6, "\"p\""), ("0x1.p0", 1, 5, "after the point"), ("0x1p", 1, 5, "exponent"),
      ("0x1p9999", 1, 1, "8 bytes"), ("dt'x'", 1, 4, "RFC 3339"), ("float'00'", 1, 7, "2, 4 or 8 bytes"),
      ("h'6 / 8'", 1, 5, "a digit of h'…'"), ("ip'10.0.0.1'", 1, 1, "an item"),
    ])
  func faults(_ notation: String, _ line: Int, _ column: Int, _ words: String) {
    let error = #expect(throws: CBORDiagnosticError.self) { try CBOREncoder().encode(diagnostic: notation) }
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(throws: CBORDiagnosticError.self) { try CBORValue(diagnostic: notation) }
  }

  @Test("nesting and digits are bounded, so text is no more dangerous than bytes")
  func limits() throws {
    func nested(_ count: Int, _ opening: String, _ closing: String) -> String {
      String(repeating: opening, count: count) + "0" + String(repeating: closing, count: count)
    }
    for (opening, closing) in [("[", "]"), ("1(", ")"), ("{0:", "}"), ("<<", ">>")] {
      #expect(throws: Never.self) { try CBOREncoder().encode(diagnostic: nested(128, opening, closing)) }
      for count in [129, 100_000] {
        let error = #expect(throws: CBORDiagnosticError.self) {
          try CBOREncoder().encode(diagnostic: nested(count, opening, closing))
        }
        #expect(error?.message.contains("the limit is 128") == true)
      }
    }
    let digits = String(repeating: "9", count: 1_000_000)
    let error = #expect(throws: CBORDiagnosticError.self) { try CBOREncoder().encode(diagnostic: digits) }
    #expect(error?.message.contains("512 bits") == true)
    #expect(throws: CBORDiagnosticError.self) { try CBOREncoder().encode(diagnostic: "h'" + digits) }
  }

  @Test("notation with a duplicate key is a valid value, which the encoder rejects")
  func duplicateKeys() throws {
    let value = try CBORValue(diagnostic: "{1: 2, 1: 3}")
    #expect(value == .map([CBORValue.Pair(key: 1, value: 2), CBORValue.Pair(key: 1, value: 3)]))
    #expect(throws: EncodingError.self) { try CBOREncoder().encode(value) as [UInt8] }
  }

  @Test("random text parses to a value or throws an error")
  func random() {
    var generator = SplitMix(for: "random text")
    let tokens = [
      "[", "]", "{", "}", "(", ")", "_", "<<", ">>", "h'", "'", "\"", "\\", "1", "-", ".", "e", ":", ",", " ",
      "simple(",
      "b64'", "true", "NaN", "0x", "\\u", "{1:", "[_ ", "(_ ", "/", "#", "\n", "ü", "_1", "99999999999999999999",
    ]
    var parsed = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...8, using: &generator)
      let text = (0..<count).map { _ in tokens.randomElement(using: &generator) ?? "" }.joined()
      guard let bytes = try? CBOREncoder().encode(diagnostic: text) else { continue }
      parsed += 1
      var decoder = CBORDecoder()
      decoder.limits.rejectsDuplicateKeys = false
      #expect(throws: Never.self, "\(text)") { try decoder.validate(bytes) }
    }
    #expect(parsed > 100)
  }
}
