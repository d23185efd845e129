// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

@Suite("Answers on the command line")
struct AnswerTextTests {
  @Test("an answer is an item, a failure, an error with a code, or the items of a stream")
  func parsed() throws {
    #expect(try AnswerText(#" {"a": 1}"#) == .response(#"{"a": 1}"#))
    #expect(try AnswerText(#"failure  "no""#) == .failure(#""no""#))
    #expect(try AnswerText("error notFound no such user") == .error(.notFound, "no such user"))
    #expect(try AnswerText("error aborted") == .error(.aborted, ""))
    #expect(try AnswerText("items 1, 2") == .items("1, 2"))
    #expect(try AnswerText("") == .response(""))
    let error = #expect(throws: ValueError.self) { try AnswerText("error missing") }
    #expect(error?.description.hasPrefix("found the code 'missing', expected one of cancelled, unknown,") == true)
  }

  @Test("an answer to a call is of the call's types")
  func calls() async throws {
    let call = try await DescribedCalls.call("move")
    #expect(try AnswerText("1").encoded(for: call) == .response([1, 0, 0, 0]))
    #expect(try AnswerText("error internal x").encoded(for: call) == .error(.internal, "x"))
    #expect(throws: ValueError.self) { try AnswerText("items 1").encoded(for: call) }
    #expect(throws: ValueError.self) { try AnswerText("").encoded(for: call) }
  }

  @Test("an answer to a stream is a sequence of items, each of the stream's type")
  func streams() async throws {
    let call = try await DescribedCalls.call("watch")
    let items = try AnswerText("1, 24").encoded(for: call)
    #expect(items == .items([[1, 0, 0, 0, 0, 0, 0, 0], [24, 0, 0, 0, 0, 0, 0, 0]]))
    #expect(try AnswerText("items").encoded(for: call) == .items([]))
    #expect(
      try AnswerText(#"failure {"code": ""}"#).encoded(for: call)
        == .failure([0xa1, 0x64, 0x63, 0x6f, 0x64, 0x65, 0x60]))
    let error = #expect(throws: ValueError.self) { try AnswerText(#"1, "x""#).encoded(for: call) }
    #expect(error?.description == #"item 2: found "x", expected int64"#)
    #expect(throws: ValueError.self) { try AnswerText("failure {}").encoded(for: call) }
  }
}
