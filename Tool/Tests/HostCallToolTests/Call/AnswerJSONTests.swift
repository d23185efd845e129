// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

@Suite("Answers in JSON")
struct AnswerJSONTests {
  @Test(
    "a value becomes JSON as RFC 8949, section 6.1, advises",
    arguments: [
      (#"{"a": [1, -2, 1.5, true, false, null, undefined]}"#, #"{"a":[1,-2,1.5,true,false,null,null]}"#),
      (#""\"\\\n\u0001ü""#, #""\"\\\n\u0001ü""#),
      ("h'fbff00'", #""-_8A""#), ("21(h'ff')", #""_w""#), ("22(h'fbff00')", #""+/8A""#), ("23(h'0aff')", #""0aff""#),
      ("18446744073709551616", #""AQAAAAAAAAAA""#), ("-18446744073709551617", #""~AQAAAAAAAAAA""#),
      ("1(1.5)", "1.5"), ("[NaN, Infinity, simple(99)]", "[null,null,null]"),
      (#"{1: 2, -3: 4, h'00': 5}"#, #"{"1":2,"-3":4,"h'00'":5}"#),
    ])
  func converted(_ notation: String, _ json: String) throws {
    #expect(AnswerJSON(try CBORValue(diagnostic: notation)).text == json)
  }
}
