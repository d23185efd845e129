// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Synchronization
import Testing

@Suite("The limit on calls in flight")
struct ConcurrencyLimiterTests {
  private func queuedCall(_ acquisition: ConcurrencyLimiter.Acquisition) throws -> QueuedCall {
    guard case .queued(let call) = acquisition else {
      throw BridgeError(code: .internal, message: "there was a permit, or no call is made")
    }
    return call
  }

  private func isDecided(_ call: QueuedCall) -> Bool { call.result != nil }

  @Test("as many calls as the limit get a permit, and one that is released can be acquired again")
  func limit() {
    let limiter = ConcurrencyLimiter(limit: 2)
    #expect(limiter.tryAcquire())
    #expect(limiter.tryAcquire())
    #expect(!limiter.tryAcquire())
    #expect(limiter.inFlight == 2)
    #expect(limiter.release() == nil)
    #expect(limiter.tryAcquire())
    #expect(!limiter.tryAcquire())
  }

  @Test("a call that would wait gets a permit if there is one")
  func noNeedToWait() {
    let limiter = ConcurrencyLimiter(limit: 1)
    guard case .acquired = limiter.acquire(orQueueUntil: .never) else {
      Issue.record("there was a permit")
      return
    }
    #expect(limiter.counts.waiting == 0)
    #expect(!limiter.tryAcquire())
  }

  @Test("a permit goes to the call that has waited longest, and no call overtakes it")
  func order() throws {
    let limiter = ConcurrencyLimiter(limit: 1)
    #expect(limiter.tryAcquire())
    let calls = try (0..<3).map { _ in try queuedCall(limiter.acquire(orQueueUntil: .never)) }
    #expect(limiter.counts.waiting == 3)
    for number in 1...3 {
      // None of their tasks has suspended, so none must be resumed.
      #expect(limiter.release() == nil)
      #expect(!limiter.tryAcquire())
      #expect(calls.map(isDecided) == (0..<3).map { $0 < number })
      try limiter.takeResult(of: calls[number - 1])
      #expect(limiter.counts.waiting == UInt64(3 - number))
    }
    _ = limiter.release()
    #expect(limiter.tryAcquire())
  }

  @Test("when the last waiting call is gone, any call can take a permit again", arguments: [true, false])
  func lastIsGone(byDeadline: Bool) throws {
    let limiter = ConcurrencyLimiter(limit: 1)
    #expect(limiter.tryAcquire())
    let call = try queuedCall(limiter.acquire(orQueueUntil: Deadline(nanoseconds: 10)))
    #expect(limiter.earliestDeadline == Deadline(nanoseconds: 10))
    if byDeadline {
      #expect(limiter.expire(at: Deadline(nanoseconds: 9)) { _ in } == Deadline(nanoseconds: 10))
      #expect(!isDecided(call))
      #expect(limiter.expire(at: Deadline(nanoseconds: 10)) { _ in } == .never)
    } else {
      #expect(limiter.cancel(call) == nil)
      #expect(limiter.cancel(call) == nil)
    }
    let error = #expect(throws: BridgeError.self) { try limiter.takeResult(of: call) }
    #expect(error?.code == (byDeadline ? .deadlineExceeded : .cancelled))
    #expect(limiter.counts.cancelled + limiter.counts.expired == 1)
    #expect(limiter.counts.waiting == 0)
    _ = limiter.release()
    #expect(limiter.tryAcquire())
  }

  @Test("a queued call that has its permit cannot be cancelled, and does not expire")
  func tooLate() throws {
    let limiter = ConcurrencyLimiter(limit: 1)
    #expect(limiter.tryAcquire())
    let call = try queuedCall(limiter.acquire(orQueueUntil: Deadline(nanoseconds: 10)))
    _ = limiter.release()
    #expect(limiter.cancel(call) == nil)
    #expect(limiter.expire(at: Deadline(nanoseconds: 20)) { _ in } == .never)
    try limiter.takeResult(of: call)
  }

  @Test("all waiting calls can be refused, temporarily or permanently", arguments: [true, false])
  func refusing(isFinal: Bool) throws {
    let limiter = ConcurrencyLimiter(limit: 1)
    #expect(limiter.tryAcquire())
    let waiting = try queuedCall(limiter.acquire(orQueueUntil: .never))
    limiter.refuseAll(.bridgeClosed, isFinal: isFinal) { _ in }
    let error = #expect(throws: BridgeError.self) { try limiter.takeResult(of: waiting) }
    #expect(error?.code == .unavailable)
    switch limiter.acquire(orQueueUntil: .never) {
    case .queued: #expect(!isFinal)
    case .refused(let error): #expect(isFinal && error.code == .unavailable)
    case .acquired: Issue.record("there was a permit")
    }
  }

  private final class Counts: Sendable {
    let inside = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    let entered = Atomic<Int>(0)
  }

  @Test("with many threads the limit is never exceeded, and every call gets its permit", .timeLimit(.minutes(1)))
  func manyThreads() async {
    let limiter = ConcurrencyLimiter(limit: 3)
    let counts = Counts()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500 {
            try? await limiter.acquire(waitingUntil: .never, onQueued: {})
            let inside = counts.inside.add(1, ordering: .sequentiallyConsistent).newValue
            counts.most.max(inside, ordering: .sequentiallyConsistent)
            counts.entered.add(1, ordering: .relaxed)
            counts.inside.subtract(1, ordering: .sequentiallyConsistent)
            limiter.release()?.waiter?.resume()
          }
        }
      }
    }
    #expect(counts.most.load(ordering: .relaxed) <= 3)
    #expect(counts.entered.load(ordering: .relaxed) == 4_000)
    #expect(limiter.counts.waiting == 0)
  }
}
