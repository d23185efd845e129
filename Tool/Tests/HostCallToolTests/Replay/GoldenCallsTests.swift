// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Synchronization
import Testing

@Suite("Golden files as recorded calls")
struct GoldenCallsTests {
  private let files = GoldenFiles(files: [
    "a.b.request": [1], "a.b.response": [2], "a.b.failure": [3], "a.b.request.late": [4], "a.b.failure.late": [5],
    "c.request.odd": [6], "d.response": [7], "a.b.response.late.more": [8], "profile": [9],
  ])

  @Test("each request belongs to the response, or else to the failure, of its variant")
  func pairs() {
    let calls = files.calls
    #expect(calls.map(\.call.source) == ["a.b.request.cbor", "a.b.request.late.cbor", "c.request.odd.cbor"])
    #expect(calls.map(\.call.name) == ["a.b", "a.b", "c"])
    #expect(calls.map(\.variant) == ["", ".late", ".odd"])
    #expect(
      calls.map(\.call.answer) == [
        .success(.response(RecordedPart(file: [2]))), .success(.failure(RecordedPart(file: [5]))),
        .failure(NotReplayable("there is no c.response.odd.cbor or c.failure.odd.cbor")),
      ])
    #expect(calls.map(\.call.answerSource) == ["a.b.response.cbor", "a.b.failure.late.cbor", nil])
  }

  private func answer(_ answers: GoldenAnswers, _ name: String, _ request: [UInt8]) -> HostAnswer? {
    let received = Mutex<HostAnswer?>(nil)
    answers.answer(CoreCall(unlisted: name), to: request) { answer in received.withLock { $0 = answer } }
    return received.withLock { $0 }
  }

  @Test("the calls of the core have answers of the variant that is replayed, unless that has another request")
  func preferred() {
    let answers = GoldenAnswers(
      GoldenFiles(files: [
        "x.request": [0], "x.request.late": [0], "x.request.other": [0],
        "y.response": [1], "y.response.late": [2], "y.request.other": [3], "y.response.other": [4],
      ]))
    answers.begin(0)
    #expect(answer(answers, "y", [9]) == .response([1]))
    #expect(answer(answers, "y", [3]) == .response([4]))
    answers.begin(1)
    #expect(answer(answers, "y", [9]) == .response([2]))
    #expect(answer(answers, "y", [3]) == .response([2]))
    answers.begin(2)
    #expect(answer(answers, "y", [9]) == .response([1]))
    #expect(answer(answers, "y", [3]) == .response([4]))
    let note = "calls of the core were answered by y.response.cbor, y.response.other.cbor"
    #expect(answers.end() == ReplayedHostCalls(notes: [note]))
  }

  @Test("a call of the core without an answer fails, and is noted until the next call is replayed")
  func unanswered() {
    let answers = GoldenAnswers(GoldenFiles(files: ["x.request": [0], "y.response": [0x82]]))
    answers.begin(0)
    guard case .error(.unimplemented, _)? = answer(answers, "z", [1]) else {
      Issue.record("expected an error")
      return
    }
    #expect(answer(answers, "y", [1]) != nil)
    let notes = answers.end().notes
    #expect(notes.first == "the core calls z(1), and no golden file answers it")
    #expect(notes.last?.hasPrefix("the core calls y(1), and y.response.cbor: ") == true && notes.count == 2)
    answers.begin(0)
    #expect(answers.end() == ReplayedHostCalls())
  }

  @Test("a call of the core with another request than the recorded one is a difference")
  func otherRequest() {
    let answers = GoldenAnswers(
      GoldenFiles(files: [
        "x.request": [0], "y.request": [0x18, 1], "y.response": [4], "y.request.late": [3], "y.failure.late": [5],
        "z.request": [0x41, 0x61], "z.failure": [6],
      ]))
    answers.begin(0)
    // 1 and 1.0, whatever their form.
    #expect(answer(answers, "y", [1]) == .response([4]) && answer(answers, "y", [0xf9, 0x3c, 0]) == .response([4]))
    #expect(answer(answers, "y", [0xf9, 0x42, 0]) == .failure([5]))
    #expect(answers.end().differences.isEmpty)
    #expect(answer(answers, "y", [2]) == .response([4]))
    #expect(answer(answers, "z", [0x61]) == .failure([6]))
    let malformed = "found bytes that are not CBOR, h'61', expected h'61'"
    #expect(
      answers.end().differences == [
        "the core calls y with another request than y.request.cbor: found 2, expected 1",
        "the core calls z with another request than z.request.cbor: \(malformed)",
      ])
  }

  @Test("a difference names the request of the variant that is replayed first, then that without a variant")
  func otherRequestOfVariant() {
    let answers = GoldenAnswers(
      GoldenFiles(files: [
        "x.request": [0], "x.request.late": [0], "y.request": [1], "y.response": [4], "y.request.late": [3],
        "y.failure.late": [5], "z.request.late": [6], "z.response.late": [7], "z.request": [6],
      ]))
    answers.begin(1)
    #expect(answer(answers, "y", [2]) == .response([4]))
    // The request without a variant is a call's as well, such as a second one.
    #expect(answer(answers, "y", [1]) == .response([4]) && answer(answers, "y", [3]) == .failure([5]))
    #expect(answer(answers, "z", [2]) != nil)
    let calls = answers.end()
    let than = "y.request.late.cbor: found 2, expected 3, and than y.request.cbor: found 2, expected 1"
    #expect(calls.differences == ["the core calls y with another request than \(than)"])
    #expect(
      calls.notes.first
        == "the core calls z(2), and no golden file answers it: z.request.late.cbor: found 2, expected 6")
    // The other request of another variant is none that was expected.
    answers.begin(0)
    #expect(answer(answers, "y", [2]) == .response([4]))
    #expect(
      answers.end().differences == ["the core calls y with another request than y.request.cbor: found 2, expected 1"])
  }
}
