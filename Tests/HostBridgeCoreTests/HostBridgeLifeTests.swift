// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import HostBridgeCore
import HostCallTesting
import Testing

@Suite("The lifecycle of a bridge", .timeLimit(.minutes(1)))
struct HostBridgeLifeTests {
  /// Waits for at most ten seconds until `condition` holds; returns whether it does.
  private func eventually(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<10_000 {
      if condition() { return true }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return false
  }

  private func error(of task: Task<[UInt8], any Error>) async -> BridgeError? {
    await #expect(throws: BridgeError.self) { try await task.value }
  }

  // MARK: Failing pending calls

  @Test("failPending ends pending and waiting calls with its message, and the bridge stays open")
  func failPending() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 2
    try await withBridge(configuration: configuration) { bridge async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      let calls = (0..<3).map { _ in Task { try await bridge.callBytes("f", []) } }
      #expect(await host.wait { $0.invoked.count == 2 })
      #expect(await eventually { bridge.statistics.waiting == 1 })
      bridge.failPending(.aborted, message: "the database is gone")
      for call in calls {
        let error = await error(of: call)
        #expect(error?.code == .aborted && error?.message == "the database is gone")
      }
      #expect(await host.wait { $0.cancelled.sorted() == [1, 2] })
      #expect(host.complete(1) == HOSTCALL_UNKNOWN_CALL)
      let next = Task { try await bridge.callBytes("f", []) }
      #expect(await host.wait { $0.invoked.count == 3 })
      host.complete(host.record.invoked[2], HOSTCALL_REPLY_OK, [7])
      #expect(try await next.value == [7])
    }
  }

  @Test("failPending replaces an invalid code with unknown", arguments: [0, -1, 17, 1000])
  func wrongCode(code: Int) async {
    let (bridge, host) = RecordingHost.openBridge()
    await closingAfterwards(bridge) {
      let call = Task { try await bridge.callBytes("f", []) }
      #expect(await host.wait { $0.invoked.count == 1 })
      bridge.failPending(HostCallCode(rawValue: code), message: "")
      #expect(await error(of: call)?.code == .unknown)
    }
  }

  // MARK: Closing with grace

  /// Creates a bridge whose function `login` calls `profile` of the host and returns its response.
  private func bridgeWithLogin() throws -> (bridge: HostBridge, host: RecordingHost) {
    let bridge = HostBridge()
    let host = RecordingHost(bridge)
    host.register("profile")
    try bridge.exposeBytes("login") { request in
      do throws(BridgeError) {
        return .response(try await bridge.callBytes("profile", []))
      } catch {
        return .error(error.code, message: error.message)
      }
    }
    return (bridge, host)
  }

  /// Returns whether the bridge refuses new calls to the core.
  private func isRefused(by bridge: hostcall_bridge) -> Bool {
    unsafe hostcall_call(bridge, "login", nil, 0, { _, _, _, _ in }, nil, nil) == HOSTCALL_CLOSED
  }

  @Test("during its grace time, a close lets functions call the host and reply, and refuses new calls")
  func grace() async throws {
    let (bridge, host) = try bridgeWithLogin()
    async let reply = Reply.of("login", [], on: host.bridge)
    #expect(await host.wait { $0.invoked.count == 1 })
    let close = Task { await bridge.close(grace: .seconds(3600)) }
    #expect(await eventually { self.isRefused(by: host.bridge) })
    // Answers the calls that the bridge accepted before the close, until it releases the host.
    while host.record.releases == 0 {
      for id in host.record.invoked { host.complete(id, HOSTCALL_REPLY_OK, [7]) }
      try await Task.sleep(for: .milliseconds(1))
    }
    await close.value
    #expect(await reply == [7])
  }

  @Test(
    "after its grace time, a close cancels the functions that still run",
    arguments: [Duration.milliseconds(20), .zero, .seconds(-1)])
  func endOfGrace(grace: Duration) async throws {
    let (bridge, host) = try bridgeWithLogin()
    async let reply = Reply.of("login", [], on: host.bridge)
    #expect(await host.wait { $0.invoked.count == 1 })
    await bridge.close(grace: grace)
    #expect(await reply == nil)
    #expect(host.record.cancelled.count == 1 && host.record.releases == 1)
  }

  @Test("a grace time without running functions ends at once, and a second close waits for the first")
  func idleGrace() async {
    let bridge = HostBridge()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { await bridge.close(grace: .seconds(3600)) } }
      group.addTask { await bridge.close() }
    }
    await bridge.close(grace: .seconds(3600))
    #expect(hostcall_close_within(bridge.cHandle, 1) == HOSTCALL_INVALID_BRIDGE)
  }

  @Test("pending calls fail first, then requests in flight finish and reply")
  func orderOfShutdown() async throws {
    let bridge = HostBridge()
    let host = RecordingHost(bridge)
    host.register("profile")
    try bridge.exposeBytes("login") { _ in
      // The function handles the error itself.
      let profile = try? await bridge.callBytes("profile", [])
      return .response(profile ?? [0xFF])
    }
    async let reply = Reply.of("login", [], on: host.bridge)
    #expect(await host.wait { $0.invoked.count == 1 })
    bridge.failPending(message: "shutting down")
    await bridge.close(grace: .seconds(3600))
    #expect(await reply == [0xFF])
  }

  // MARK: Limits and names

  @Test("calls to the core are limited, and an answered one makes room for the next")
  func inboundLimit() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumInboundCalls = 2
    try await withBridge(configuration: configuration) { bridge async throws in
      let mayAnswer = Guarded(false)
      try bridge.exposeBytes("slow") { _ in
        while !mayAnswer.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(1)) }
        return .response([1])
      }
      let handle = bridge.cHandle
      let replies = Guarded(0)
      for _ in 0..<2 { unsafe Reply.start("slow", [], on: handle) { _ in replies.withLock { $0 += 1 } } }
      let status = unsafe hostcall_call(handle, "slow", nil, 0, { _, _, _, _ in }, nil, nil)
      #expect(status == HOSTCALL_RESOURCE_EXHAUSTED)
      #expect(lastError().contains("the limit is 2"))
      mayAnswer.withLock { $0 = true }
      #expect(await eventually { replies.withLock { $0 } == 2 })
      #expect(await Reply.of("slow", [], on: handle) == [1])
    }
  }

  @Test("a function that continues after its call is cancelled counts toward the limit until it returns")
  func inboundLimitOfCancelled() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumInboundCalls = 3
    try await withBridge(configuration: configuration) { bridge async throws in
      let mayEnd = Guarded(false)
      try bridge.exposeBytes("stubborn") { _ in
        while !mayEnd.withLock({ $0 }) { await Task.yield() }
        return .response([])
      }
      try bridge.exposeBytes("quick") { _ in .response([7]) }
      let handle = bridge.cHandle
      for _ in 0..<3 {
        var id: UInt64 = 0
        let replies = Guarded(0)
        unsafe Reply.start("stubborn", [], on: handle, id: &id) { _ in replies.withLock { $0 += 1 } }
        #expect(hostcall_cancel(handle, id) == HOSTCALL_OK)
        #expect(await eventually { replies.withLock { $0 } == 1 })
      }
      let status = unsafe hostcall_call(handle, "quick", nil, 0, { _, _, _, _ in }, nil, nil)
      #expect(status == HOSTCALL_RESOURCE_EXHAUSTED)
      mayEnd.withLock { $0 = true }
      #expect(
        await eventually { unsafe hostcall_call(handle, "quick", nil, 0, { _, _, _, _ in }, nil, nil) == HOSTCALL_OK })
    }
  }

  @Test("unregistering all handlers releases each of them, and keeps no name")
  func unregisterAll() async throws {
    let bridge = HostBridge()
    let host = RecordingHost(bridge)
    for number in 0..<100 { host.register("f\(number)") }
    #expect(hostcall_unregister_all(host.bridge) == HOSTCALL_OK)
    #expect(await host.wait { $0.releases == 100 })
    let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f1", []) }
    #expect(error?.code == .unimplemented)
    host.register("f1")
    #expect(try bridge.unregistered(among: ["f1", "f2"]) == ["f2"])
    await bridge.close()
    #expect(host.record.releases == 101)
  }

  // MARK: Reports

  @Test("an undefined outcome is reported with its call, which stays pending")
  func invalidOutcome() async throws {
    let reports = Guarded<[HostBridgeReport]>([])
    let bridge = HostBridge(onReport: { report in reports.withLock { $0.append(report) } })
    let host = RecordingHost(bridge)
    host.register("f")
    let call = Task { try await bridge.callBytes("f", []) }
    #expect(await host.wait { $0.invoked.count == 1 })
    #expect(host.complete(1, 77) == HOSTCALL_INVALID_ARGUMENT)
    #expect(await eventually { reports.withLock { $0.count } == 1 })
    let report = try #require(reports.withLock { $0.first })
    #expect(report.kind == .invalidOutcome && report.wireName == "f" && report.callID == 1)
    #expect(report.message.contains("77"))
    // None of these calls is pending.
    for id: UInt64 in [0, 2, .max] { #expect(host.complete(id, 77) == HOSTCALL_INVALID_ARGUMENT) }
    for _ in 0..<100 { host.complete(1, -1) }
    #expect(host.complete(1, HOSTCALL_REPLY_OK, [7]) == HOSTCALL_OK)
    #expect(try await call.value == [7])
    await bridge.close()
    #expect(await eventually { reports.withLock { $0.count } == 16 })
    #expect(reports.withLock { $0.allSatisfy { $0.callID == 1 } })
  }

  @Test("a bridge that is dropped is reported and closes itself, unless a host knows its handle")
  func dropped() async throws {
    let reports = Guarded<[HostBridgeReport]>([])
    func open(isKnown: Bool) throws -> UInt64 {
      let bridge = HostBridge(onReport: { report in reports.withLock { $0.append(report) } })
      try bridge.handleBytes("f") { _ in .response([]) }
      return isKnown ? bridge.cHandle : 0
    }
    let handle = try open(isKnown: true)
    #expect(unsafe hostcall_unregister(handle, "f") == HOSTCALL_OK)
    #expect(hostcall_close(handle) == HOSTCALL_OK)
    #expect(reports.withLock { $0.isEmpty })
    _ = try open(isKnown: false)
    #expect(await eventually { reports.withLock { $0.count } == 1 })
    #expect(reports.withLock { $0.first?.kind } == .droppedBridge)
  }
}
