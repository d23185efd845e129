// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Synchronization
import Testing

@Suite("Answers to the core's calls")
struct HostAnswersTests {
  private func answer(_ answers: HostAnswers, _ call: CoreCall, to request: [UInt8] = [0]) -> HostAnswer? {
    let received = Mutex<HostAnswer?>(nil)
    answers.answer(call, to: request) { answer in received.withLock { $0 = answer } }
    return received.withLock { $0 }
  }

  @Test("the answers of a name are given in order, and then the last one again")
  func order() throws {
    let answers = HostAnswers(scripts: ["a": [.response("1"), .error(.aborted, "x"), .response("3")]])
    let call = CoreCall(unlisted: "a")
    #expect(answer(answers, call) == .response([1]))
    #expect(answer(answers, call) == .error(.aborted, "x"))
    for _ in 0..<3 { #expect(answer(answers, call) == .response([3])) }
  }

  @Test("golden files answer the calls that the command line does not answer")
  func golden() throws {
    let golden = GoldenFiles(files: ["a.response": [1], "b.response": [2]])
    let answers = HostAnswers(scripts: ["a": [.response("3")]], golden: golden)
    #expect(answer(answers, CoreCall(unlisted: "a")) == .response([3]))
    #expect(answer(answers, CoreCall(unlisted: "b")) == .response([2]))
  }

  @Test("a call without an answer, or with one of another type, fails with a message that names it")
  func refused() async throws {
    let move = try await DescribedCalls.call("move")
    let answers = HostAnswers(scripts: ["move": [.response("-1")]])
    #expect(
      answer(answers, move)
        == .error(.unimplemented, "hostcall call: move: the answer is wrong: found -1, expected uint32"))
    guard case .error(.unimplemented, let message)? = answer(answers, CoreCall(unlisted: "b", isStream: true)) else {
      Issue.record("expected an error")
      return
    }
    #expect(message.contains("b: nothing answers it: pass --answer 'b=items ITEM, …'"))
  }

  @Test("golden files and answers are checked before the call, those of unknown calls for their form")
  func checked() async throws {
    let calls = ["move": try await DescribedCalls.call("move")]
    func check(_ scripts: [String: [AnswerText]], _ files: [String: [UInt8]]) throws(CommandError) {
      try HostAnswers(scripts: scripts, golden: GoldenFiles(files: files)).check(calls)
    }
    try check(["b": [.response("7")]], ["move.response": [2], "b.response": [0x82], "moved.response": [0x82]])
    try check(["b": [.items("1, 2")]], [:])
    for (files, message) in [
      (["move.response": [0x61, 0x78]], #"move.response.cbor: found "x", expected uint32"#),
      (["move.response": [2], "move.response.late": [0x20]], "move.response.late.cbor: found -1, expected uint32"),
    ] as [([String: [UInt8]], String)] {
      let error = #expect(throws: CommandError.self) { try check([:], files) }
      #expect(error?.status == 65 && error?.message == message, "\(error?.message ?? "")")
    }
    let error = #expect(throws: CommandError.self) { try check(["b": [.response("{broken")]], [:]) }
    #expect(error?.status == 65)
    #expect(error?.message.hasPrefix("--answer b: line 1, column ") == true, "\(error?.message ?? "")")
  }
}
