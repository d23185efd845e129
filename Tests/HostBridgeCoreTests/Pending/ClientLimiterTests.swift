// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The limit on a client's calls", .timeLimit(.minutes(1)))
struct ClientLimiterTests {
  private let limiter = ClientLimiter(limit: 1, waits: true)

  /// Waits until the given number of calls wait.
  private func untilWaiting(_ count: Int) async {
    while limiter.waiting != count, !Task.isCancelled { await Task.yield() }
  }

  @Test("calls in flight are limited, and further calls are refused if they must not wait")
  func refusal() async throws {
    let limiter = ClientLimiter(limit: 2, waits: false)
    try await limiter.acquire(waitingUntil: .never)
    try await limiter.acquire(waitingUntil: .never)
    let error = await #expect(throws: BridgeError.self) { try await limiter.acquire(waitingUntil: .never) }
    #expect(error?.code == .resourceExhausted && limiter.waiting == 0)
    limiter.release()
    try await limiter.acquire(waitingUntil: .never)
  }

  @Test("a client can be freed by its last call while the deadline thread accesses it")
  func lastOwner() async throws {
    for _ in 0..<200 {
      let client = ClientLimiter(limit: 1, waits: true)
      try await client.acquire(waitingUntil: .never)
      for _ in 0..<2 {
        Task { try? await client.acquire(waitingUntil: Deadline(after: .milliseconds(2), from: .now)) }
      }
    }
    // The deadline thread still runs, since it expires this call.
    try await limiter.acquire(waitingUntil: .never)
    await #expect(throws: BridgeError.self) {
      try await limiter.acquire(waitingUntil: Deadline(after: .milliseconds(20), from: .now))
    }
  }

  @Test("waiting calls get permits in order")
  func order() async throws {
    try await limiter.acquire(waitingUntil: .never)
    let came = Guarded<[Int]>([])
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addTask { [limiter] in
          try? await limiter.acquire(waitingUntil: .never)
          came.withLock { $0.append(number) }
          limiter.release()
        }
        await untilWaiting(number + 1)
      }
      limiter.release()
    }
    #expect(came.withLock { $0 } == [0, 1, 2, 3, 4])
  }

  @Test(
    "a call cancelled before or during its wait ends, and leaves its permit to others")
  func cancellation() async throws {
    try await limiter.acquire(waitingUntil: .never)
    let waits = Task { [limiter] in try await limiter.acquire(waitingUntil: .never) }
    await untilWaiting(1)
    let isCancelledBefore = Task { [limiter] in
      while !Task.isCancelled { await Task.yield() }
      try await limiter.acquire(waitingUntil: .never)
    }
    isCancelledBefore.cancel()
    let error = await #expect(throws: BridgeError.self) { try await isCancelledBefore.value }
    #expect(error?.code == .cancelled && limiter.waiting == 1)
    waits.cancel()
    let result = await waits.result
    #expect(throws: BridgeError.self) { try result.get() }
    #expect(limiter.waiting == 0)
    limiter.release()
    try await limiter.acquire(waitingUntil: .never)
  }

  @Test("a call waits until its deadline at most, even if that has passed")
  func deadline() async throws {
    try await limiter.acquire(waitingUntil: .never)
    for timeout in [Duration.milliseconds(20), .zero, .seconds(-1)] {
      let error = await #expect(throws: BridgeError.self) {
        try await limiter.acquire(waitingUntil: Deadline(after: timeout, from: .now))
      }
      #expect(error?.code == .deadlineExceeded && limiter.waiting == 0)
    }
    limiter.release()
    try await limiter.acquire(waitingUntil: Deadline(after: .seconds(-1), from: .now))
  }

  @Test("with random cancellations, the limit is never exceeded and no permit is lost")
  func storm() async throws {
    let limiter = ClientLimiter(limit: 3, waits: true)
    let inside = Guarded((now: 0, most: 0))
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<3000 {
        group.addTask {
          let deadline = number % 3 == 0 ? Deadline(after: .microseconds(number), from: .now) : .never
          let call = Task {
            try await limiter.acquire(waitingUntil: deadline)
            inside.withLock { inside in
              inside.now += 1
              inside.most = max(inside.most, inside.now)
            }
            await Task.yield()
            inside.withLock { $0.now -= 1 }
            limiter.release()
          }
          if number % 5 == 0 { call.cancel() }
          _ = await call.result
        }
      }
    }
    #expect(inside.withLock { $0 } == (now: 0, most: 3) && limiter.waiting == 0)
    for _ in 0..<3 { try await limiter.acquire(waitingUntil: Deadline(after: .seconds(10), from: .now)) }
    await #expect(throws: BridgeError.self) {
      try await limiter.acquire(waitingUntil: Deadline(after: .zero, from: .now))
    }
  }
}
