// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import Testing

/// An object that runs an action when it is freed.
private final class Mortal: Sendable {
  private let atEnd: @Sendable () -> Void

  init(_ atEnd: @escaping @Sendable () -> Void) {
    self.atEnd = atEnd
  }

  deinit { atEnd() }
}

/// A barrier at which code blocks until the test opens it.
private final class Barrier: Sendable {
  private let state = Guarded((isReached: false, isOpen: false))

  func wait() {
    state.withLock { $0.isReached = true }
    while !state.withLock({ $0.isOpen }) { usleep(500) }
  }

  func blockUntilReached() {
    while !state.withLock({ $0.isReached }) { usleep(200) }
  }

  func untilReached() async {
    while !state.withLock({ $0.isReached }) { try? await Task.sleep(for: .milliseconds(1)) }
  }

  func open() { state.withLock { $0.isOpen = true } }
}

/// A schema whose computation blocks, like that of a type whose `init(from:)` blocks.
private final class BlockingSchema: CallSchema {
  let barrier: Barrier

  init(_ barrier: Barrier) {
    self.barrier = barrier
  }

  var identity: SchemaIdentity {
    SchemaIdentity(type: ObjectIdentifier(BlockingSchema.self), request: .cbor, response: .cbor)
  }
  var isRaw: Bool { false }
  var fingerprint: UInt64 {
    barrier.wait()
    return 7
  }
  var inCBOR: any CallSchema { self }
  func difference(fromHost fingerprint: UInt64, _ schema: (any CallSchema)?) -> String { "" }
  func rawDifference(fromHost fingerprint: UInt64?, _ schema: (any CallSchema)?) -> String? { nil }
  static func describe(_ calls: [DescribedCall], includesSchemas: Bool, maximumPayloadSize: Int) -> [UInt8] { [] }
}

/// Closes a bridge on a system thread, and returns after `hostcall_close` has returned.
private func closed(_ bridge: HostBridge) async {
  let handle = bridge.cHandle
  await withCheckedContinuation { continuation in
    let isStarted = SystemThread.start {
      _ = hostcall_close(handle)
      continuation.resume()
    }
    #expect(isStarted)
  }
}

@Suite("User code that blocks", .serialized, .timeLimit(.minutes(1)))
struct UserCodeThreadTests {
  /// The names of the threads on which objects were freed.
  private let freedOn = Guarded<[String]>([])

  private func mortal() -> Mortal {
    Mortal { [freedOn] in freedOn.withLock { $0.append(currentThreadName()) } }
  }

  private func expectFreed(_ count: Int) async {
    while freedOn.withLock({ $0.count }) < count { try? await Task.sleep(for: .milliseconds(1)) }
    #expect(freedOn.withLock { Set($0) } == ["hostcall-free"])
  }

  /// Runs `body` while the bridges' threads pause after each handover, so that the receiving thread finishes first.
  private func stopped<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    let hook = RaceHook.entryPushed.install {
      if ["hostcall-calls", "hostcall-clock"].contains(currentThreadName()) { usleep(20_000) }
    }
    defer { hook.end() }
    return try await body()
  }

  @Test("objects captured by replaced handlers in Swift are freed on the user-code thread")
  func replacedHandlers() async throws {
    try await stopped {
      let bridge = HostBridge()
      for _ in 0..<20 {
        let mortal = mortal()
        try bridge.handleBytes("f") { _ in withExtendedLifetime(mortal) { .response([]) } }
      }
      await bridge.close()
    }
    await expectFreed(20)
  }

  @Test("objects captured by functions and listeners are freed on the user-code thread when the host closes")
  func closedByHost() async throws {
    func open() throws -> UInt64 {
      let (function, listener) = (mortal(), mortal())
      let bridge = HostBridge(onStaleCall: { _ in withExtendedLifetime(listener) {} })
      try bridge.exposeBytes("f") { _ in withExtendedLifetime(function) { .response([]) } }
      return bridge.cHandle
    }
    for _ in 0..<20 {
      let handle = try open()
      #expect(await Task.detached { hostcall_close(handle) }.value == HOSTCALL_OK)
    }
    await expectFreed(40)
  }

  @Test("objects captured by exposed functions are freed on the user-code thread when a grace time ends")
  func grace() async throws {
    try await stopped {
      for _ in 0..<5 {
        let bridge = HostBridge()
        let isRunning = Guarded(false)
        do {
          let mortal = mortal()
          try bridge.exposeBytes("held") { _ in withExtendedLifetime(mortal) { .response([]) } }
        }
        try bridge.exposeBytes("slow") { _ in
          isRunning.withLock { $0 = true }
          try? await Task.sleep(for: .seconds(30))
          return .response([])
        }
        unsafe Reply.start("slow", [], on: bridge.cHandle) { _ in }
        while !isRunning.withLock({ $0 }) { await Task.yield() }
        await bridge.close(grace: .milliseconds(20))
      }
    }
    await expectFreed(5)
  }

  @Test("a close does not wait for the deinitializers of objects captured by a handler in Swift")
  func blockingEnd() async throws {
    let barrier = Barrier()
    try await stopped {
      let bridge = HostBridge()
      do {
        let mortal = Mortal { barrier.wait() }
        try bridge.handleBytes("f") { _ in withExtendedLifetime(mortal) { .response([]) } }
      }
      try bridge.handleBytes("f") { _ in .response([]) }
      await barrier.untilReached()
      await closed(bridge)
    }
    barrier.open()
  }

  @Test("a close does not wait for the computation of a schema")
  func blockingSchema() async throws {
    let bridge = HostBridge()
    var handler = unsafe hostcall_handler()
    unsafe handler.size = MemoryLayout<hostcall_handler>.size
    unsafe handler.invoke = { _, _, _, _ in }
    unsafe handler.fingerprint = 7
    #expect(unsafe hostcall_register_handler(bridge.cHandle, "f", &handler) == HOSTCALL_OK)
    let barrier = Barrier()
    let schema = BlockingSchema(barrier)
    let call = Task(executorPreference: bridge.executor) {
      let encodings = CallEncodings(request: .cbor, response: .cbor)
      let target = bridge.storage.target(named: NamedCall(try WireName(checking: "f"), schema), encodings)
      return try await bridge.storage.call(target, encodings: encodings, request: [], timeout: nil)
    }
    await barrier.untilReached()
    await closed(bridge)
    barrier.open()
    let error = await #expect(throws: BridgeError.self) { try await call.value }
    #expect(error?.code == .unavailable)
  }

  @Test("a task that blocks the bridge's executor does not delay a task that awaits the close")
  func blockedExecutor() async {
    let bridge = HostBridge()
    let barrier = Barrier()
    let task = Task(executorPreference: bridge.executor) { barrier.wait() }
    await barrier.untilReached()
    await bridge.close()
    barrier.open()
    await task.value
  }

  @Test("a cancellation handler that blocks does not delay a client's deadline")
  func blockedCancellation() async throws {
    #expect(BridgeRuntime.start())
    let barrier = Barrier()
    let isInstalled = Guarded(false)
    let blocked = Task<Void, Never> {
      await withTaskCancellationHandler {
        isInstalled.withLock { $0 = true }
        while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
      } onCancel: {
        barrier.wait()
      }
    }
    while !isInstalled.withLock({ $0 }), !Task.isCancelled { await Task.yield() }
    blocked.cancelElsewhere()
    await barrier.untilReached()
    let limiter = ClientLimiter(limit: 1, waits: true)
    try await limiter.acquire(waitingUntil: .never)
    let error = await #expect(throws: BridgeError.self) {
      try await limiter.acquire(waitingUntil: Deadline(after: .milliseconds(20), from: .now))
    }
    #expect(error?.code == .deadlineExceeded)
    barrier.open()
    await blocked.value
  }

  /// Returns a task whose call is decided, and which resumes only while its cancellation handler blocks.
  private func blockedCaller(
    _ bridge: HostBridge, decidedOn thread: String, timeout: Duration?, _ barrier: Barrier
  ) -> (task: Task<[UInt8], any Error>, hook: RaceHook.Installation) {
    let isDecided = Guarded(false)
    let hook = RaceHook.handlerReturned.install {
      guard currentThreadName() == thread, !isDecided.withLock({ $0 }) else { return }
      isDecided.withLock { $0 = true }
      barrier.blockUntilReached()
    }
    let task = Task(executorPreference: bridge.executor) {
      try await withTaskCancellationHandler {
        try await bridge.callBytes("f", [], timeout: timeout)
      } onCancel: {
        barrier.wait()
      }
    }
    Thread.detachNewThread {
      while !isDecided.withLock({ $0 }) { usleep(200) }
      task.cancel()
    }
    return (task, hook)
  }

  @Test("a cancellation handler that blocks does not delay deadlines, even if its task's call has just expired")
  func blockedExpiry() async throws {
    let (bridge, other) = (HostBridge(), HostBridge())
    let host = RecordingHost(bridge)
    host.register("f")
    RecordingHost(other).register("f")
    let barrier = Barrier()
    let (caller, hook) = blockedCaller(bridge, decidedOn: "hostcall-clock", timeout: .milliseconds(20), barrier)
    await barrier.untilReached()
    let error = await #expect(throws: BridgeError.self) {
      try await other.callBytes("f", [], timeout: .milliseconds(20))
    }
    #expect(error?.code == .deadlineExceeded)
    barrier.open()
    await #expect(throws: BridgeError.self) { try await caller.value }
    hook.end()
    await bridge.close()
    await other.close()
  }

  @Test("a cancellation handler that blocks does not delay the host's thread that has just answered its task")
  func blockedAnswer() async throws {
    let (bridge, host) = RecordingHost.openBridge()
    try await closingAfterwards(bridge) { () async throws in
      let barrier = Barrier()
      let (caller, hook) = blockedCaller(bridge, decidedOn: "host-answers", timeout: nil, barrier)
      #expect(await host.wait { $0.invoked.count == 1 })
      await withCheckedContinuation { continuation in
        let isStarted = SystemThread.start("host-answers") {
          host.complete(host.record.invoked[0], HOSTCALL_REPLY_OK, [7])
          continuation.resume()
        }
        #expect(isStarted)
      }
      barrier.open()
      #expect(try await caller.value == [7])
      hook.end()
    }
  }

  @Test(
    "a close ends even if a cancellation handler of a task that awaits it closes the bridge too",
    arguments: [true, false])
  func closerIsCancelled(prefersExecutor: Bool) async throws {
    let bridge = HostBridge()
    let (handle, other) = (bridge.cHandle, HostBridge())
    let mayReturn = Guarded(false)
    let host = RecordingHost(bridge) { _, _ in while !mayReturn.withLock({ $0 }) { usleep(200) } }
    host.register("f")
    let call = Task(executorPreference: other.executor) { try await bridge.callBytes("f", []) }
    #expect(await host.wait { $0.invoked.count == 1 })
    let isCancelled = Guarded(false)
    let executor: (any TaskExecutor)? = prefersExecutor ? bridge.executor : nil
    let closer = Task(executorPreference: executor) {
      await withTaskCancellationHandler {
        await bridge.close()
      } onCancel: {
        isCancelled.withLock { $0 = true }
        _ = hostcall_close(handle)
      }
    }
    while hostcall_complete(handle, 999, HOSTCALL_REPLY_OK, nil, 0) != HOSTCALL_CLOSED {
      try await Task.sleep(for: .milliseconds(1))
    }
    try await Task.sleep(for: .milliseconds(20))
    Thread.detachNewThread { closer.cancel() }
    while !isCancelled.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    try await Task.sleep(for: .milliseconds(20))
    mayReturn.withLock { $0 = true }
    await closer.value
    await #expect(throws: BridgeError.self) { try await call.value }
    await other.close()
  }

  @Test("a cancellation handler can close the bridge while its task is about to suspend", arguments: [true, false])
  func closedBeforeSuspension(prefersExecutor: Bool) async throws {
    let bridge = HostBridge()
    let handle = bridge.cHandle
    let isCancelled = Guarded(false)
    let host = RecordingHost(bridge) { _, _ in while !isCancelled.withLock({ $0 }) { usleep(200) } }
    host.register("f")
    let executor: (any TaskExecutor)? = prefersExecutor ? bridge.executor : nil
    let call = Task(executorPreference: executor) {
      try await withTaskCancellationHandler {
        try await bridge.callBytes("f", [])
      } onCancel: {
        isCancelled.withLock { $0 = true }
        // After this time, `invoke` has returned, and the task waits for this handler before it suspends.
        usleep(50_000)
        _ = hostcall_close(handle)
      }
    }
    #expect(await host.wait { $0.invoked.count == 1 })
    Thread.detachNewThread { call.cancel() }
    let error = await #expect(throws: BridgeError.self) { try await call.value }
    #expect(error?.code == .unavailable)
  }
}
