// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTool
import Testing

@Suite("Recorded sessions")
struct RecordedSessionTests {
  @Test("calls are in the order in which they began, with the calls that the core made in turn")
  func order() throws {
    let session = RecordedSession(
      [
        try Records.toHost(2, "x", parent: 1, 3, response: 4), try Records.toHost(5, "y", parent: 4),
        try Records.toCore(4, "b"), try Records.toCore(1, "a", 1, response: 2), try Records.toHost(3, "z"),
        try Records.toHost(6, "late", parent: 77),
      ], .toCore)
    #expect(session.steps.map(\.call.source) == ["call 1, a", "call 4, b"])
    #expect(session.steps[0].call.request == RecordedPart(item: [1]))
    #expect(session.steps[0].call.answer == .success(.response(RecordedPart(item: [2]))))
    #expect(session.steps.map { $0.hostCalls.map(\.source) } == [["call 2, x"], ["call 5, y"]])
    #expect(session.steps.map(\.call.nestedCalls) == [1, 1])
    #expect(session.otherHostCalls.map(\.name) == ["z", "late"])
  }

  @Test("a host receives the calls to the host")
  func host() throws {
    let records = [try Records.toCore(1, "a"), try Records.toHost(2, "x", parent: 1), try Records.toHost(3, "y")]
    let session = RecordedSession(records, .toHost)
    #expect(session.steps.map(\.call.name) == ["x", "y"])
    #expect(session.otherHostCalls.isEmpty && session.steps.allSatisfy(\.hostCalls.isEmpty))
  }

  @Test("a call of the core that ended after the core's answer may come at any time")
  func late() throws {
    var late = try Records.toHost(2, "x", parent: 1)
    late.duration = 100
    let session = RecordedSession([try Records.toCore(1, "a"), late], .toCore)
    #expect(session.steps[0].hostCalls.isEmpty && session.otherHostCalls.map(\.name) == ["x"])
  }

  @Test("the record of a beginning belongs to that of the end, and the host's record of a call to the core's")
  func distinct() throws {
    var (beginning, handler) = (try Records.toCore(1, "a"), try Records.toHost(3, "x", parent: 2, response: 9))
    (beginning.outcome, beginning.duration) = (nil, nil)
    var caller = try Records.toHost(2, "x", parent: 1)
    (handler.side, caller.duration) = (.handler, 2)
    (caller.bridge, caller.callID, handler.bridge, handler.callID) = (5, 6, 5, 6)
    let session = RecordedSession([beginning, caller, handler, try Records.toCore(1, "a", response: 7)], .toCore)
    #expect(session.steps.map(\.call.answer) == [.success(.response(RecordedPart(item: [7])))])
    #expect(session.steps[0].hostCalls.map(\.source) == ["call 2, x"] && session.otherHostCalls.isEmpty)
    // A log of the host's process has only the host's side.
    #expect(RecordedSession([handler], .toHost).steps.map(\.call.source) == ["call 3, x"])
  }

  @Test("the calls of processes are distinguished")
  func processes() throws {
    var (other, nested) = (try Records.toCore(1, "b"), try Records.toHost(2, "x", parent: 1))
    (other.process, nested.process) = (2, 2)
    let session = RecordedSession([try Records.toCore(1, "a"), nested, other], .toCore)
    #expect(session.steps.map(\.call.source) == ["process 1, call 1, a", "process 2, call 1, b"])
    #expect(session.steps.map(\.hostCalls.count) == [0, 1])
  }

  @Test("calls that cannot be made again have a reason")
  func incomplete() throws {
    func reason(_ change: (inout CallRecord) throws -> Void) throws -> String? {
      var record = try Records.toCore(1, "a")
      try change(&record)
      guard case .failure(let error) = RecordedSession([record], .toCore).steps[0].call.answer else { return nil }
      return error.reason
    }
    #expect(try reason { _ in } == nil)
    let redacted = try CBORRawItem(try CBOREncoder().encode(diagnostic: #"{"name": ["[redacted]"]}"#))
    for part in [\CallRecord.request, \.response, \.failure] {
      #expect(
        try reason { ($0.redacted, $0[keyPath: part]) = (["mail", "name"], redacted) }
          == "the log has no values of mail, name, which are redacted")
    }
    // Only metadata is redacted.
    #expect(try reason { $0.redacted = ["authorization"] } == nil)
    #expect(
      try reason { $0.omitted = ["request: 9 bytes"] } == "payloads were left out of the log: request: 9 bytes")
    #expect(try reason { $0.request = nil } == "the log has no payloads of the call")
    #expect(try reason { $0.response = nil } == "the log has no response")
    #expect(try reason { $0.outcome = nil } == "the call had not ended")
    #expect(try reason { $0.outcome = CallRecord.Outcome(code: 256, name: "failed") } == "the log has no failure")
    #expect(try reason { $0.outcome = CallRecord.Outcome(code: 1, name: "cancelled") } == "its caller cancelled it")
    #expect(
      try reason { $0.outcome = CallRecord.Outcome(code: 4, name: "deadlineExceeded") } == "its deadline had passed")
    #expect(try reason { ($0.kind, $0.elements) = (.stream, 3) } == "the log has no elements")
    #expect(
      try reason {
        ($0.kind, $0.elements, $0.outcome) = (.stream, 0, CallRecord.Outcome(code: 1, name: "givenUp"))
      } == "its reader gave it up before the first element")
    #expect(
      try reason {
        ($0.kind, $0.elements, $0.elementPayloads) = (.stream, 3, [try CBORRawItem([1])])
        $0.omitted = ["elements: all after the first 1"]
      } == nil)
  }

  @Test("a call is not made again if one that the core makes in turn cannot be answered")
  func incompleteHostCall() throws {
    var nested = try Records.toHost(2, "x", parent: 1)
    nested.redacted = ["name"]
    nested.response = try CBORRawItem(encoding: CallRecord.redaction)
    let session = RecordedSession([try Records.toCore(1, "a"), nested], .toCore)
    let reason = "of its call 2, x: the log has no values of name, which are redacted"
    #expect(session.steps[0].call.answer == .failure(NotReplayable(reason)))
  }

  @Test("errors, failures and streams are answers")
  func answers() throws {
    func answer(_ change: (inout CallRecord) throws -> Void) throws -> RecordedCall.Answer {
      var record = try Records.toCore(1, "a")
      try change(&record)
      return try RecordedSession([record], .toCore).steps[0].call.answer.get()
    }
    let failed = CallRecord.Outcome(code: 256, name: "failed")
    #expect(try answer { $0.outcome = CallRecord.Outcome(code: 10, name: "aborted") } == .error(.aborted))
    #expect(
      try answer { ($0.outcome, $0.failure) = (failed, try CBORRawItem([3])) } == .failure(RecordedPart(item: [3])))
    let elements = [RecordedPart(item: [1])]
    func stream(_ change: (inout CallRecord) throws -> Void = { _ in }) throws -> RecordedCall.Answer {
      try answer { record in
        (record.kind, record.elements, record.elementPayloads) = (.stream, 1, [try CBORRawItem([1])])
        try change(&record)
      }
    }
    #expect(try stream() == .elements(elements, end: .end))
    #expect(try stream { $0.elements = 2 } == .elements(elements, end: .unknown))
    #expect(
      try stream { $0.outcome = CallRecord.Outcome(code: 1, name: "givenUp") } == .elements(elements, end: .unknown))
    #expect(
      try stream { ($0.outcome, $0.failure) = (failed, try CBORRawItem([3])) }
        == .elements(elements, end: .failure(RecordedPart(item: [3]))))
  }

  @Test("metadata with values is sent again")
  func metadata() throws {
    var record = try Records.toCore(1, "a")
    record.metadata = [
      .init(key: "tenant", value: .text("acme")), .init(key: "trace-bin", value: .bytes([1])), .init(key: "empty"),
      .init(key: "authorization", value: .text(CallRecord.redaction)),
    ]
    let metadata = RecordedSession([record], .toCore).steps[0].call.metadata
    #expect(metadata["tenant"] == "acme" && metadata.bytes(forKey: "trace-bin") == [1] && metadata.count == 2)
  }

  @Test("programs with the same process ID are distinguished by the times of their calls")
  func sameProcess() throws {
    func run(_ start: Double, _ response: UInt8) throws -> [CallRecord] {
      var core = try Records.toCore(1, "a", response: response)
      var host = try Records.toHost(2, "x", parent: 1, response)
      (core.time, host.time) = (start, start + 1)
      (host.bridge, host.callID) = (5, 6)
      var handler = host
      (handler.number, handler.side, handler.time, handler.duration) = (3, .handler, start + 1.1, 0.1)
      return [host, handler, core]
    }
    let session = RecordedSession(try run(100, 1) + run(200, 2), .toCore)
    #expect(session.steps.map(\.call.source) == ["call 1, a", "call 1 (2), a"])
    #expect(session.steps.map(\.call.answer) == [1, 2].map { .success(.response(RecordedPart(item: [$0]))) })
    #expect(session.steps.map { $0.hostCalls.map(\.source) } == [["call 2, x"], ["call 2 (2), x"]])
    #expect(session.steps.map { $0.hostCalls.map(\.request) } == [1, 2].map { [RecordedPart(item: [$0])] })
    #expect(session.otherHostCalls.isEmpty)
    // The host's record of the second run, without the core's.
    let incomplete = RecordedSession(Array(try run(100, 1) + run(200, 2)[1...]), .toHost)
    #expect(incomplete.steps.map(\.call.source) == ["call 2, x", "call 3, x"])
  }

  @Test("calls are not made again if calls of the core may belong to either of two")
  func twoLibraries() throws {
    let nested = try Records.toHost(2, "x", parent: 1)
    var other = try Records.toCore(1, "b")
    other.time = 1.5
    let session = RecordedSession([try Records.toCore(1, "a"), nested, other, try Records.toCore(7, "c")], .toCore)
    let reason = NotReplayable("of two libraries in process 1, both may have made call 2, x")
    let response = RecordedCall.Answer.response(RecordedPart(item: [0]))
    #expect(session.steps.map(\.call.answer) == [.failure(reason), .failure(reason), .success(response)])
    #expect(session.otherHostCalls.map(\.name) == ["x"])
  }
}
