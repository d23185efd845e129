// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Synchronization
import Testing

@Suite("Answers from a log")
struct SessionAnswersTests {
  private func answer(_ answers: SessionAnswers, _ name: String, _ request: UInt8) -> HostAnswer? {
    let received = Mutex<HostAnswer?>(nil)
    answers.answer(CoreCall(unlisted: name), to: [request]) { answer in received.withLock { $0 = answer } }
    return received.withLock { $0 }
  }

  private func answers(_ records: CallRecord...) throws -> SessionAnswers {
    SessionAnswers(RecordedSession([try Records.toCore(1, "a"), try Records.toCore(20, "b")] + records, .toCore))
  }

  @Test("each call has the answer of its request, in any order, and equal ones theirs in order")
  func matched() throws {
    let answers = try answers(
      Records.toHost(2, "x", parent: 1, 1, response: 11), Records.toHost(3, "x", parent: 1, 2, response: 12),
      Records.toHost(4, "x", parent: 1, 2, response: 13))
    answers.begin(0)
    #expect(answer(answers, "x", 2) == .response([12]))
    #expect(answer(answers, "x", 1) == .response([11]))
    #expect(answer(answers, "x", 2) == .response([13]))
    #expect(answers.end() == ReplayedHostCalls())
    #expect(answers.names == ["x"] && !answers.isStream("x"))
  }

  @Test("another request is answered by the next call of the name, and is a difference")
  func otherRequest() throws {
    let answers = try answers(Records.toHost(2, "x", parent: 1, 1, response: 11))
    answers.begin(0)
    #expect(answer(answers, "x", 5) == .response([11]))
    let difference = "the core makes its call 2, x with another request: found 5, expected 1"
    #expect(answers.end().differences == [difference])
  }

  @Test("a call that was not recorded, or is not made, is a difference")
  func others() throws {
    let answers = try answers(Records.toHost(2, "x", parent: 1), Records.toHost(21, "y", parent: 20))
    answers.begin(0)
    guard case .error(.unimplemented, _)? = answer(answers, "y", 5) else {
      Issue.record("expected an error")
      return
    }
    #expect(
      answers.end().differences == [
        "the core calls y(5), which was not recorded", "the core does not make its call 2, x",
      ])
    answers.begin(1)
    #expect(answer(answers, "y", 0) == .response([0]))
    #expect(answers.end() == ReplayedHostCalls())
  }

  @Test("calls that belong to no other one are answered at any time, each once")
  func unowned() throws {
    let answers = try answers(Records.toHost(2, "x", 1, response: 7))
    answers.begin(1)
    #expect(answer(answers, "x", 1) == .response([7]))
    #expect(answers.end() == ReplayedHostCalls())
    #expect(answer(answers, "x", 1) != .response([7]))
  }

  @Test("errors, failures and streams are answered as they were")
  func kinds() throws {
    var (error, failure) = (try Records.toHost(2, "e", parent: 1), try Records.toHost(3, "f", parent: 1))
    error.outcome = CallRecord.Outcome(code: 10, name: "aborted")
    (failure.outcome, failure.failure) = (CallRecord.Outcome(code: 256, name: "failed"), try CBORRawItem([9]))
    var stream = try Records.toHost(4, "s", parent: 1)
    (stream.kind, stream.elements, stream.elementPayloads) = (.stream, 2, [try CBORRawItem([1]), try CBORRawItem([2])])
    let answers = try answers(error, failure, stream)
    answers.begin(0)
    #expect(answer(answers, "e", 0) == .error(.aborted, "as recorded"))
    #expect(answer(answers, "f", 0) == .failure([9]))
    #expect(answer(answers, "s", 0) == .items([[1], [2]]))
    #expect(answers.isStream("s") && !answers.isStream("e"))
    #expect(answers.end() == ReplayedHostCalls())
  }

  @Test("a request that is not CBOR does not equal the byte string that it should have been")
  func notCBOR() throws {
    var record = try Records.toHost(2, "x", parent: 1, response: 7)
    record.request = try CBORRawItem([0x41, 0x61])
    let answers = try answers(record)
    answers.begin(0)
    #expect(answer(answers, "x", 0x61) == .response([7]))
    let difference = "found bytes that are not CBOR, h'61', expected h'61'"
    #expect(answers.end().differences == ["the core makes its call 2, x with another request: \(difference)"])
  }
}
