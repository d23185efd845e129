// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The deadline thread", .timeLimit(.minutes(1)))
struct DeadlineThreadTests {
  private final class OneDeadline: WatchedDeadlines {
    private let due = AtomicDeadline()
    private let handled: AsyncStream<Deadline>.Continuation

    init(_ due: Deadline, _ handled: AsyncStream<Deadline>.Continuation) {
      self.due.store(due)
      self.handled = handled
    }

    var nextDue: Deadline { due.load() }

    func setDue(_ deadline: Deadline) {
      due.store(deadline)
    }

    func handleDueWork(at now: Deadline) {
      setDue(.never)
      handled.yield(now)
    }
  }

  @Test("the thread handles a deadline when it is due and not before, even if it becomes due earlier")
  func due() async throws {
    let thread = DeadlineThread()
    #expect(thread.start())
    #expect(thread.start())
    let (moments, handled) = AsyncStream.makeStream(of: Deadline.self)
    let deadlines = OneDeadline(Deadline(after: .seconds(3600), from: .now), handled)
    thread.add(deadlines, for: ObjectIdentifier(deadlines))
    let due = Deadline(after: .milliseconds(20), from: .now)
    deadlines.setDue(due)
    thread.record(due)
    let moment = try #require(await moments.first { _ in true })
    #expect(moment >= due)
    thread.remove(ObjectIdentifier(deadlines))
  }

  @Test("the thread keeps a deadline even if another thread is suspended after recording an earlier one")
  func stoppedRecorder() async {
    let thread = DeadlineThread()
    #expect(thread.start())
    let (moments, handled) = AsyncStream.makeStream(of: Deadline.self)
    let deadlines = OneDeadline(.never, handled)
    thread.add(deadlines, for: ObjectIdentifier(deadlines))
    let (early, late) = (
      Deadline(after: .milliseconds(20), from: .now), Deadline(after: .milliseconds(60), from: .now)
    )
    deadlines.setDue(early)
    let stopped = StoppedThread(at: .deadlineRecorded) { thread.record(early) }
    await stopped.untilStopped()
    thread.record(late)
    #expect(await moments.first { _ in true } != nil)
    await stopped.goOn()
    thread.remove(ObjectIdentifier(deadlines))
  }

  @Test("removed deadlines are not handled")
  func removal() async throws {
    let thread = DeadlineThread()
    #expect(thread.start())
    let (moments, handled) = AsyncStream.makeStream(of: Deadline.self)
    do {
      let deadlines = OneDeadline(Deadline(after: .milliseconds(20), from: .now), handled)
      thread.add(deadlines, for: ObjectIdentifier(deadlines))
      thread.remove(ObjectIdentifier(deadlines))
    }
    let other = OneDeadline(Deadline(after: .milliseconds(60), from: .now), handled)
    thread.add(other, for: ObjectIdentifier(other))
    #expect(await moments.first { _ in true } != nil)
    thread.remove(ObjectIdentifier(other))
    handled.finish()
    #expect(await moments.first { _ in true } == nil)
  }
}
