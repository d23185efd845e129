// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The pending table")
struct PendingTableTests {
  private let table = PendingTable(limit: 64)

  private func reserve(deadline: Deadline = .never, requestSize: Int = 0) throws -> CallReference {
    #expect(table.tryAcquirePermit())
    return try #require(
      table.reserve(
        requestSize: requestSize, encodings: CallEncodings(request: .cbor, response: .raw), deadline: deadline))
  }

  /// Returns a call whose host function has been invoked.
  private func invokedCall(deadline: Deadline = .never) throws -> CallReference {
    let call = try reserve(deadline: deadline)
    #expect(call.slot.change(call.id) { $0.startInvoking() } == true)
    if deadline != .never { table.record(deadline, of: call) }
    return call
  }

  /// Answers a call; returns false if the answer is refused.
  private func answer(_ id: UInt64, _ bytes: [UInt8] = [1], _ outcome: Outcome = .response) -> Bool {
    guard let call = table.claim(id, isResponse: outcome == .response) else { return false }
    #expect(unsafe bytes.withUnsafeBytes { unsafe call.slot.setAnswer(outcome, $0) })
    finish(table.finish(call))
    return true
  }

  private func finish(_ action: CallStateMachine.EndAction) {
    if action.releasesPermit { #expect(table.releasePermit() == nil) }
  }

  private func end(_ call: CallReference, _ ending: CallStateMachine.Ending) -> Bool {
    let action = table.end(call, ending)
    finish(action)
    return action.stands
  }

  private func isDecided(_ call: CallReference) -> Bool { call.slot.state(of: call.id)?.isDecided ?? false }

  private func expire(at nanoseconds: Int64) {
    table.expire(at: Deadline(nanoseconds: nanoseconds)) {
      #expect(end($0, .expired))
    } resume: { _ in
    }
  }

  /// Takes the outcome as a caller does; returns the bytes of an answer.
  @discardableResult
  private func leave(_ call: CallReference) -> (ending: CallStateMachine.Ending?, bytes: [UInt8]) {
    guard let ending = call.slot.state(of: call.id)?.ending else { return (nil, []) }
    call.slot.countEnded(ending)
    let bytes =
      ending == .answered
      ? call.slot.withAnswer { bytes in unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) } } : []
    call.slot.free()
    return (ending, bytes)
  }

  @Test("call IDs increase from 1 and are never reused, though slots are")
  func monotonicIDs() throws {
    for expected in 1...1000 as ClosedRange<UInt64> {
      let call = try invokedCall()
      #expect(call.id == expected)
      #expect(answer(call.id))
      leave(call)
    }
    #expect(table.count == 0)
  }

  @Test("an answer of any size is copied", arguments: [0, 1, 63, 64, 65, 100_000])
  func answers(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let call = try invokedCall()
    #expect(table.count == 1)
    #expect(answer(call.id, bytes))
    #expect(isDecided(call))
    let (ending, found) = leave(call)
    #expect(ending == .answered)
    #expect(found == bytes)
    #expect(table.count == 0)
    #expect(table.statistics.answered == 1)
    #expect(table.statistics.answerBytes == UInt64(size))
  }

  @Test("an answer to an unknown call is refused")
  func unknownAnswer() throws {
    for id in [0, 1, 2, 127, 128, 129, 1 << 56, .max] as [UInt64] { #expect(answer(id) == false) }
    #expect(table.statistics.late == 8)
    #expect(table.count == 0)
  }

  @Test("a second answer is refused, and the first stands")
  func secondAnswer() throws {
    let call = try invokedCall()
    #expect(answer(call.id, [1]))
    #expect(answer(call.id, [2]) == false)
    #expect(leave(call).bytes == [1])
    #expect(answer(call.id, [3]) == false)
    #expect(table.statistics.late == 2)
  }

  @Test("a late answer never reaches the call that now occupies the slot")
  func lateAnswer() throws {
    let first = try invokedCall()
    #expect(end(first, .cancelled))
    leave(first)
    var next = try invokedCall()
    while next.slot.address != first.slot.address {
      #expect(answer(next.id))
      leave(next)
      next = try invokedCall()
    }
    #expect(answer(first.id, [1]) == false)
    #expect(!end(first, .expired))
    #expect(!isDecided(next))
    #expect(answer(next.id, [2]))
    #expect(leave(next).bytes == [2])
  }

  @Test("a guessed ID cannot be answered before its invoke has started")
  func guessedAnswer() throws {
    let call = try reserve()
    #expect(answer(call.id) == false)
    #expect(table.info(call.id) == nil)
    #expect(call.slot.change(call.id) { $0.startInvoking() } == true)
    #expect(table.info(call.id)?.encodings.request == .cbor)
    #expect(table.info(call.id)?.encodings.response == .raw)
  }

  @Test("a close ends every call that has not ended: reserved, invoking or suspended")
  func close() throws {
    let (reserved, invoking) = (try reserve(), try invokedCall())
    let (suspended, answered) = (try invokedCall(), try invokedCall())
    #expect(suspended.slot.change(suspended.id) { $0.startWaiting() } == true)
    #expect(answer(answered.id, [7]))
    table.close()
    #expect(table.isClosed)
    var unended: Set<UInt64> = []
    table.forEachPending(includesReserved: false) { unended.insert($0.id) }
    #expect(unended == [invoking.id, suspended.id])
    table.forEachPending(includesReserved: true) { unended.insert($0.id) }
    #expect(unended == [reserved.id, invoking.id, suspended.id])
    #expect(leave(answered).bytes == [7])
  }

  @Test("exactly the calls whose deadline has passed expire, and the next deadline is known")
  func expiring() throws {
    let early = try invokedCall(deadline: Deadline(nanoseconds: 100))
    let late = try invokedCall(deadline: Deadline(nanoseconds: 200))
    let never = try invokedCall()
    #expect(table.earliestDeadline == Deadline(nanoseconds: 100))
    expire(at: 99)
    #expect(!isDecided(early))

    expire(at: 100)
    #expect(leave(early).ending == .expired)
    #expect(table.earliestDeadline == Deadline(nanoseconds: 200))
    #expect(!isDecided(late))

    expire(at: 200)
    #expect(leave(late).ending == .expired)
    #expect(table.earliestDeadline == .never)
    #expect(table.statistics.expired == 2)
    #expect(!isDecided(never))
  }

  @Test("a slot does not keep the deadline of its previous call")
  func deadlineOfTheNext() throws {
    let first = try invokedCall(deadline: Deadline(nanoseconds: 5))
    #expect(answer(first.id))
    leave(first)
    let calls = try (0..<40).map { _ in try invokedCall() }
    expire(at: 10)
    #expect(calls.allSatisfy { !isDecided($0) })
    #expect(calls.allSatisfy { $0.slot.deadline == .never })
  }

  @Test("the table knows the earliest deadline that was recorded")
  func earliestDeadline() throws {
    for (recorded, earliest) in [(Int64.max, Int64.max), (50, 50), (60, 50), (40, 40)] {
      table.record(Deadline(nanoseconds: recorded))
      #expect(table.earliestDeadline == Deadline(nanoseconds: earliest))
    }
  }

  @Test("the counters always add up")
  func statistics() throws {
    let calls = try (0..<6).map { try invokedCall(deadline: Deadline(nanoseconds: $0 == 3 ? 1 : 1000)) }
    #expect(table.statistics.inFlight == 6)
    #expect(answer(calls[0].id))
    #expect(answer(calls[1].id, [1, 2, 3], .error))
    #expect(end(calls[2], .cancelled))
    expire(at: 1)
    #expect(end(calls[4], .closed))
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
