// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import Testing

/// Closes a bridge on a new thread, since a close blocks its thread and the tests need the pool's threads.
private func closeOnThread(_ handle: hostcall_bridge) -> Task<Int32, Never> {
  let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
  Thread.detachNewThread {
    continuation.yield(hostcall_close(handle))
    continuation.finish()
  }
  return Task { await stream.first { _ in true } ?? -1 }
}

// Serialized, because some tests block a thread of the pool inside a host function.
@Suite("Closing a bridge", .serialized, .timeLimit(.minutes(1)))
struct HostBridgeCloseTests {
  @Test("a close fails pending calls first, notifies the host, and releases its handlers")
  func pendingCalls() async {
    let (bridge, host) = RecordingHost.openBridge()
    let tasks = (0..<10).map { _ in Task { try await bridge.callBytes("f", []) } }
    #expect(await host.wait { $0.invoked.count == 10 })
    await bridge.close()
    #expect(host.record.cancelled.sorted() == Array(1...10))
    #expect(host.record.releases == 1)
    for task in tasks {
      let error = await #expect(throws: BridgeError.self) { try await task.value }
      #expect(error?.code == .unavailable)
    }
    #expect(bridge.statistics.failed == 10)
  }

  @Test("after a close the handle is stale and calls are unavailable")
  func afterwards() async {
    let (bridge, host) = RecordingHost.openBridge()
    await bridge.close()
    #expect(host.complete(1) == HOSTCALL_INVALID_BRIDGE)
    #expect(host.register("f") == HOSTCALL_INVALID_BRIDGE)
    #expect(hostcall_close(host.bridge) == HOSTCALL_INVALID_BRIDGE)
    let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
    #expect(error?.code == .unavailable)
    #expect(throws: HostSetupError.self) { try bridge.handleBytes("f") { _ in .response([]) } }
    #expect(throws: HostSetupError.self) { try bridge.exposeBytes("f") { _ in .response([]) } }
    await bridge.close()
  }

  @Test("a close does not wait for the caller of a Swift handler whose executor is busy")
  func busyCaller() async throws {
    let bridge = HostBridge()
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let mayAnswer = Guarded(false)
    try bridge.handleBytes("f") { _ in
      arrival.yield()
      while !mayAnswer.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(1)) }
      return .response([7])
    }
    let executor = HeldExecutor()
    let caller = Task(executorPreference: executor) { try await bridge.callBytes("f", []) }
    for await _ in arrivals { break }
    // The caller would take an answer that came before it suspends.
    while !executor.isIdle { try await Task.sleep(for: .milliseconds(1)) }
    executor.hold()
    mayAnswer.withLock { $0 = true }
    // The answer has arrived, and the executor keeps the caller from taking it.
    while !executor.holdsJobs { try await Task.sleep(for: .milliseconds(1)) }
    #expect(await closeOnThread(bridge.cHandle).value == HOSTCALL_OK)
    executor.letGo()
    #expect(try await caller.value == [7])
  }

  @Test("a close does not wait for the caller of a batch of which some calls were answered at once")
  func busyBatch() async throws {
    let (bridge, host) = RecordingHost.openBridge { host, id in
      if id == 1 { host.complete(id, HOSTCALL_REPLY_OK, [7]) }
    }
    let executor = HeldExecutor()
    let caller = Task(executorPreference: executor) {
      let target = bridge.storage.target(
        named: NamedCall(try WireName(checking: "f")), CallEncodings(request: .cbor, response: .cbor))
      let batch = CallBatch(bridge.storage, .never)
      for _ in 0..<2 { #expect(unsafe batch.begin(target, UnsafeRawBufferPointer(start: nil, count: 0))) }
      await batch.wait()
      let error = #expect(throws: BridgeError.self) { try response(to: batch.takeCall(1), bridge) }
      #expect(error?.code == .unavailable)
      return try response(to: batch.takeCall(0), bridge)
    }
    #expect(await host.wait { $0.invoked.count == 2 })
    // Waits until the caller has suspended, which only its executor's idleness shows.
    while !executor.isIdle { try await Task.sleep(for: .milliseconds(1)) }
    executor.hold()
    #expect(await closeOnThread(bridge.cHandle).value == HOSTCALL_OK)
    #expect(host.record.cancelled == [2] && host.record.releases == 1)
    executor.letGo()
    #expect(try await caller.value == [7])
  }

  @Test("a close does not wait for the caller of a batch that was cancelled while it suspended")
  func cancelledBatch() async throws {
    for _ in 0..<50 {
      let (bridge, host) = RecordingHost.openBridge()
      let executor = HeldExecutor()
      let caller = Task(executorPreference: executor) {
        let target = bridge.storage.target(
          named: NamedCall(try WireName(checking: "f")), CallEncodings(request: .cbor, response: .cbor))
        let batch = CallBatch(bridge.storage, .never)
        for _ in 0..<100 { #expect(unsafe batch.begin(target, UnsafeRawBufferPointer(start: nil, count: 0))) }
        await batch.wait()
        return (0..<100).map { index in
          Result { () throws(BridgeError) in try response(to: batch.takeCall(index), bridge) }
        }
      }
      #expect(await host.wait { !$0.invoked.isEmpty })
      // The task ends some calls itself, and its cancellation the others; then its executor holds back everything.
      caller.cancel()
      executor.hold()
      #expect(await closeOnThread(bridge.cHandle).value == HOSTCALL_OK)
      #expect(host.record.releases == 1)
      executor.letGo()
      let outcomes = try await caller.value
      #expect(outcomes.allSatisfy { if case .failure = $0 { true } else { false } })
    }
  }

  private func response(to call: consuming DecidedCall, _ bridge: HostBridge) throws(BridgeError) -> [UInt8] {
    try call.take(bridge.storage, runsUserCode: false) { bytes in unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) } }
  }

  @Test("a close does not wait for user code that decodes an answer from inside invoke")
  func busyDecoder() async throws {
    let (bridge, host) = RecordingHost.openBridge { host, id in host.complete(id, HOSTCALL_REPLY_OK, [7]) }
    let (mayEnd, isDecoding) = (Guarded(false), Guarded(false))
    // The caller runs on another bridge's thread.
    let other = HostBridge()
    let caller = Task(executorPreference: other.executor) {
      let storage = bridge.storage
      let target = storage.target(
        named: NamedCall(try WireName(checking: "f")), CallEncodings(request: .cbor, response: .cbor))
      let call = try await storage.start(target, encodings: target.encodings, request: [], deadline: .never)
      let isAnswered = call.isAnswered
      #expect(isAnswered)
      let decided = call.answered(storage)
      return try decided.take(storage, runsUserCode: true) { bytes in
        isDecoding.withLock { $0 = true }
        while !mayEnd.withLock({ $0 }) { usleep(200) }
        return bytes.byteCount
      }
    }
    while !isDecoding.withLock({ $0 }), !Task.isCancelled { await Task.yield() }
    #expect(await closeOnThread(bridge.cHandle).value == HOSTCALL_OK)
    #expect(host.record.releases == 1)
    mayEnd.withLock { $0 = true }
    #expect(try await caller.value == 1)
    await other.close()
  }

  /// An object whose deinitializer blocks until it is told to return.
  private final class SlowEnd: Sendable {
    let mayEnd: Guarded<Bool>
    let hasEnded: AsyncStream<Void>.Continuation

    init(_ mayEnd: Guarded<Bool>, _ hasEnded: AsyncStream<Void>.Continuation) {
      self.mayEnd = mayEnd
      self.hasEnded = hasEnded
    }

    deinit {
      while !mayEnd.withLock({ $0 }) { usleep(200) }
      hasEnded.finish()
    }
  }

  @Test("objects captured by a replaced handler are freed without delaying answers or the close")
  func slowEnds() async throws {
    let bridge = HostBridge()
    let mayEnd = Guarded(false)
    let (ends, hasEnded) = AsyncStream.makeStream(of: Void.self)
    var held: SlowEnd? = SlowEnd(mayEnd, hasEnded)
    try bridge.handleBytes("f") { [held] _ in withExtendedLifetime(held) { .response([1]) } }
    held = nil
    #expect(try await bridge.callBytes("f", []) == [1])
    try bridge.handleBytes("f") { _ in .response([2]) }
    #expect(try await bridge.callBytes("f", []) == [2])
    await bridge.close()
    mayEnd.withLock { $0 = true }
    for await _ in ends {}
  }

  @Test("a close from inside invoke is refused and changes nothing")
  func fromInsideInvoke() async throws {
    let (bridge, _) = RecordingHost.openBridge { host, id in
      #expect(hostcall_close(host.bridge) == HOSTCALL_INVALID_ARGUMENT)
      host.complete(id, HOSTCALL_REPLY_OK, [1])
    }
    #expect(try await bridge.callBytes("f", []) == [1])
    await bridge.close()
  }

  @Test("a callback can close another bridge")
  func fromInsideAnother() async throws {
    let (bridge, other) = (HostBridge(), HostBridge())
    try await closingAfterwards(bridge) { () async throws in
      let otherHandle = other.cHandle
      let host = RecordingHost(bridge) { host, id in
        #expect(hostcall_close(otherHandle) == HOSTCALL_OK)
        host.complete(id)
      }
      host.register("f")
      _ = try await bridge.callBytes("f", [])
    }
  }

  @Test("of ten threads that close a bridge at once, one closes it, all wait, and none hangs")
  func manyClosers() async {
    for _ in 0..<20 {
      let (bridge, host) = RecordingHost.openBridge()
      let pending = Task { try await bridge.callBytes("f", []) }
      _ = await host.wait { $0.invoked.count == 1 }
      let handle = bridge.cHandle
      let statuses = await withTaskGroup(of: Int32.self) { group in
        for _ in 0..<10 { group.addTask { await closeOnThread(handle).value } }
        return await group.reduce(into: [Int32]()) { $0.append($1) }
      }
      #expect(statuses.filter { $0 == HOSTCALL_OK }.count == 1)
      #expect(statuses.allSatisfy { [HOSTCALL_OK, HOSTCALL_CLOSED, HOSTCALL_INVALID_BRIDGE].contains($0) })
      #expect(host.record.releases == 1)
      _ = await pending.result
    }
  }

  /// Makes a call whose `invoke` returns when `mayReturn` is true.
  private func callInsideInvoke(
    of bridge: HostBridge
  ) async -> (host: RecordingHost, call: Task<[UInt8], any Error>, mayReturn: Guarded<Bool>) {
    let mayReturn = Guarded(false)
    let host = RecordingHost(bridge) { _, _ in
      while !mayReturn.withLock({ $0 }) { usleep(200) }
    }
    host.register("f")
    // The call runs on the bridge's own thread, so that it blocks no other thread.
    let call = Task(executorPreference: bridge.executor) { try await bridge.callBytes("f", []) }
    #expect(await host.wait { $0.invoked.count == 1 })
    return (host, call, mayReturn)
  }

  @Test("a close waits for a call inside invoke, and then notifies the host")
  func duringInvoke() async {
    let bridge = HostBridge()
    let (host, call, mayReturn) = await callInsideInvoke(of: bridge)
    let handle = bridge.cHandle
    let closer = closeOnThread(handle)
    try? await Task.sleep(for: .milliseconds(20))
    #expect(host.record.cancelled == [])
    #expect(host.record.releases == 0)
    mayReturn.withLock { $0 = true }
    #expect(await closer.value == HOSTCALL_OK)
    #expect(host.record.cancelled == [1])
    #expect(host.record.releases == 1)
    let error = await #expect(throws: BridgeError.self) { try await call.value }
    #expect(error?.code == .unavailable)
  }

  @Test("while a close runs, every function returns CLOSED")
  func whileClosing() async {
    let bridge = HostBridge()
    let (host, call, mayReturn) = await callInsideInvoke(of: bridge)
    let handle = bridge.cHandle
    let closer = closeOnThread(handle)
    while host.complete(99) != HOSTCALL_CLOSED, !Task.isCancelled { await Task.yield() }
    // A bridge closes its tables one after another, and the table of calls to the core last.
    while unsafe hostcall_call(handle, "g", nil, 0, { _, _, _, _ in }, nil, nil) != HOSTCALL_CLOSED {
      await Task.yield()
    }
    while host.register("g") != HOSTCALL_CLOSED, !Task.isCancelled { await Task.yield() }
    #expect(hostcall_cancel(handle, 1) == HOSTCALL_CLOSED)
    #expect(unsafe hostcall_unregister(handle, "f") == HOSTCALL_CLOSED)
    var info = hostcall_call_info()
    info.size = MemoryLayout<hostcall_call_info>.size
    #expect(unsafe hostcall_get_call_info(handle, 1, &info) == HOSTCALL_CLOSED)
    mayReturn.withLock { $0 = true }
    _ = await closer.value
    _ = await call.result
  }

  @Test("a bridge with queued answers is freed with everything in it")
  func tearDown() async {
    weak var freed: HostBridge?
    let host: RecordingHost
    do {
      let bridge = HostBridge()
      freed = bridge
      host = RecordingHost(bridge) { host, id in
        Task.detached { host.complete(id, HOSTCALL_REPLY_OK, [UInt8](repeating: 1, count: 10_000)) }
      }
      host.register("f")
      let calls = (0..<200).map { _ in Task { try? await bridge.callBytes("f", []) } }
      try? await Task.sleep(for: .milliseconds(1))
      await bridge.close()
      for call in calls { _ = await call.value }
    }
    // The callback thread releases the bridge as its last action, shortly after the close.
    for _ in 0..<5000 where freed != nil { try? await Task.sleep(for: .milliseconds(1)) }
    #expect(freed == nil)
    #expect(host.record.releases == 1)
  }

  @Test("an unreferenced bridge whose handle was read lives until it is closed")
  func livesUntilClosed() async {
    let handle = HostBridge().cHandle
    #expect(BridgeStorage.handles.contains(handle))
    #expect(hostcall_close(handle) == HOSTCALL_OK)
    #expect(!BridgeStorage.handles.contains(handle))
  }
}
