// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

@Suite("Reports of replayed calls")
struct ReplayReportTests {
  private let call = RecordedCall(
    source: "a.request.cbor", name: "a", request: RecordedPart(file: [1]), answer: .success(.error(.aborted)))

  private func report(_ outcomes: ReplayOutcome...) -> ReplayReport {
    var report = ReplayReport()
    for outcome in outcomes { _ = report.add(outcome, of: call) }
    return report
  }

  @Test("each outcome has a line, and an exit status")
  func lines() {
    var report = ReplayReport()
    #expect(report.status == 69)
    #expect(report.add(.notOffered, of: call) == "a.request.cbor: not offered")
    #expect(report.add(.skipped("b"), of: call) == "a.request.cbor: skipped: b")
    #expect(report.status == 69)
    #expect(report.add(.same, of: call) == "a.request.cbor: ok")
    #expect(report.status == 0)
    #expect(report.add(.differs("c"), of: call) == "a.request.cbor: differs: c")
    #expect(report.status == 1)
    #expect(report.add(.malformed("d"), of: call) == "a.request.cbor: malformed: d")
    #expect(report.status == 65)
    #expect(report.summary == "5 calls: 1 ok, 1 differs, 1 not offered, 1 skipped, 1 malformed")
    #expect(self.report(.notOffered).summary == "1 call: 0 ok, 1 not offered")
    #expect(self.report(.differs("")).status == 1)
  }

  @Test("the core's calls explain a different answer, and are a difference themselves if they differ")
  func hostCalls() {
    var report = ReplayReport()
    let calls = ReplayedHostCalls(differences: ["x"], notes: ["y"])
    #expect(report.add(.differs("c"), of: call, calls) == "a.request.cbor: differs: c; x; y")
    #expect(report.add(.same, of: call, calls) == "a.request.cbor: differs: x")
    #expect(report.add(.same, of: call, ReplayedHostCalls(notes: ["y"])) == "a.request.cbor: ok")
  }

  @Test("nested calls that a server's host answers are counted as not compared, if their calls were made")
  func uncompared() throws {
    var report = ReplayReport()
    let (one, two) = (ReplayedHostCalls(uncompared: 1), ReplayedHostCalls(uncompared: 2))
    _ = report.add(.skipped("b"), of: call, two)
    _ = report.add(.notOffered, of: call, two)
    #expect(report.summary == "2 calls: 0 ok, 1 not offered, 1 skipped")
    #expect(try !report.json.contains("nestedCallsNotCompared"))
    _ = report.add(.same, of: call, one)
    #expect(report.summary.hasSuffix("\nnot compared: 1 nested call, which the server's host answers"))
    _ = report.add(.differs("c"), of: call, two)
    #expect(
      report.summary == """
        4 calls: 1 ok, 1 differs, 1 not offered, 1 skipped
        not compared: 3 nested calls, which the server's host answers
        """)
    #expect(try report.json.contains("\n  \"nestedCallsNotCompared\" : 3,\n"))
    #expect(report.status == 1)
  }

  @Test("JSON has all outcomes and their numbers")
  func json() throws {
    let text = """
      {
        "counts" : {
          "differs" : 1,
          "malformed" : 0,
          "not offered" : 0,
          "ok" : 1,
          "skipped" : 0
        },
        "results" : [
          {
            "call" : "a",
            "result" : "ok",
            "source" : "a.request.cbor"
          },
          {
            "call" : "a",
            "reason" : "c \\"d\\"",
            "result" : "differs",
            "source" : "a.request.cbor"
          }
        ]
      }

      """
    #expect(try report(.same, .differs("c \"d\"")).json == text)
  }

  @Test("names and messages begin no line of their own, and do not control the terminal")
  func controlCharacters() {
    var report = ReplayReport()
    let call = RecordedCall(
      source: "call 1, a\ncall 9, log_in: ok", name: "a", request: RecordedPart(file: [1]),
      answer: .success(.error(.aborted)))
    #expect(
      report.add(.differs("\u{1B}[2Jü\r\u{9B}\u{2028}"), of: call)
        == #"call 1, a\ncall 9, log_in: ok: differs: \u001b[2Jü\u000d\u009b\u2028"#)
  }
}
