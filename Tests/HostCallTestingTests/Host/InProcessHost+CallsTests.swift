// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("InProcessHost: received calls", .timeLimit(.minutes(1)))
struct InProcessHostCallsTests {
  private let host = InProcessHost()

  @Test("concurrent calls are all recorded, each with its own ID, and in order for each caller")
  func concurrent() async throws {
    try host.answer(Add.self) { $0.left + $0.right }
    try host.answer(Halve.self) { $0.value / 2 }
    await withTaskGroup { group in
      for caller in 0..<8 {
        group.addTask {
          for number in 0..<50 {
            let sum = try? await host.bridge.call(Add(left: caller, right: number))
            #expect(sum == caller + number)
            let half = try? await host.bridge.call(Halve(value: Double(number)))
            #expect(half == Double(number) / 2)
          }
        }
      }
    }
    let calls = try await host.calls(of: Add.self) { $0.count == 400 && $0.allSatisfy { !$0.answers.isEmpty } }
    #expect(calls.allSatisfy { $0.answers == [.accepted] && !$0.isCancelled })
    for caller in 0..<8 {
      let own = calls.filter { $0.request.left == caller }
      #expect(own.map(\.request.right) == Array(0..<50))
      #expect(own.map(\.callID) == own.map(\.callID).sorted())
    }
    #expect(host.calls(of: Halve.self).count == 400)
    #expect(Set(calls.map(\.callID) + host.calls(of: Halve.self).map(\.callID)).count == 800)
    await host.close()
  }

  @Test("calls are recorded regardless of how they end, with their arrival and the time that remained")
  func whatever() async throws {
    try host.neverAnswer(Add.self)
    let first = Task.immediate { try await host.bridge.call(Add(left: 1, right: 0), timeout: .seconds(5)) }
    await host.advance(by: .milliseconds(1500))
    try host.fail(Add.self, code: .unavailable, message: "gone")
    _ = try? await host.bridge.call(Add(left: 2, right: 0), timeout: .seconds(9))
    try host.answer(Add.self) { _ in 0 }
    _ = try await host.bridge.call(Add(left: 3, right: 0))
    let calls = host.calls(of: Add.self)
    #expect(calls.map(\.request.left) == [1, 2, 3])
    #expect(calls.map(\.callID) == [1, 2, 3])
    #expect(calls.map(\.arrival) == [.zero, .milliseconds(1500), .milliseconds(1500)])
    #expect(calls.map(\.remaining) == [.seconds(5), .seconds(9), nil])
    await host.close()
    _ = await first.result
  }

  @Test("cancelling the caller's task notifies the host, and cancels the task that answers")
  func cancelled() async throws {
    let (nothing, source) = AsyncStream.makeStream(of: Void.self)
    defer { source.finish() }
    let (cancellations, cancellation) = AsyncStream.makeStream(of: Bool.self)
    try host.answer(Add.self) { _ in
      // The stream has no elements, and ends when the task is cancelled.
      for await _ in nothing {}
      cancellation.yield(Task.isCancelled)
      return 0
    }
    let call = Task { try await host.bridge.call(Add(left: 1, right: 2)) }
    let before = try await host.received(1, of: Add.self)
    #expect(!before[0].isCancelled)
    call.cancel()
    let error = await #expect(throws: HostCallError<AddFailure>.self) { try await call.value }
    #expect(error?.code == .cancelled)
    try await host.calls(of: Add.self) { $0[0].isCancelled }
    #expect(await cancellations.first { _ in true } == true)
    // The task answers nevertheless.
    let after = try await host.calls(of: Add.self) { !$0[0].answers.isEmpty }
    #expect(after[0].answers == [.late])
    await host.close()
  }

  @Test("waiting for calls that have already arrived returns at once")
  func waitingForThePast() async throws {
    try host.answer(Add.self) { _ in 0 }
    _ = try await host.bridge.call(Add(left: 1, right: 2))
    #expect(try await host.received(1, of: Add.self).count == 1)
    #expect(try await host.received(0, of: Halve.self).isEmpty)
    await host.close()
  }

  @Test("a close ends the wait for calls with unavailable", arguments: [true, false])
  func closed(byItsBridge: Bool) async {
    let wait = Task.immediate { try await host.received(2, of: Add.self) }
    if byItsBridge { await host.bridge.close() } else { await host.close() }
    let error = await #expect(throws: HostCallError<Never>.self) { try await wait.value }
    #expect(error?.code == .unavailable)
    #expect(
      error?.message == "the host is closed, so no more calls can arrive; 0 calls of Add had arrived")
    #expect(error?.wireName == "add")
    let late = await #expect(throws: HostCallError<Never>.self) { try await host.received(1, of: Add.self) }
    #expect(late?.code == .unavailable)
  }

  @Test("a wait for calls can be cancelled, before it starts and while it lasts", arguments: [true, false])
  func waitCancelled(before: Bool) async {
    let wait = Task.immediate {
      if before { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      return try await host.received(1, of: Add.self)
    }
    wait.cancel()
    let error = await #expect(throws: HostCallError<Never>.self) { try await wait.value }
    #expect(error?.code == .cancelled)
    await host.close()
  }
}
