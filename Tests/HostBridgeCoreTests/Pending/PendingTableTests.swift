@testable import HostBridgeCore
import Testing

@Suite("The pending table")
struct PendingTableTests {
  private let table = PendingTable()
  private let name: WireName

  init() throws {
    name = try #require(WireName("fetch_profile"))
  }

  private func reserve(deadline: Deadline = .never) throws -> (call: PendingCall, isMostUrgent: Bool) {
    guard case .call(let call, let isMostUrgent) = try table.reserve(name, deadline: deadline) else {
      throw BridgeError(code: .resourceExhausted, message: "a table without a limit has no place")
    }
    return (call, isMostUrgent)
  }

  /// A call whose host function has been invoked.
  private func invokedCall(deadline: Deadline = .never) throws -> PendingCall {
    let call = try reserve(deadline: deadline).call
    #expect(table.startInvoking(call, nil))
    #expect(table.finishInvoking(call).action == .suspend)
    return call
  }

  private func answer(_ id: UInt64, _ bytes: [UInt8] = [1]) -> PendingTable.AnswerResult {
    table.answer(id, size: bytes.count) { _ in .success(bytes) }
  }

  @Test("call IDs are monotonic from 1 and never used twice")
  func monotonicIDs() throws {
    for expected in 1...100 as ClosedRange<UInt64> {
      let call = try invokedCall()
      #expect(call.id == expected)
      guard case .accepted = answer(call.id) else {
        Issue.record("call \(call.id) was not answered")
        return
      }
    }
  }

  @Test("completing resolves the call and removes it")
  func completing() throws {
    let call = try invokedCall()
    #expect(table.count == 1)
    guard case .accepted(let effect) = answer(call.id, [7, 8]) else {
      Issue.record("the answer was refused")
      return
    }
    #expect(effect.action == .forget)
    #expect(try table.outcome(of: call)?.get() == [7, 8])
    #expect(table.count == 0)
    #expect(table.statistics.answered == 1)
    #expect(table.statistics.answerBytes == 2)
  }

  @Test("an answer to an unknown call is dropped with a status")
  func unknownAnswer() throws {
    for id in [0, 1, 2, .max] as [UInt64] {
      guard case .unknownCall = answer(id) else {
        Issue.record("the made-up call \(id) was answered")
        return
      }
      #expect(table.isAnswerable(id) == .unknownCall)
    }
    #expect(table.statistics.late == 8)
    #expect(table.count == 0)
  }

  @Test("a second answer is dropped with a status, and the first stands")
  func secondAnswer() throws {
    let call = try invokedCall()
    guard case .accepted = answer(call.id, [1]) else {
      Issue.record("the first answer was refused")
      return
    }
    guard case .unknownCall = answer(call.id, [2]) else {
      Issue.record("the second answer was accepted")
      return
    }
    #expect(try table.outcome(of: call)?.get() == [1])
    #expect(table.statistics.late == 1)
  }

  @Test("an ID that is guessed before its invoke has started can't be answered")
  func guessedAnswer() throws {
    let call = try reserve().call
    #expect(table.isAnswerable(call.id) == .unknownCall)
    guard case .unknownCall = answer(call.id) else {
      Issue.record("a call that no host knows of was answered")
      return
    }
    #expect(table.startInvoking(call, nil))
  }

  @Test("failing all pending resolves every waiter with the given message")
  func failAll() throws {
    let calls = try (0..<5).map { _ in try invokedCall() }
    let effects = table.failAll { call in
      BridgeError(code: .unavailable, message: "the host went away", callID: call.id)
    }
    #expect(effects.map(\.call.id) == [1, 2, 3, 4, 5])
    for call in calls {
      let error = #expect(throws: BridgeError.self) { try table.outcome(of: call)?.get() }
      #expect(error?.message == "the host went away")
      #expect(error?.callID == call.id)
    }
    #expect(table.statistics.failed == 5)
    #expect(table.statistics.inFlight == 0)
    #expect(throws: Never.self) { try table.reserve(name) }
  }

  @Test("a closed table refuses new calls and answers, and ends the pending ones")
  func close() throws {
    let call = try invokedCall()
    #expect(table.close { .init(code: .unavailable, message: "closed", callID: $0.id) }.count == 1)
    let error = #expect(throws: BridgeError.self) { try table.reserve(name) }
    #expect(error?.code == .unavailable)
    #expect(table.isAnswerable(call.id) == .closed)
    guard case .closed = answer(call.id) else {
      Issue.record("a closed table took an answer")
      return
    }
  }

  @Test("a call without a handler ends there, and its error names it")
  func endedByTheBridge() throws {
    let call = try reserve().call
    let error = BridgeError(code: .unimplemented, message: "no fetch_profile", wireName: name.text)
    #expect(table.end(call, .closed, error).action == .forget)
    #expect(table.count == 0)
    #expect(throws: error) { try table.outcome(of: call)?.get() }
  }

  @Test("exactly the calls whose deadline has passed expire, and the next deadline is known")
  func expiring() throws {
    let early = try invokedCall(deadline: Deadline(nanoseconds: 100))
    let late = try invokedCall(deadline: Deadline(nanoseconds: 200))
    let never = try invokedCall()
    #expect(table.earliestDeadline == Deadline(nanoseconds: 100))
    #expect(table.expire(at: Deadline(nanoseconds: 99)).effects.isEmpty)

    let (effects, _, next) = table.expire(at: Deadline(nanoseconds: 100))
    #expect(effects.map(\.call.id) == [early.id])
    #expect(next == Deadline(nanoseconds: 200))
    let error = #expect(throws: BridgeError.self) { try table.outcome(of: early)?.get() }
    #expect(error?.code == .deadlineExceeded)
    #expect(table.outcome(of: late) == nil)
    #expect(table.outcome(of: never) == nil)

    #expect(table.expire(at: Deadline(nanoseconds: 200)).next == .never)
    #expect(table.statistics.expired == 2)
    #expect(table.outcome(of: never) == nil)
  }

  @Test("only a call with the earliest deadline of all is urgent")
  func urgency() throws {
    #expect(try !reserve().isMostUrgent)
    #expect(try reserve(deadline: Deadline(nanoseconds: 50)).isMostUrgent)
    #expect(try !reserve(deadline: Deadline(nanoseconds: 60)).isMostUrgent)
    #expect(try reserve(deadline: Deadline(nanoseconds: 40)).isMostUrgent)
  }

  @Test("the counts add up whatever happened")
  func statistics() throws {
    let calls = try (0..<6).map { _ in try invokedCall() }
    _ = answer(calls[0].id)
    _ = table.answer(calls[1].id, size: 3) { _ in .failure(BridgeError(code: .unknown, message: "no")) }
    _ = table.end(calls[2], .cancelled, BridgeError(code: .cancelled, message: ""))
    _ = table.end(calls[3], .expired, BridgeError(code: .deadlineExceeded, message: ""))
    _ = table.end(calls[4], .closed, BridgeError(code: .unavailable, message: ""))
    _ = answer(calls[3].id)
    let counts = table.statistics
    #expect(counts.made == 6)
    #expect(counts.answered == 1)
    #expect(counts.failed == 2)
    #expect(counts.cancelled == 1)
    #expect(counts.expired == 1)
    #expect(counts.inFlight == 1)
    #expect(counts.late == 1)
    #expect(counts.answerBytes == 4)
    #expect(
      counts.made
        == counts.answered + counts.failed + counts.cancelled + counts.expired + counts.inFlight)
  }
}
