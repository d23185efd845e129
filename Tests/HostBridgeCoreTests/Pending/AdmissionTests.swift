@testable import HostBridgeCore
import Synchronization
import Testing

@Suite("Places for calls in flight")
struct AdmissionTests {
  private func turn(_ entry: Admission.Entry) throws -> Turn {
    guard case .turn(let turn) = entry else {
      throw BridgeError(code: .internal, message: "there was a place, or the admission is closed")
    }
    return turn
  }

  @Test("as many as the limit enter, and a place that is given back can be taken again")
  func limit() {
    let admission = Admission(limit: 2) { _ in }
    #expect(admission.enter())
    #expect(admission.enter())
    #expect(!admission.enter())
    admission.leave()
    #expect(admission.enter())
    #expect(!admission.enter())
  }

  @Test("who would wait gets a place if there is one")
  func noNeedToWait() {
    let admission = Admission(limit: 1) { _ in }
    guard case .place = admission.enter(orWaitUntil: .never) else {
      Issue.record("there was a place")
      return
    }
    #expect(admission.counts.waiting == 0)
    #expect(!admission.enter())
  }

  @Test("a place goes to who has waited longest, and nobody overtakes")
  func order() throws {
    let admission = Admission(limit: 1) { _ in }
    #expect(admission.enter())
    let turns = try (0..<3).map { _ in try turn(admission.enter(orWaitUntil: .never)) }
    #expect(admission.counts.waiting == 3)
    admission.leave()
    #expect(!admission.enter())
    #expect(turns.map { admission.result(of: $0) != nil } == [true, false, false])
    admission.begin()
    admission.leave()
    #expect(turns.map { admission.result(of: $0) != nil } == [true, true, false])
    admission.leave()
    #expect(turns.map { admission.result(of: $0) != nil } == [true, true, true])
    #expect(!admission.enter())
    admission.leave()
    #expect(admission.enter())
  }

  @Test("when the last that waited gives up, places are free for all again", arguments: [true, false])
  func lastGivesUp(byDeadline: Bool) throws {
    let admission = Admission(limit: 1) { _ in }
    #expect(admission.enter())
    let turn = try turn(admission.enter(orWaitUntil: Deadline(nanoseconds: 10)))
    if byDeadline {
      #expect(admission.expire(at: Deadline(nanoseconds: 9)) == Deadline(nanoseconds: 10))
      #expect(admission.result(of: turn) == nil)
      #expect(admission.expire(at: Deadline(nanoseconds: 10)) == .never)
    } else {
      admission.cancel(turn)
      admission.cancel(turn)
    }
    #expect(throws: BridgeError.self) { try admission.result(of: turn)?.get() }
    #expect(admission.counts.cancelled + admission.counts.expired == 1)
    #expect(admission.counts.waiting == 0)
    admission.leave()
    #expect(admission.enter())
  }

  @Test("a turn that has come can't be cancelled, and does not expire")
  func tooLate() throws {
    let admission = Admission(limit: 1) { _ in }
    #expect(admission.enter())
    let turn = try turn(admission.enter(orWaitUntil: Deadline(nanoseconds: 10)))
    admission.leave()
    admission.cancel(turn)
    #expect(admission.expire(at: Deadline(nanoseconds: 20)) == .never)
    #expect(throws: Never.self) { try admission.result(of: turn)?.get() }
  }

  @Test("closing ends all waiting, and lets nobody wait any more")
  func closing() throws {
    let admission = Admission(limit: 1) { _ in }
    #expect(admission.enter())
    let turn = try turn(admission.enter(orWaitUntil: .never))
    admission.close()
    let error = #expect(throws: BridgeError.self) { try admission.result(of: turn)?.get() }
    #expect(error?.code == .unavailable)
    guard case .closed = admission.enter(orWaitUntil: .never) else {
      Issue.record("a closed admission let a call wait")
      return
    }
  }

  private final class Counts: Sendable {
    let inside = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    let entered = Atomic<Int>(0)
  }

  @Test("with many threads there are never more inside than the limit, and every turn comes")
  func manyThreads() async {
    let admission = Admission(limit: 3) { _ in }
    let counts = Counts()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500 {
            if !admission.enter(), case .turn(let turn) = admission.enter(orWaitUntil: .never) {
              while admission.result(of: turn) == nil { await Task.yield() }
              admission.begin()
            }
            let inside = counts.inside.add(1, ordering: .sequentiallyConsistent).newValue
            counts.most.max(inside, ordering: .sequentiallyConsistent)
            counts.entered.add(1, ordering: .relaxed)
            counts.inside.subtract(1, ordering: .sequentiallyConsistent)
            admission.leave()
          }
        }
      }
    }
    #expect(counts.most.load(ordering: .relaxed) <= 3)
    #expect(counts.entered.load(ordering: .relaxed) == 4_000)
    #expect(admission.counts.waiting == 0)
  }
}
