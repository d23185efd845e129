import HostBridgeCore
@testable import HostCall
import Testing

@Suite("How many calls of a client are in flight", .timeLimit(.minutes(1)))
struct CallGateTests {
  private let gate = CallGate(limit: 1, waits: true)

  /// Waits until so many wait at the gate.
  private func untilWaiting(_ count: Int) async {
    while gate.waiting != count { await Task.yield() }
  }

  @Test("are as many as there are places; one too many is refused where none may wait")
  func refusal() async throws {
    let gate = CallGate(limit: 2, waits: false)
    try await gate.enter(.never)
    try await gate.enter(.never)
    let error = await #expect(throws: BridgeError.self) { try await gate.enter(.never) }
    #expect(error?.code == .resourceExhausted && gate.waiting == 0)
    gate.leave()
    try await gate.enter(.never)
  }

  @Test("come in the order in which they waited")
  func order() async throws {
    try await gate.enter(.never)
    let came = Guarded<[Int]>([])
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addTask { [gate] in
          try? await gate.enter(.never)
          came.withLock { $0.append(number) }
          gate.leave()
        }
        await untilWaiting(number + 1)
      }
      gate.leave()
    }
    #expect(came.withLock { $0 } == [0, 1, 2, 3, 4])
  }

  @Test(
    "wait no longer when their task is cancelled, before they wait or while they do, and leave their place to others")
  func cancellation() async throws {
    try await gate.enter(.never)
    let waits = Task { [gate] in try await gate.enter(.never) }
    await untilWaiting(1)
    let isCancelledBefore = Task { [gate] in
      while !Task.isCancelled { await Task.yield() }
      try await gate.enter(.never)
    }
    isCancelledBefore.cancel()
    let error = await #expect(throws: BridgeError.self) { try await isCancelledBefore.value }
    #expect(error?.code == .cancelled && gate.waiting == 1)
    waits.cancel()
    let result = await waits.result
    #expect(throws: BridgeError.self) { try result.get() }
    #expect(gate.waiting == 0)
    gate.leave()
    try await gate.enter(.never)
  }

  @Test("wait no longer than until their deadline, also one that has passed")
  func deadline() async throws {
    try await gate.enter(.never)
    for timeout in [Duration.milliseconds(20), .zero, .seconds(-1)] {
      let error = await #expect(throws: BridgeError.self) { try await gate.enter(Deadline(after: timeout, from: .now)) }
      #expect(error?.code == .deadlineExceeded && gate.waiting == 0)
    }
    gate.leave()
    try await gate.enter(Deadline(after: .seconds(-1), from: .now))
  }

  @Test("are never more than there are places, and lose none, whoever gives up when")
  func storm() async throws {
    let gate = CallGate(limit: 3, waits: true)
    let inside = Guarded((now: 0, most: 0))
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<3000 {
        group.addTask {
          let deadline = number % 3 == 0 ? Deadline(after: .microseconds(number), from: .now) : .never
          let call = Task {
            try await gate.enter(deadline)
            inside.withLock { inside in
              inside.now += 1
              inside.most = max(inside.most, inside.now)
            }
            await Task.yield()
            inside.withLock { $0.now -= 1 }
            gate.leave()
          }
          if number % 5 == 0 { call.cancel() }
          _ = await call.result
        }
      }
    }
    #expect(inside.withLock { $0 } == (now: 0, most: 3) && gate.waiting == 0)
    for _ in 0..<3 { try await gate.enter(Deadline(after: .seconds(10), from: .now)) }
    await #expect(throws: BridgeError.self) { try await gate.enter(Deadline(after: .zero, from: .now)) }
  }
}
