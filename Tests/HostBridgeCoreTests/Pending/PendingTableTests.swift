@testable import HostBridgeCore
import Testing

@Suite("The pending table")
struct PendingTableTests {
  private let table = PendingTable(limit: 64) { _ in }

  private func reserve(deadline: Deadline = .never, requestSize: Int = 0) -> PendingCall {
    #expect(table.admission.enter())
    return table.reserve(
      requestSize: requestSize, requestEncoding: .cbor, responseEncoding: .raw, deadline: deadline)
  }

  /// A call whose host function has been invoked.
  private func invokedCall(deadline: Deadline = .never) -> PendingCall {
    let call = reserve(deadline: deadline)
    #expect(table.startInvoking(call))
    _ = table.note(deadline)
    return call
  }

  /// Answers a call; false if that is refused.
  private func answer(_ id: UInt64, _ bytes: [UInt8] = [1], _ outcome: Outcome = .response) -> Bool {
    guard case .taken(let call) = table.claim(id) else { return false }
    call.slot.setAnswer(outcome, owned: bytes)
    _ = table.finishAnswer(call)
    return true
  }

  /// Takes the outcome as a caller does; the bytes, if there is an answer.
  @discardableResult
  private func leave(_ call: PendingCall) -> (ending: CallStateMachine.Ending?, bytes: [UInt8]) {
    guard let ending = call.slot.load(call.id)?.state.ending else { return (nil, []) }
    call.slot.countEnded(ending)
    let bytes = ending == .answered ? call.slot.takeAnswer() : []
    if table.leave(call) == .tellHost {
      // As the loop does.
      #expect(call.slot.change(call.id) { $0.claimTelling() } == true)
      #expect(call.slot.change(call.id) { $0.release() } == true)
      table.forget(call.slot)
    }
    return (ending, bytes)
  }

  @Test("call IDs are monotonic from 1 and never used twice, though slots are")
  func monotonicIDs() {
    for expected in 1...1000 as ClosedRange<UInt64> {
      let call = invokedCall()
      #expect(call.id == expected)
      #expect(answer(call.id))
      leave(call)
    }
    #expect(table.count == 0)
  }

  @Test("an ID whose slot is still taken is skipped")
  func skipping() {
    let stuck = invokedCall()
    let ring = UInt64(table.ring.count)
    for expected in 2...ring {
      let call = invokedCall()
      #expect(call.id == expected)
      #expect(answer(call.id))
      leave(call)
    }
    let next = invokedCall()
    #expect(next.id == ring + 2)
    #expect(answer(ring + 1) == false)
    #expect(answer(stuck.id, [9]))
    #expect(leave(stuck).bytes == [9])
  }

  @Test("an answer is copied, whatever its size", arguments: [0, 1, 63, 64, 65, 100_000])
  func answers(size: Int) {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let call = invokedCall()
    #expect(table.count == 1)
    #expect(answer(call.id, bytes))
    #expect(table.isDecided(call))
    let (ending, found) = leave(call)
    #expect(ending == .answered)
    #expect(found == bytes)
    #expect(table.count == 0)
    #expect(table.statistics.answered == 1)
    #expect(table.statistics.answerBytes == UInt64(size))
  }

  @Test("an answer to an unknown call is dropped with a status")
  func unknownAnswer() {
    for id in [0, 1, 2, 127, 128, 129, 1 << 56, .max] as [UInt64] { #expect(answer(id) == false) }
    #expect(table.statistics.late == 8)
    #expect(table.count == 0)
  }

  @Test("a second answer is dropped with a status, and the first stands")
  func secondAnswer() {
    let call = invokedCall()
    #expect(answer(call.id, [1]))
    #expect(answer(call.id, [2]) == false)
    #expect(leave(call).bytes == [1])
    #expect(answer(call.id, [3]) == false)
    #expect(table.statistics.late == 2)
  }

  @Test("a late answer never reaches the call that has the slot now")
  func lateAnswer() {
    let first = invokedCall()
    #expect(table.end(first, .cancelled) == .leaveToCaller)
    leave(first)
    var next = invokedCall()
    while next.slot.address != first.slot.address {
      #expect(answer(next.id))
      leave(next)
      next = invokedCall()
    }
    #expect(answer(first.id, [1]) == false)
    #expect(table.end(first, .expired) == .refuse)
    #expect(!table.isDecided(next))
    #expect(answer(next.id, [2]))
    #expect(leave(next).bytes == [2])
  }

  @Test("an ID that is guessed before its invoke has started can't be answered")
  func guessedAnswer() {
    let call = reserve()
    #expect(answer(call.id) == false)
    #expect(table.info(call.id) == nil)
    #expect(table.startInvoking(call))
    #expect(table.info(call.id)?.requestEncoding == .cbor)
    #expect(table.info(call.id)?.responseEncoding == .raw)
  }

  @Test("a closed table refuses answers, and ends what is pending: reserved, invoking, suspended, not what is answered")
  func close() {
    let (reserved, invoking, suspended, answered) = (reserve(), invokedCall(), invokedCall(), invokedCall())
    #expect(suspended.slot.change(suspended.id) { $0.suspend() } == true)
    #expect(answer(answered.id, [7]))
    #expect(table.close().map(\.address) == [suspended.slot.address])
    for call in [reserved, invoking, suspended] {
      #expect(call.slot.load(call.id)?.state.ending == .closed)
      guard case .closed = table.claim(call.id) else {
        Issue.record("a closed table took an answer")
        return
      }
    }
    #expect(!table.startInvoking(reserved))
    #expect(leave(answered).bytes == [7])
  }

  @Test("exactly the calls whose deadline has passed expire, and the next deadline is known")
  func expiring() {
    let early = invokedCall(deadline: Deadline(nanoseconds: 100))
    let late = invokedCall(deadline: Deadline(nanoseconds: 200))
    let never = invokedCall()
    #expect(table.earliestDeadline == Deadline(nanoseconds: 100))
    table.expire(at: Deadline(nanoseconds: 99)) { _ in Issue.record("nobody had suspended") }
    #expect(!table.isDecided(early))

    table.expire(at: Deadline(nanoseconds: 100)) { _ in Issue.record("nobody had suspended") }
    #expect(leave(early).ending == .expired)
    #expect(table.earliestDeadline == Deadline(nanoseconds: 200))
    #expect(!table.isDecided(late))

    table.expire(at: Deadline(nanoseconds: 200)) { _ in }
    #expect(leave(late).ending == .expired)
    #expect(table.earliestDeadline == .never)
    #expect(table.statistics.expired == 2)
    #expect(!table.isDecided(never))
  }

  @Test("a slot keeps no deadline of the call that had it before")
  func deadlineOfTheNext() {
    let first = invokedCall(deadline: Deadline(nanoseconds: 5))
    #expect(answer(first.id))
    leave(first)
    let calls = (0..<40).map { _ in invokedCall() }
    table.expire(at: Deadline(nanoseconds: 10)) { _ in }
    #expect(calls.allSatisfy { !table.isDecided($0) })
    #expect(calls.allSatisfy { $0.slot.deadline == .never })
  }

  @Test("only a call with the earliest deadline of all is urgent")
  func urgency() {
    #expect(!table.note(.never))
    #expect(table.note(Deadline(nanoseconds: 50)))
    #expect(!table.note(Deadline(nanoseconds: 60)))
    #expect(!table.note(Deadline(nanoseconds: 50)))
    #expect(table.note(Deadline(nanoseconds: 40)))
  }

  @Test("the counts add up whatever happened")
  func statistics() {
    let calls = (0..<6).map { invokedCall(deadline: Deadline(nanoseconds: $0 == 3 ? 1 : 1000)) }
    #expect(table.statistics.inFlight == 6)
    #expect(answer(calls[0].id))
    #expect(answer(calls[1].id, [1, 2, 3], .error))
    #expect(table.end(calls[2], .cancelled) == .leaveToCaller)
    table.expire(at: Deadline(nanoseconds: 1)) { _ in }
    #expect(table.end(calls[4], .closed) == .leaveToCaller)
    for call in calls.prefix(5) { leave(call) }
    #expect(answer(calls[3].id) == false)
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
