// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore
import HostCallTesting
import Testing

@Suite("Bridges on a virtual clock", .timeLimit(.minutes(1)))
struct VirtualClockTests {
  private let clock = VirtualClock()

  /// Creates a bridge on the clock, on which only deadlines are due unless there is a stale-call warning.
  private func bridge(
    limit: Int = 4096, staleCallWarning: Duration? = nil, onStaleCall: (@Sendable (StaleCall) -> Void)? = nil
  ) -> HostBridge {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = limit
    configuration.staleCallWarning = staleCallWarning
    return HostBridge(configuration: configuration, clock: .virtual(clock), onStaleCall: onStaleCall)
  }

  /// Makes a call on the current thread up to its suspension, so that its deadline is recorded and its host invoked.
  private func call(_ bridge: HostBridge, _ request: [UInt8] = [], timeout: Duration?) -> Task<
    [UInt8], any Error
  > {
    Task.immediate { try await bridge.callBytes("f", request, timeout: timeout) }
  }

  private func code(_ task: Task<[UInt8], any Error>) async -> HostCallCode? {
    await #expect(throws: BridgeError.self) { try await task.value }?.code
  }

  @Test("work of the system clock is never due on a virtual clock")
  func trim() async {
    let bridge = bridge()
    await closingAfterwards(bridge) {
      let host = RecordingHost(bridge)
      host.register("f")
      let calls = (0..<100).map { _ in call(bridge, timeout: nil) }
      // No machine has been running for this long, so this time is later than the system clock's.
      clock.advance(to: Deadline(nanoseconds: .max / 4))
      #expect(await bridge.settle() == .never)
      for call in calls { call.cancel() }
    }
  }

  @Test("a virtual clock stands still, only moves forward, and stops far before Deadline.never")
  func moving() {
    #expect(clock.now == Deadline(nanoseconds: 0))
    clock.advance(to: Deadline(nanoseconds: 5))
    clock.advance(to: Deadline(nanoseconds: 3))
    #expect(clock.now == Deadline(nanoseconds: 5))
    clock.advance(to: .never)
    #expect(clock.now == Deadline(nanoseconds: .max / 2))
  }

  @Test("a deadline passes exactly at its nanosecond")
  func exact() async {
    let bridge = bridge()
    await closingAfterwards(bridge) {
      let host = RecordingHost(bridge)
      host.register("f")
      let call = call(bridge, timeout: .seconds(2))
      clock.advance(to: Deadline(nanoseconds: 1_999_999_999))
      #expect(await bridge.settle() == Deadline(nanoseconds: 2_000_000_000))
      #expect(bridge.statistics.inFlight == 1)
      clock.advance(to: Deadline(nanoseconds: 2_000_000_000))
      #expect(await bridge.settle() == .never)
      #expect(bridge.statistics.expired == 1)
      #expect(host.record.cancelled == [1])
      #expect(await code(call) == .deadlineExceeded)
    }
  }

  @Test("deadlines a nanosecond apart pass one by one")
  func order() async {
    let bridge = bridge()
    await closingAfterwards(bridge) {
      let host = RecordingHost(bridge)
      host.register("f")
      let later = call(bridge, timeout: .nanoseconds(101))
      let sooner = call(bridge, timeout: .nanoseconds(100))
      #expect(await bridge.settle() == Deadline(nanoseconds: 100))
      clock.advance(to: Deadline(nanoseconds: 100))
      #expect(await bridge.settle() == Deadline(nanoseconds: 101))
      #expect(await code(sooner) == .deadlineExceeded)
      #expect(host.record.cancelled == [2])
      clock.advance(to: Deadline(nanoseconds: 101))
      #expect(await bridge.settle() == .never)
      #expect(host.record.cancelled == [2, 1])
      #expect(await code(later) == .deadlineExceeded)
    }
  }

  @Test("timeouts and remaining times are measured on the virtual clock")
  func remaining() async throws {
    let bridge = bridge()
    try await closingAfterwards(bridge) { () async throws in
      clock.advance(to: Deadline(nanoseconds: 1_000))
      let host = RecordingHost(bridge)
      host.register("f")
      let call = call(bridge, timeout: .nanoseconds(500))
      let untimed = self.call(bridge, timeout: nil)
      clock.advance(to: Deadline(nanoseconds: 1_200))
      var info = hostcall_call_info()
      info.size = MemoryLayout<hostcall_call_info>.size
      #expect(unsafe hostcall_get_call_info(bridge.cHandle, 1, &info) == HOSTCALL_OK)
      #expect(info.remaining_ns == 300)
      #expect(bridge.remaining(of: 1) == .nanoseconds(300))
      #expect(unsafe hostcall_get_call_info(bridge.cHandle, 2, &info) == HOSTCALL_OK)
      #expect(info.remaining_ns == .max)
      #expect(bridge.remaining(of: 2) == nil)
      host.complete(1)
      host.complete(2)
      _ = try await (call.value, untimed.value)
    }
  }

  @Test("a handler in Swift receives the remaining time on the virtual clock")
  func handlerRemaining() async throws {
    let bridge = bridge()
    try await closingAfterwards(bridge) { () async throws in
      clock.advance(to: Deadline(nanoseconds: 77))
      try bridge.handleBytes("f") { request in
        .response(request.remaining == .milliseconds(3) ? [1] : [0])
      }
      #expect(try await bridge.callBytes("f", [], timeout: .milliseconds(3)) == [1])
    }
  }

  @Test("a call that waits for a permit expires on the virtual clock")
  func waiting() async throws {
    let bridge = bridge(limit: 1)
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      let first = call(bridge, [1], timeout: nil)
      let second = call(bridge, [2], timeout: .seconds(1))
      #expect(bridge.statistics.waiting == 1)
      clock.advance(to: Deadline(nanoseconds: 999_999_999))
      #expect(await bridge.settle() == Deadline(nanoseconds: 1_000_000_000))
      #expect(bridge.statistics.waiting == 1)
      clock.advance(to: Deadline(nanoseconds: 1_000_000_000))
      _ = await bridge.settle()
      #expect(await code(second) == .deadlineExceeded)
      #expect(host.record.requests == [[1]])
      host.complete(1)
      _ = try await first.value
    }
  }

  @Test("a task that prefers the bridge's executor can call settle()")
  func settledOnExecutor() async {
    let bridge = bridge()
    await closingAfterwards(bridge) {
      let host = RecordingHost(bridge)
      host.register("f")
      let call = call(bridge, timeout: .seconds(1))
      clock.advance(to: Deadline(nanoseconds: clock.now.nanoseconds + 2_000_000_000))
      #expect(await Task(executorPreference: bridge.executor) { await bridge.settle() }.value == .never)
      #expect(await code(call) == .deadlineExceeded)
    }
  }

  @Test("settle() returns after tasks that prefer the executor have run as far as they can")
  func executorTasks() async {
    let bridge = bridge()
    await closingAfterwards(bridge) {
      let host = RecordingHost(bridge)
      host.register("f")
      let call = Task(executorPreference: bridge.executor) { try await bridge.callBytes("f", [], timeout: .seconds(1)) }
      #expect(await bridge.settle() == Deadline(nanoseconds: 1_000_000_000))
      #expect(host.record.invoked == [1])
      clock.advance(to: Deadline(nanoseconds: 1_000_000_000))
      _ = await bridge.settle()
      #expect(await code(call) == .deadlineExceeded)
    }
  }

  @Test("a stale call is reported at the virtual clock's time, and then nothing more is due")
  func staleCalls() async throws {
    let (reports, reporter) = AsyncStream.makeStream(of: StaleCall.self)
    let bridge = bridge(staleCallWarning: .seconds(60)) { reporter.yield($0) }
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      #expect(await bridge.settle() == .never)
      let call = call(bridge, timeout: nil)
      var next = await bridge.settle()
      while next != .never {
        #expect(next <= Deadline(nanoseconds: 75_000_000_000))
        clock.advance(to: next)
        next = await bridge.settle()
      }
      #expect(clock.now >= Deadline(nanoseconds: 60_000_000_000))
      let report = await reports.first { _ in true }
      #expect(report?.callID == 1)
      #expect(report?.age == .seconds(60))
      host.complete(1)
      _ = try await call.value
    }
  }

  @Test("a close ends settle() and calls the clock's onEnd once")
  func closing() async {
    let ends = Guarded(0)
    let clock = VirtualClock { ends.withLock { $0 += 1 } }
    let bridge = HostBridge(configuration: HostBridgeConfiguration(), clock: .virtual(clock))
    let settled = (0..<100).map { _ in Task { await bridge.settle() } }
    await bridge.close()
    for task in settled { _ = await task.value }
    #expect(ends.withLock { $0 } == 1)
    #expect(await bridge.settle() == .never)
  }

  @Test("settle() returns at once on the system clock")
  func system() async {
    await withBridge { bridge in
      #expect(await bridge.settle() == .never)
    }
  }

  @Test("a second answer is refused, and the first is delivered")
  func answeredTwice() async throws {
    let bridge = bridge()
    let host = RecordingHost(bridge)
    host.register("f")
    let call = call(bridge, timeout: nil)
    #expect(bridge.completeAsHost(1, .response([1])) == .ok)
    #expect(bridge.completeAsHost(1, .response([2])) == .unknownCall)
    #expect(try await call.value == [1])
    await bridge.close()
    #expect(bridge.completeAsHost(1, .response([3])) == .closed)
  }
}
