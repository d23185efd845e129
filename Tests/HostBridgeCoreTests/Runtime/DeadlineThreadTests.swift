// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Synchronization
import Testing

@Suite("The deadline thread", .timeLimit(.minutes(1)))
struct DeadlineThreadTests {
  private final class Target: DeadlineTarget {
    private let due: Atomic<Int64>
    private let tended: AsyncStream<Deadline>.Continuation

    init(_ due: Deadline, _ tended: AsyncStream<Deadline>.Continuation) {
      self.due = Atomic(due.nanoseconds)
      self.tended = tended
    }

    var nextDue: Deadline { Deadline(nanoseconds: due.load(ordering: .sequentiallyConsistent)) }

    func setDue(_ deadline: Deadline) {
      due.store(deadline.nanoseconds, ordering: .sequentiallyConsistent)
    }

    func handleDueWork(at now: Deadline) {
      setDue(.never)
      tended.yield(now)
    }
  }

  @Test("the thread tends a target when it is due and not before, even if it becomes due earlier")
  func due() async throws {
    let thread = DeadlineThread()
    #expect(thread.start())
    #expect(thread.start())
    let (moments, tended) = AsyncStream.makeStream(of: Deadline.self)
    let target = Target(Deadline(after: .seconds(3600), from: .now), tended)
    thread.add(target, for: ObjectIdentifier(target))
    let due = Deadline(after: .milliseconds(20), from: .now)
    target.setDue(due)
    thread.record(due)
    let moment = try #require(await moments.first { _ in true })
    #expect(moment >= due)
    thread.remove(ObjectIdentifier(target))
  }

  @Test("the thread keeps a deadline even if another thread is suspended after recording an earlier one")
  func stoppedRecorder() async {
    let thread = DeadlineThread()
    #expect(thread.start())
    let (moments, tended) = AsyncStream.makeStream(of: Deadline.self)
    let target = Target(.never, tended)
    thread.add(target, for: ObjectIdentifier(target))
    let (early, late) = (
      Deadline(after: .milliseconds(20), from: .now), Deadline(after: .milliseconds(60), from: .now)
    )
    target.setDue(early)
    let stopped = StoppedThread(at: .deadlineRecorded) { thread.record(early) }
    await stopped.untilStopped()
    thread.record(late)
    #expect(await moments.first { _ in true } != nil)
    await stopped.goOn()
    thread.remove(ObjectIdentifier(target))
  }

  @Test("a removed target is not called")
  func removal() async throws {
    let thread = DeadlineThread()
    #expect(thread.start())
    let (moments, tended) = AsyncStream.makeStream(of: Deadline.self)
    do {
      let target = Target(Deadline(after: .milliseconds(20), from: .now), tended)
      thread.add(target, for: ObjectIdentifier(target))
      thread.remove(ObjectIdentifier(target))
    }
    let other = Target(Deadline(after: .milliseconds(60), from: .now), tended)
    thread.add(other, for: ObjectIdentifier(other))
    #expect(await moments.first { _ in true } != nil)
    thread.remove(ObjectIdentifier(other))
    tended.finish()
    #expect(await moments.first { _ in true } == nil)
  }
}
