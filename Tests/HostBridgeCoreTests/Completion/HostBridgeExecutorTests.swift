// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import Dispatch
@testable import HostBridgeCore
import Testing

@Suite("The executor of a bridge", .timeLimit(.minutes(1)))
struct HostBridgeExecutorTests {
  /// A Boolean value that indicates whether the current thread runs the jobs of a bridge's executor.
  private var isOnTaskThread: Bool { currentThreadName() == "hostcall-tasks" }

  @available(*, deprecated, message: "Tests what is deprecated.")
  @Test("the executor's deprecated names still work")
  func formerNames() async {
    let bridge = HostBridge()
    let loop: HostBridgeLoop = bridge.loop
    #expect(loop === bridge.executor)
    await bridge.close()
  }

  @Test("a task that prefers the executor runs on it, and is resumed there by answers")
  func preference() async throws {
    let (bridge, _) = RecordingHost.openBridge { host, id in Task.detached { host.complete(id) } }
    #expect(!isOnTaskThread)
    let places = try await Task(executorPreference: bridge.executor) {
      var places = [isOnTaskThread]
      for _ in 0..<20 {
        _ = try await bridge.callBytes("f", [])
        places.append(isOnTaskThread)
      }
      async let child = isOnTaskThread
      places.append(await child)
      return places
    }.value
    #expect(places == [Bool](repeating: true, count: 22))
    await bridge.close()
  }

  @Test("hundreds of tasks on the executor end, with their calls answered from another thread")
  func many() async throws {
    let (bridge, _) = RecordingHost.openBridge { host, id in Task.detached { host.complete(id, HOSTCALL_REPLY_OK, [7]) }
    }
    let executor = bridge.executor
    let answers = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<300 {
        group.addTask(executorPreference: executor) { try await bridge.callBytes("f", []).count }
      }
      return try await group.reduce(0, +)
    }
    #expect(answers == 300)
    #expect(bridge.statistics.answered == 300)
    await bridge.close()
  }

  @Test(
    "a task on the executor can close the bridge, even as a host does, and continue there", arguments: [true, false])
  func closing(asHost: Bool) async throws {
    let bridge = HostBridge()
    let handle = bridge.cHandle
    let places = await Task(executorPreference: bridge.executor) {
      if asHost { #expect(close(handle) == HOSTCALL_OK) } else { await bridge.close() }
      let before = isOnTaskThread
      await Task.yield()
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
      #expect(error?.code == .unavailable)
      return [before, isOnTaskThread]
    }.value
    #expect(places == [true, true])
  }

  @inline(never)
  private func close(_ handle: UInt64) -> Int32 { EntryPoint.close(handle, grace: nil) }

  @Test("a close does not wait for tasks on the executor that are always runnable")
  func yielding() async {
    let bridge = HostBridge()
    let mayEnd = Guarded(false)
    let task = Task(executorPreference: bridge.executor) {
      while !mayEnd.withLock({ $0 }) { await Task.yield() }
    }
    await Task(executorPreference: bridge.executor) {}.value
    await bridge.close()
    #expect(!mayEnd.withLock { $0 })
    mayEnd.withLock { $0 = true }
    await task.value
  }

  @Test("a close, answers, deadlines and notices do not wait for a task that blocks the executor")
  func blocking() async throws {
    let (bridge, host) = RecordingHost.openBridge()
    let mayEnd = Guarded(false)
    let blocked = Task(executorPreference: bridge.executor) {
      async let call = bridge.callBytes("f", [], timeout: .milliseconds(20))
      await Task.yield()
      while !mayEnd.withLock({ $0 }) { usleep(200) }
      return try await call
    }
    #expect(await host.wait { $0.cancelled.count == 1 })
    // The bridge accepts an answer to another caller, although the thread that must resume that caller is blocked.
    let other = Task.immediate { try await bridge.callBytes("f", []) }
    #expect(await host.wait { $0.invoked.count == 2 })
    #expect(host.complete(2, HOSTCALL_REPLY_OK, [7]) == HOSTCALL_OK)
    let handle = bridge.cHandle
    let status = await withCheckedContinuation { continuation in
      _ = SystemThread.start { continuation.resume(returning: close(handle)) }
    }
    #expect(status == HOSTCALL_OK)
    mayEnd.withLock { $0 = true }
    let error = await #expect(throws: BridgeError.self) { try await blocked.value }
    #expect(error?.code == .deadlineExceeded)
    #expect(try await other.value == [7])
  }

  @Test("the executor's thread ends once the bridge is closed and no task prefers it")
  func end() async throws {
    weak var thread: TaskThread?
    do {
      let bridge = HostBridge()
      thread = bridge.storage.taskThread
      #expect(await Task(executorPreference: bridge.executor) { true }.value)
      await bridge.close()
      // The executor is usable after the close, whether its thread still runs or not.
      for _ in 0..<50 { #expect(await Task(executorPreference: bridge.executor) { true }.value) }
    }
    for _ in 0..<5000 where thread != nil { try await Task.sleep(for: .milliseconds(1)) }
    #expect(thread == nil)
  }

  @Test("tasks run on the executor of a bridge that could not be opened, and its calls are unavailable")
  func unopened() async {
    let reports = BridgeReporter(onStaleCall: nil, onSchemaMismatch: nil, onReport: nil)
    let bridge = HostBridge(
      BridgeStorage(configuration: HostBridgeConfiguration(), clock: .system, reports: reports, isRefused: true))
    #expect(bridge.cHandle == 0 && bridge.isClosed)
    let executor = bridge.executor
    let sum = await withTaskGroup(of: Int.self) { group in
      for number in 0..<10 { group.addTask(executorPreference: executor) { number } }
      return await group.reduce(0, +)
    }
    #expect(sum == 45)
    let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
    #expect(error?.code == .unavailable)
    await bridge.close()
  }

  /// A task that suspends until a thread resumes it.
  private final class Suspended: Sendable {
    private let continuation = Guarded<CheckedContinuation<Void, Never>?>(nil)

    func suspend() async {
      await withCheckedContinuation { continuation in self.continuation.withLock { $0 = continuation } }
    }

    func resume() -> Bool {
      let continuation = continuation.withLock { $0.take() }
      continuation?.resume()
      return continuation != nil
    }
  }

  @Test("a thread that resumes the executor's last task accesses nothing that the task has freed", arguments: 0..<20)
  func lastTask(round: Int) async {
    let (last, other) = (Suspended(), Suspended())
    var bridge: HostBridge? = HostBridge()
    let tasks = [last, other].map { suspended in
      Task(executorPreference: bridge!.executor) { await suspended.suspend() }
    }
    await bridge!.close()
    bridge = nil
    // This thread stops after it has queued its job. The other task wakes the executor's thread, so both tasks end, and
    // the executor and its thread are freed.
    let thread = StoppedThread(at: .jobAppended) { while !last.resume() {} }
    await thread.untilStopped()
    while !other.resume(), !Task.isCancelled { await Task.yield() }
    for task in tasks { await task.value }
    try? await Task.sleep(for: .milliseconds(1))
    await thread.goOn()
  }

  @Test("a handler and an exposed function can share the executor, ten levels deep, without blocking")
  func tenLevels() async throws {
    let bridge = HostBridge()
    let handle = bridge.cHandle
    // The core calls its host, which calls the core, and so on, all on one thread.
    try bridge.handleBytes("down", executorPreference: bridge.executor) { request in
      #expect(isOnTaskThread)
      guard let depth = request.payload.first, depth > 0 else { return .response([]) }
      guard let answer = await Reply.of("deeper", [depth - 1], on: handle) else {
        return .error(.unknown, message: "the core refused")
      }
      return .response(answer + [depth])
    }
    try bridge.exposeBytes("deeper", executorPreference: bridge.executor) { request in
      #expect(isOnTaskThread)
      do throws(BridgeError) {
        return .response(try await request.bridge.callBytes("down", request.payload))
      } catch {
        return .error(error.code, message: error.message)
      }
    }
    #expect(try await bridge.callBytes("down", [10]) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    #expect(bridge.statistics.answered == 11)
    await bridge.close()
  }

  @Test("functions can prefer a user's executor, and the host's thread does not enqueue on it")
  func usersExecutor() async throws {
    let bridge = HostBridge()
    let executor = RefusingExecutor()
    try bridge.exposeBytes("f", executorPreference: executor) { _ in
      .response([executor.isCurrent ? 1 : 0])
    }
    let handle = bridge.cHandle
    let (answers, answer) = AsyncStream.makeStream(of: [UInt8].self)
    let mayEnd = Guarded(false)
    #expect(
      SystemThread.start("a host") {
        executor.refusesThisThread()
        unsafe Reply.start("f", [], on: handle) { answer.yield($0 ?? []) }
        // The thread stays alive, since another thread could get the identity of one that has ended.
        while !mayEnd.withLock({ $0 }) { usleep(200) }
      })
    let result = await answers.first { _ in true }
    #expect(result == [1])
    #expect(!executor.wasUsedWrongly)
    mayEnd.withLock { $0 = true }
    await bridge.close()
  }
}
