@testable import HostBridgeCore
import Synchronization
import Testing

@Suite("The limit on calls in flight")
struct ConcurrencyLimiterTests {
  private func turn(_ entry: ConcurrencyLimiter.Entry) throws -> Turn {
    guard case .turn(let turn) = entry else {
      throw BridgeError(code: .internal, message: "there was a place, or no call is made")
    }
    return turn
  }

  private func isDecided(_ turn: Turn) -> Bool { turn.result != nil }

  @Test("as many calls as the limit enter, and a place that is given back can be taken again")
  func limit() {
    let limiter = ConcurrencyLimiter(limit: 2)
    #expect(limiter.enter())
    #expect(limiter.enter())
    #expect(!limiter.enter())
    #expect(limiter.inFlight == 2)
    #expect(limiter.leave() == nil)
    #expect(limiter.enter())
    #expect(!limiter.enter())
  }

  @Test("a call that would wait gets a place if there is one")
  func noNeedToWait() {
    let limiter = ConcurrencyLimiter(limit: 1)
    guard case .place = limiter.enter(orWaitUntil: .never) else {
      Issue.record("there was a place")
      return
    }
    #expect(limiter.counts.waiting == 0)
    #expect(!limiter.enter())
  }

  @Test("a place goes to the oldest waiting turn, and no call overtakes it")
  func order() throws {
    let limiter = ConcurrencyLimiter(limit: 1)
    #expect(limiter.enter())
    let turns = try (0..<3).map { _ in try turn(limiter.enter(orWaitUntil: .never)) }
    #expect(limiter.counts.waiting == 3)
    for number in 1...3 {
      // None of their tasks has suspended, so none must be resumed.
      #expect(limiter.leave() == nil)
      #expect(!limiter.enter())
      #expect(turns.map(isDecided) == (0..<3).map { $0 < number })
      try limiter.take(turns[number - 1])
      #expect(limiter.counts.waiting == UInt64(3 - number))
    }
    _ = limiter.leave()
    #expect(limiter.enter())
  }

  @Test("when the last waiting turn is gone, any call can take a place again", arguments: [true, false])
  func lastIsGone(byDeadline: Bool) throws {
    let limiter = ConcurrencyLimiter(limit: 1)
    #expect(limiter.enter())
    let turn = try turn(limiter.enter(orWaitUntil: Deadline(nanoseconds: 10)))
    #expect(limiter.earliestDeadline == Deadline(nanoseconds: 10))
    if byDeadline {
      #expect(limiter.expire(at: Deadline(nanoseconds: 9)) { _ in } == Deadline(nanoseconds: 10))
      #expect(!isDecided(turn))
      #expect(limiter.expire(at: Deadline(nanoseconds: 10)) { _ in } == .never)
    } else {
      #expect(limiter.cancel(turn) == nil)
      #expect(limiter.cancel(turn) == nil)
    }
    let error = #expect(throws: BridgeError.self) { try limiter.take(turn) }
    #expect(error?.code == (byDeadline ? .deadlineExceeded : .cancelled))
    #expect(limiter.counts.cancelled + limiter.counts.expired == 1)
    #expect(limiter.counts.waiting == 0)
    _ = limiter.leave()
    #expect(limiter.enter())
  }

  @Test("a turn that has its place cannot be cancelled, and does not expire")
  func tooLate() throws {
    let limiter = ConcurrencyLimiter(limit: 1)
    #expect(limiter.enter())
    let turn = try turn(limiter.enter(orWaitUntil: Deadline(nanoseconds: 10)))
    _ = limiter.leave()
    #expect(limiter.cancel(turn) == nil)
    #expect(limiter.expire(at: Deadline(nanoseconds: 20)) { _ in } == .never)
    try limiter.take(turn)
  }

  @Test("all waiting turns can be refused, temporarily or permanently", arguments: [true, false])
  func refusing(isFinal: Bool) throws {
    let limiter = ConcurrencyLimiter(limit: 1)
    #expect(limiter.enter())
    let waiting = try turn(limiter.enter(orWaitUntil: .never))
    limiter.refuseAll(.bridgeClosed, isFinal: isFinal) { _ in }
    let error = #expect(throws: BridgeError.self) { try limiter.take(waiting) }
    #expect(error?.code == .unavailable)
    switch limiter.enter(orWaitUntil: .never) {
    case .turn: #expect(!isFinal)
    case .refused(let error): #expect(isFinal && error.code == .unavailable)
    case .place: Issue.record("there was a place")
    }
  }

  private final class Counts: Sendable {
    let inside = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    let entered = Atomic<Int>(0)
  }

  @Test("with many threads the limit is never exceeded, and every turn gets its place", .timeLimit(.minutes(1)))
  func manyThreads() async {
    let limiter = ConcurrencyLimiter(limit: 3)
    let counts = Counts()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500 {
            try? await limiter.enter(waitingUntil: .never, note: {})
            let inside = counts.inside.add(1, ordering: .sequentiallyConsistent).newValue
            counts.most.max(inside, ordering: .sequentiallyConsistent)
            counts.entered.add(1, ordering: .relaxed)
            counts.inside.subtract(1, ordering: .sequentiallyConsistent)
            limiter.leave()?.waiter?.resume()
          }
        }
      }
    }
    #expect(counts.most.load(ordering: .relaxed) <= 3)
    #expect(counts.entered.load(ordering: .relaxed) == 4_000)
    #expect(limiter.counts.waiting == 0)
  }
}
