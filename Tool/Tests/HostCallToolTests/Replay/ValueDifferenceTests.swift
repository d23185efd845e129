// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCallTool
import Testing

@Suite("Differences between values")
struct ValueDifferenceTests {
  private func difference(_ expected: String, _ found: String) throws -> String? {
    func value(_ text: String) throws -> CBORValue {
      try CBORDecoder().decode(CBORValue.self, from: try CBOREncoder().encode(diagnostic: text))
    }
    return ValueDifference.first(expected: try value(expected), found: try value(found))?.description
  }

  @Test(
    "values that a receiver reads alike are the same",
    arguments: [
      (#"{"a": 1, "b": [true]}"#, #"{"b": [true], "a": 1}"#), ("[1, -2]", "[1.0, -2.0]"), ("1.5", "1.5_3"),
      (#"{"a": null, "b": undefined}"#, "{}"), ("{}", #"{"a": undefined}"#), (#"{"a": null}"#, #"{"a": undefined}"#),
      ("NaN", "NaN"), ("2(h'0001')", "1"), ("0(\"x\")", "0(\"x\")"), ("{1: {2: 3}}", "{1: {2: 3.0}}"),
    ])
  func same(_ expected: String, _ found: String) throws {
    #expect(try difference(expected, found) == nil)
  }

  @Test(
    "the first difference has a path, what was found and what was expected",
    arguments: [
      ("1", "2", "found 2, expected 1"), ("1", "1.5", "found 1.5, expected 1"), ("1", "null", "found null, expected 1"),
      ("1", "\"1\"", #"found "1", expected 1"#), ("null", "[]", "found [], expected null"),
      ("[1, 2]", "[1]", "found 1 elements, expected 2"), ("[1, 2]", "[2, 1]", "[0]: found 2, expected 1"),
      (#"{"a": {"b": [0, {"c": 1}]}}"#, #"{"a": {"b": [0, {"c": 2}]}}"#, ".a.b[1].c: found 2, expected 1"),
      (#"{"a": 1}"#, "{}", ".a: found nothing, expected 1"), ("{}", "{1: 2}", "[1]: found 2, expected nothing"),
      (#"{"a": 1}"#, #"{"a": null}"#, ".a: found null, expected 1"), ("h'01'", "h'02'", "found h'02', expected h'01'"),
      ("0(\"x\")", "1(\"x\")", #"found 1("x"), expected 0("x")"#), ("1(2)", "1(3)", "found 3, expected 2"),
      ("true", "1", "found 1, expected true"), ("18446744073709551615", "1.8446744073709551616e19", nil),
    ])
  func different(_ expected: String, _ found: String, _ message: String?) throws {
    let difference = try difference(expected, found)
    #expect(message == nil ? difference != nil : difference == message)
  }

  @Test("a difference in a long value is abbreviated, and found in linear time")
  func long() throws {
    let text = String(repeating: "x", count: 1000)
    let found = try #require(try difference("\"\(text)\"", "1"))
    #expect(found.hasPrefix("found 1, expected \"xxx") && found.hasSuffix("xxx…"))
    let pairs = (0..<50_000).map { CBORValue.Pair(key: .unsigned($0), value: .unsigned($0)) }
    #expect(ValueDifference.first(expected: .map(pairs), found: .map(pairs.reversed())) == nil)
  }
}
