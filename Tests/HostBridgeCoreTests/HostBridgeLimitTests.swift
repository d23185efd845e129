// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import HostCallTesting
import Testing

@Suite("Calls over the limit on calls in flight", .timeLimit(.minutes(1)))
struct HostBridgeLimitTests {
  private func bridge(
    _ limit: Int, _ policy: HostBridgeConfiguration.OverloadPolicy = .wait, on clock: BridgeClock = .system
  ) -> HostBridge {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = limit
    configuration.overloadPolicy = policy
    return HostBridge(configuration: configuration, clock: clock)
  }

  private func waits(_ bridge: HostBridge, for count: UInt64) async -> Bool {
    for _ in 0..<10_000 {
      if bridge.statistics.waiting == count { return true }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return false
  }

  private func expectSum(_ bridge: HostBridge, location: SourceLocation = #_sourceLocation) {
    let counts = bridge.statistics
    let sum = counts.answered + counts.failed + counts.cancelled + counts.expired + counts.inFlight + counts.waiting
    #expect(counts.made == sum, sourceLocation: location)
  }

  @Test("calls wait for a permit in order, and the host never has more than the limit")
  func order() async throws {
    let bridge = bridge(2)
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      var tasks: [Task<[UInt8], any Error>] = []
      for number in 0..<6 as Range<UInt8> {
        tasks.append(Task { try await bridge.callBytes("f", [number]) })
        // The calls start one after another, so that their order is known.
        if number < 2 {
          #expect(await host.wait { $0.invoked.count == Int(number) + 1 })
        } else {
          #expect(await waits(bridge, for: UInt64(number) - 1))
        }
      }
      #expect(host.record.invoked == [1, 2])
      #expect(bridge.statistics.inFlight == 2)
      expectSum(bridge)
      for id in 1...6 as ClosedRange<UInt64> {
        #expect(host.complete(id, HOSTCALL_REPLY_OK, [UInt8(id)]) == HOSTCALL_OK)
        let next = min(Int(id) + 2, 6)
        #expect(await host.wait { $0.invoked.count == next })
      }
      #expect(host.record.requests == [[0], [1], [2], [3], [4], [5]])
      for (number, task) in tasks.enumerated() { #expect(try await task.value == [UInt8(number + 1)]) }
      #expect(bridge.statistics.answered == 6)
      expectSum(bridge)
    }
  }

  @Test("a batch releases each permit when its call is answered")
  func batch() async throws {
    let bridge = bridge(8)
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      let all = Task {
        let target = bridge.storage.target(
          named: NamedCall(try WireName(checking: "f")), CallEncodings(request: .cbor, response: .cbor))
        let batch = CallBatch(bridge.storage, .never)
        for _ in 0..<8 { #expect(unsafe batch.begin(target, UnsafeRawBufferPointer(start: nil, count: 0))) }
        await batch.wait()
        return batch.count
      }
      #expect(await host.wait { $0.invoked.count == 8 })
      let other = Task { try await bridge.callBytes("f", []) }
      #expect(await waits(bridge, for: 1))
      for id in 1...7 as ClosedRange<UInt64> { #expect(host.complete(id) == HOSTCALL_OK) }
      #expect(await host.wait { $0.invoked.count == 9 })
      #expect(host.complete(9, HOSTCALL_REPLY_OK, [7]) == HOSTCALL_OK)
      #expect(try await other.value == [7])
      #expect(bridge.statistics.inFlight == 1)
      #expect(host.complete(8) == HOSTCALL_OK)
      #expect(try await all.value == 8)
    }
  }

  @Test("a decided call has released its permit, even if its caller's executor is busy")
  func busyCaller() async throws {
    let bridge = bridge(1)
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      let executor = HeldExecutor()
      let caller = Task(executorPreference: executor) { try await bridge.callBytes("f", []) }
      #expect(await host.wait { $0.invoked.count == 1 })
      while !executor.isIdle { try await Task.sleep(for: .milliseconds(1)) }
      executor.hold()
      #expect(host.complete(1, HOSTCALL_REPLY_OK, [1]) == HOSTCALL_OK)
      let next = Task { try await bridge.callBytes("f", []) }
      #expect(await host.wait { $0.invoked.count == 2 })
      #expect(host.complete(2, HOSTCALL_REPLY_OK, [2]) == HOSTCALL_OK)
      #expect(try await next.value == [2])
      executor.letGo()
      #expect(try await caller.value == [1])
    }
  }

  @Test("if calls must not wait, a call over the limit fails at once, and the next has its permit")
  func failing() async throws {
    let bridge = bridge(1, .fail)
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      let first = Task { try await bridge.callBytes("f", []) }
      #expect(await host.wait { $0.invoked.count == 1 })
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.wireName == "f")
      #expect(bridge.statistics.failed == 1)
      host.complete(1)
      _ = try await first.value
      let second = Task { try await bridge.callBytes("f", []) }
      #expect(await host.wait { $0.invoked.count == 2 })
      host.complete(2)
      _ = try await second.value
      expectSum(bridge)
    }
  }

  @Test("a call that is cancelled while it waits ends at once, never reaches the host, and delays no other")
  func cancelled() async throws {
    let bridge = bridge(1)
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      let first = Task { try await bridge.callBytes("f", [1]) }
      #expect(await host.wait { $0.invoked.count == 1 })
      let second = Task { try await bridge.callBytes("f", [2]) }
      #expect(await waits(bridge, for: 1))
      let third = Task { try await bridge.callBytes("f", [3]) }
      #expect(await waits(bridge, for: 2))
      second.cancel()
      let error = await #expect(throws: BridgeError.self) { try await second.value }
      #expect(error?.code == .cancelled)
      #expect(error?.callID == nil)
      host.complete(1)
      #expect(await host.wait { $0.invoked.count == 2 })
      host.complete(2)
      _ = try await (first.value, third.value)
      #expect(host.record.requests == [[1], [3]])
      #expect(host.record.cancelled.isEmpty)
      #expect(bridge.statistics.cancelled == 1)
      expectSum(bridge)
    }
  }

  @Test("a timeout includes the wait for a permit")
  func expired() async throws {
    let clock = VirtualClock()
    let bridge = bridge(1, on: .virtual(clock))
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      let first = Task.immediate { try await bridge.callBytes("f", [1]) }
      let second = Task.immediate { try await bridge.callBytes("f", [2], timeout: .milliseconds(20)) }
      #expect(bridge.statistics.waiting == 1)
      clock.advance(to: Deadline(nanoseconds: 20_000_000))
      _ = await bridge.settle()
      let error = await #expect(throws: BridgeError.self) { try await second.value }
      #expect(error?.code == .deadlineExceeded)
      #expect(host.record.invoked == [1])
      #expect(bridge.statistics.expired == 1)
      let late = Task.immediate { try await bridge.callBytes("f", [3], timeout: .milliseconds(300)) }
      #expect(bridge.statistics.waiting == 1)
      clock.advance(to: Deadline(nanoseconds: 300_000_000))
      host.complete(1)
      _ = try await first.value
      #expect(await host.wait { $0.invoked.count == 2 })
      // The call has its permit now, and its deadline is unchanged.
      clock.advance(to: Deadline(nanoseconds: 320_000_000))
      _ = await bridge.settle()
      let lateError = await #expect(throws: BridgeError.self) { try await late.value }
      #expect(lateError?.code == .deadlineExceeded)
      #expect(lateError?.callID == 2)
      expectSum(bridge)
    }
  }

  @Test("a call by name that waits uses the handler registered when it gets its permit", arguments: [true, false])
  func registeredWhileWaiting(isReplaced: Bool) async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1
    try await withBridge(configuration: configuration) { bridge async throws in
      let host = RecordingHost(bridge)
      host.register("slow")
      if isReplaced { host.register("f") }
      let slow = Task { try await bridge.callBytes("slow", []) }
      #expect(await host.wait { $0.invoked.count == 1 })
      let call = Task { try await bridge.callBytes("f", []) }
      while bridge.statistics.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
      if isReplaced { #expect(hostcall_unregister_all(bridge.cHandle) == HOSTCALL_OK) }
      let later = RecordingHost(bridge) { host, id in host.complete(id, HOSTCALL_REPLY_OK, [7]) }
      later.register("f")
      host.complete(1)
      _ = try await slow.value
      #expect(try await call.value == [7])
    }
  }

  @Test("waiting calls end when the bridge is closed, and none of them reaches the host")
  func closed() async throws {
    let bridge = bridge(1)
    let host = RecordingHost(bridge)
    host.register("f")
    let tasks = (0..<20).map { _ in Task { try await bridge.callBytes("f", []) } }
    #expect(await waits(bridge, for: 19))
    #expect(await host.wait { $0.invoked == [1] })
    await bridge.close()
    for task in tasks {
      let error = await #expect(throws: BridgeError.self) { try await task.value }
      #expect(error?.code == .unavailable)
    }
    #expect(host.record.invoked == [1])
    #expect(host.record.releases == 1)
    #expect(bridge.statistics.failed == 20)
    #expect(bridge.statistics.waiting == 0)
    expectSum(bridge)
  }

  @Test("a call that is answered inside invoke hands on its permit too")
  func answeredInside() async throws {
    let bridge = bridge(1)
    try await closingAfterwards(bridge) { () async throws in
      let host = RecordingHost(bridge) { host, id in host.complete(id) }
      host.register("f")
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<200 { group.addTask { _ = try? await bridge.callBytes("f", []) } }
      }
      #expect(bridge.statistics.answered == 200)
      expectSum(bridge)
    }
  }

  @Test("a thousand calls with a limit of four, some cancelled, some with deadlines, all end")
  func many() async throws {
    let bridge = bridge(4)
    let host = RecordingHost(bridge) { host, id in
      if !id.isMultiple(of: 7) { Task.detached { host.complete(id) } }
    }
    host.register("f")
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<1000 {
        group.addTask {
          let call = Task { _ = try await bridge.callBytes("f", [], timeout: .milliseconds(20 + number % 50)) }
          if number.isMultiple(of: 5) { call.cancel() }
          _ = await call.result
        }
      }
    }
    #expect(bridge.statistics.made == 1000)
    #expect(bridge.statistics.inFlight == 0)
    #expect(bridge.statistics.waiting == 0)
    expectSum(bridge)
    await bridge.close()
    #expect(host.record.releases == 1)
  }
}
