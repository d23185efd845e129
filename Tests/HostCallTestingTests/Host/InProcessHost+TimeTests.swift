// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("InProcessHost: time", .timeLimit(.minutes(1)))
struct InProcessHostTimeTests {
  private let host = InProcessHost()

  /// Starts a call, and runs it on this thread until it suspends.
  private func call(_ left: Int = 0, timeout: Duration? = nil) -> Task<Int, any Error> {
    Task.immediate { try await host.bridge.call(Add(left: left, right: 0), timeout: timeout) }
  }

  private func code(_ task: Task<Int, any Error>) async -> HostCallCode? {
    await #expect(throws: HostCallError<AddFailure>.self) { try await task.value }?.code
  }

  @Test("the clock stands still until it is advanced, and then moves by exactly the duration")
  func elapsed() async {
    #expect(host.elapsed == .zero)
    await host.advance(by: .nanoseconds(1))
    await host.advance(by: .seconds(3))
    await host.advance(by: .zero)
    await host.advance(by: .seconds(-7))
    #expect(host.elapsed == .seconds(3) + .nanoseconds(1))
    await host.advance(by: .seconds(Int64.max))
    #expect(host.elapsed == .nanoseconds(Int64.max / 2))
    await host.close()
  }

  @Test("concurrent advances add up")
  func concurrentMoves() async {
    await withTaskGroup { group in
      for _ in 0..<20 { group.addTask { await host.advance(by: .milliseconds(5)) } }
    }
    #expect(host.elapsed == .milliseconds(100))
    await host.close()
  }

  @Test("a deadline passes when it is reached, and not a nanosecond before")
  func deadline() async throws {
    try host.neverAnswer(Add.self)
    let call = Task { try await host.bridge.call(Add(left: 1, right: 2), timeout: .seconds(2)) }
    try await host.received(1, of: Add.self)
    await host.advance(by: .seconds(2) - .nanoseconds(1))
    #expect(host.bridge.statistics.inFlight == 1)
    await host.advance(by: .nanoseconds(1))
    #expect(await code(call) == .deadlineExceeded)
    try await host.calls(of: Add.self) { $0[0].isCancelled }
    await host.close()
  }

  @Test("deadlines pass in order")
  func deadlines() async throws {
    try host.neverAnswer(Add.self)
    let (later, sooner) = (call(1, timeout: .seconds(3)), call(2, timeout: .seconds(2)))
    await host.advance(by: .seconds(2))
    #expect(await code(sooner) == .deadlineExceeded)
    #expect(host.bridge.statistics.inFlight == 1)
    #expect(host.calls(of: Add.self).map(\.isCancelled) == [false, true])
    await host.advance(by: .seconds(1))
    #expect(await code(later) == .deadlineExceeded)
    await host.close()
  }

  @Test("a delayed answer before the deadline is delivered in the nanosecond in which it is due")
  func delayed() async throws {
    try host.answer(Add.self, .delayed(by: .seconds(3))) { _ in 42 }
    let call = call(timeout: .seconds(4))
    await host.advance(by: .seconds(3) - .nanoseconds(1))
    #expect(host.calls(of: Add.self).map(\.answers) == [[]])
    await host.advance(by: .nanoseconds(1))
    #expect(host.calls(of: Add.self).map(\.answers) == [[.accepted]])
    #expect(try await call.value == 42)
    await host.close()
  }

  @Test("a delayed answer at or after the deadline is late", arguments: [0, 1] as [Int64])
  func delayedTooLong(by nanoseconds: Int64) async throws {
    try host.answer(Add.self, .delayed(by: .seconds(2) + .nanoseconds(nanoseconds))) { _ in 42 }
    let call = call(timeout: .seconds(2))
    await host.advance(by: .seconds(5))
    #expect(await code(call) == .deadlineExceeded)
    #expect(host.calls(of: Add.self).map(\.answers) == [[.late]])
    #expect(host.bridge.statistics.late == 1)
    await host.close()
  }

  @Test("delayed answers are delivered in order of their due times, and for equal times in order of their calls")
  func orderOfAnswers() async throws {
    let order = Guarded<[Int]>([])
    var tasks: [Task<Void, any Error>] = []
    for (number, delay) in zip(1..., [3, 1, 3, 2]) {
      try host.answer(Add.self, .delayed(by: .seconds(delay))) { $0.left }
      // The executor runs tasks in the order in which their answers arrived.
      let task = Task(executorPreference: host.bridge.executor) {
        let answer = try await host.bridge.call(Add(left: number, right: 0))
        order.withLock { $0.append(answer) }
      }
      tasks.append(task)
      try await host.received(number, of: Add.self)
    }
    await host.advance(by: .seconds(3))
    for task in tasks { try await task.value }
    #expect(order.withLock { $0 } == [2, 4, 1, 3])
    await host.close()
  }

  @Test("failures, bytes and answers from other threads can be delayed and repeated too")
  func otherDelays() async throws {
    try host.fail(Add.self, .delayed(by: .seconds(1)), with: AddFailure(reason: "slow"))
    let failing = call()
    try host.fail(Add.self, .delayed(by: .seconds(2)).twice, code: .aborted, message: "")
    let aborted = call()
    try host.answer(Add.self, .fromAnotherThread.delayed(by: .seconds(3)).twice, bytes: [7])
    let answered = call()
    await host.advance(by: .seconds(3))
    #expect(host.calls(of: Add.self).map(\.answers) == [[.accepted], [.accepted, .late], [.accepted, .late]])
    #expect(await code(failing) == .failed)
    #expect(await code(aborted) == .aborted)
    #expect(try await answered.value == 7)
    await host.close()
  }

  @Test("the clock waits for a delayed answer that is due and still being computed")
  func slowBody() async throws {
    let (steps, step) = AsyncStream.makeStream(of: Int.self)
    try host.answer(Add.self, .delayed(by: .seconds(1))) { _ in await steps.first { _ in true } ?? 0 }
    let call = call(timeout: .seconds(2))
    let advance = Task.immediate { await host.advance(by: .seconds(10)) }
    step.yield(5)
    await advance.value
    #expect(try await call.value == 5)
    #expect(host.elapsed == .seconds(10))
    await host.close()
  }

  @Test("a cancelled advance stops where it waits, and the next one continues from there")
  func cancelledMove() async throws {
    let (steps, step) = AsyncStream.makeStream(of: Int.self)
    try host.answer(Add.self, .delayed(by: .seconds(1))) { _ in await steps.first { _ in true } ?? 0 }
    let call = call()
    try await host.received(1, of: Add.self)
    let advance = Task.immediate { await host.advance(by: .seconds(10)) }
    // The second advance waits for the first, which waits for an answer; both are cancelled.
    let next = Task.immediate { await host.advance(by: .seconds(10)) }
    next.cancel()
    await next.value
    advance.cancel()
    await advance.value
    #expect(host.elapsed <= .seconds(1))
    step.yield(6)
    await host.advance(by: .seconds(1))
    #expect(try await call.value == 6)
    await host.close()
  }

  @Test("a close ends an advance that waits")
  func closedMove() async throws {
    let (steps, step) = AsyncStream.makeStream(of: Int.self)
    try host.answer(Add.self, .delayed(by: .seconds(1))) { _ in
      await Task { await steps.first { _ in true } ?? 0 }.value
    }
    let call = call()
    let advance = Task.immediate { await host.advance(by: .seconds(10)) }
    await host.close()
    await advance.value
    #expect(await code(call) == .unavailable)
    step.finish()
  }

  @Test("one deadline applies to all calls of a batch, and answered calls keep their answers")
  func batch() async throws {
    try host.answer(Add.self, .delayed(by: .seconds(1))) { $0.left }
    let all = Task.immediate {
      await host.bridge.callEach([1, 2].map { Add(left: $0, right: 0) }, timeout: .seconds(2))
    }
    await host.advance(by: .seconds(2))
    #expect(try await all.value.map { try $0.get() } == [1, 2])
    try host.neverAnswer(Add.self)
    let none = Task.immediate {
      await host.bridge.callEach([3, 4].map { Add(left: $0, right: 0) }, timeout: .seconds(2))
    }
    await host.advance(by: .seconds(2))
    for result in await none.value {
      let error = #expect(throws: HostCallError<AddFailure>.self) { try result.get() }
      #expect(error?.code == .deadlineExceeded)
    }
    await host.close()
  }

  @Test("a call that waits for a permit can expire, and the host never receives it")
  func waitingForATurn() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1
    let host = InProcessHost(configuration: configuration)
    try host.neverAnswer(Add.self)
    let first = Task.immediate { try await host.bridge.call(Add(left: 1, right: 0)) }
    let second = Task.immediate { try await host.bridge.call(Add(left: 2, right: 0), timeout: .seconds(1)) }
    #expect(host.bridge.statistics.waiting == 1)
    await host.advance(by: .seconds(1))
    #expect(await code(second) == .deadlineExceeded)
    #expect(host.requests(of: Add.self).map(\.left) == [1])
    await host.close()
    #expect(await code(first) == .unavailable)
  }

  @Test("a handler of the bridge sees the remaining time on the host's clock")
  func remaining() async throws {
    await host.advance(by: .seconds(100))
    try host.bridge.handle(Add.self) { _, context in context.remaining == .milliseconds(250) ? 1 : 0 }
    #expect(try await host.bridge.call(Add(left: 0, right: 0), timeout: .milliseconds(250)) == 1)
    await host.close()
  }

  @Test("an advance by years with a pending call returns at once")
  func years() async throws {
    let host = InProcessHost { _ in }
    try host.neverAnswer(Add.self)
    let call = Task.immediate { try await host.bridge.call(Add(left: 0, right: 0), timeout: .seconds(1 << 32)) }
    await host.advance(by: .seconds(1 << 32))
    #expect(await code(call) == .deadlineExceeded)
    await host.close()
  }

  @Test("a test can wait for a caller's second attempt, and let that one's deadline pass")
  func tryingAgain() async throws {
    try host.neverAnswer(Add.self)
    let call = Task {
      do {
        return try await host.bridge.call(Add(left: 1, right: 0), timeout: .seconds(1))
      } catch {
        return try await host.bridge.call(Add(left: 2, right: 0), timeout: .seconds(5))
      }
    }
    try await host.received(1, of: Add.self)
    await host.advance(by: .seconds(1))
    let calls = try await host.received(2, of: Add.self)
    #expect(calls.map(\.arrival) == [.zero, .seconds(1)])
    await host.advance(by: .seconds(5))
    #expect(await code(call) == .deadlineExceeded)
    await host.close()
  }
}
