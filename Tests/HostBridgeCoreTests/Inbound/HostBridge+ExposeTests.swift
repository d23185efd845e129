// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import HostCallTesting
import Testing

/// The replies that a host received.
private final class Replies: Sendable {
  struct Reply: Hashable, Sendable {
    let outcome: Int32
    let payload: [UInt8]
  }

  private let replies = Guarded<[Reply]>([])

  var all: [Reply] { replies.withLock { $0 } }

  /// Calls `name`, with this object as user data.
  ///
  /// - Parameter timeout: The timeout in nanoseconds; 0 for none.
  func call(
    _ bridge: HostBridge, _ name: String, _ request: [UInt8] = [], timeout: Int64 = 0
  ) -> (status: Int32, id: UInt64) {
    var id: UInt64 = 0
    let userData = unsafe Unmanaged.passUnretained(self).toOpaque()
    var options = unsafe hostcall_call_options()
    unsafe options.size = MemoryLayout<hostcall_call_options>.size
    unsafe options.timeout_ns = timeout
    let status = unsafe hostcall_call_with(
      bridge.cHandle, name, request, request.count, &options,
      { outcome, payload, count, userData in
        let replies = unsafe Unmanaged<Replies>.fromOpaque(userData!).takeUnretainedValue()
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: payload!, count: count))
        replies.replies.withLock { $0.append(Reply(outcome: outcome, payload: bytes)) }
      }, userData, &id)
    return (status, id)
  }

  func wait(for count: Int) async -> [Reply] {
    for _ in 0..<10_000 where all.count < count { try? await Task.sleep(for: .milliseconds(1)) }
    return all
  }
}

@Suite("Calls to the core in bytes", .timeLimit(.minutes(1)))
struct HostBridgeExposeTests {
  @Test("an exposed function answers, and its calls are numbered from 1")
  func answers() async throws {
    try await withBridge { bridge async throws in
      try bridge.exposeBytes("double") { request in .response(request.payload + request.payload) }
      let replies = Replies()
      #expect(replies.call(bridge, "double", [1, 2]) == (HOSTCALL_OK, 1))
      #expect(await replies.wait(for: 1) == [.init(outcome: HOSTCALL_REPLY_OK, payload: [1, 2, 1, 2])])
      #expect(replies.call(bridge, "double") == (HOSTCALL_OK, 2))
      #expect(await replies.wait(for: 2).last == .init(outcome: HOSTCALL_REPLY_OK, payload: []))
    }
  }

  @Test("a function does not run for a call whose time was up, even if another thread ends the call first")
  func late() async throws {
    let runs = Guarded(0)
    try await withBridge { bridge async throws in
      try bridge.exposeBytes("count") { _ in
        runs.withLock { $0 += 1 }
        return .response([])
      }
      let replies = Replies()
      let handle = bridge.cHandle
      let hook = RaceHook.deadlineRecorded.install { _ = hostcall_cancel(handle, 1) }
      #expect(replies.call(bridge, "count", timeout: -1) == (HOSTCALL_OK, 1))
      hook.end()
      #expect(await replies.wait(for: 1).map(\.outcome) == [HOSTCALL_REPLY_CANCELLED])
      #expect(replies.call(bridge, "count") == (HOSTCALL_OK, 2))
      #expect(await replies.wait(for: 2).last?.outcome == HOSTCALL_REPLY_OK)
    }
    #expect(runs.withLock { $0 } == 1)
  }

  @Test("a call of a name that is not exposed is refused, and no reply comes")
  func unknownName() async {
    let bridge = HostBridge()
    let replies = Replies()
    #expect(replies.call(bridge, "nothing").status == HOSTCALL_NOT_REGISTERED)
    #expect(lastError().contains("nothing"))
    await bridge.close()
    #expect(replies.all.isEmpty)
  }

  @Test(
    "an error of an exposed function reaches the host with its outcome",
    arguments: [
      (BridgeAnswer.failure([0xA0]), HOSTCALL_REPLY_FAILURE, [0xA0]),
      (.error(.unknown, message: "no"), HOSTCALL_REPLY_ERROR, Array("no".utf8)),
      (.error(.cancelled, message: ""), HOSTCALL_REPLY_CANCELLED, []),
      (.error(.notFound, message: "x"), 0x105, Array("x".utf8)),
      (.error(HostCallCode(rawValue: 999), message: "y"), HOSTCALL_REPLY_ERROR, Array("y".utf8)),
    ] as [(BridgeAnswer, Int32, [UInt8])])
  func errors(answer: BridgeAnswer, outcome: Int32, payload: [UInt8]) async throws {
    try await withBridge { bridge async throws in
      try bridge.exposeBytes("f") { _ in answer }
      let replies = Replies()
      #expect(replies.call(bridge, "f").status == HOSTCALL_OK)
      #expect(await replies.wait(for: 1) == [.init(outcome: outcome, payload: payload)])
    }
  }

  @Test("cancelling a call replies at once, cancels the function's task, and drops its result")
  func cancellation() async throws {
    let bridge = HostBridge()
    let wasCancelled = Guarded(false)
    try bridge.exposeBytes("slow") { _ in
      try? await Task.sleep(for: .seconds(3600))
      wasCancelled.withLock { $0 = Task.isCancelled }
      return .response([1])
    }
    let replies = Replies()
    let (_, id) = replies.call(bridge, "slow")
    #expect(hostcall_cancel(bridge.cHandle, id) == HOSTCALL_OK)
    #expect(hostcall_cancel(bridge.cHandle, id) == HOSTCALL_UNKNOWN_CALL)
    #expect(await replies.wait(for: 1) == [.init(outcome: HOSTCALL_REPLY_CANCELLED, payload: [])])
    for _ in 0..<5000 where !wasCancelled.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    #expect(wasCancelled.withLock { $0 })
    await bridge.close()
    #expect(replies.all.count == 1)
  }

  @Test("a cancellation handler can close the bridge without a hang")
  func closeFromCancellationHandler() async throws {
    try await withBridge { bridge async throws in
      let handle = bridge.cHandle
      let status = Guarded<Int32?>(nil)
      try bridge.exposeBytes("f") { _ in
        await withTaskCancellationHandler {
          try? await Task.sleep(for: .seconds(3600))
        } onCancel: {
          status.withLock { $0 = hostcall_close(handle) }
        }
        return .response([])
      }
      let replies = Replies()
      let (_, id) = replies.call(bridge, "f")
      #expect(hostcall_cancel(handle, id) == HOSTCALL_OK)
      for _ in 0..<5000 where status.withLock({ $0 }) == nil { try await Task.sleep(for: .milliseconds(1)) }
      #expect(status.withLock { $0 } == HOSTCALL_OK)
    }
  }

  @Test("a close replies to every pending call before it returns, without waiting for the functions")
  func closing() async throws {
    let bridge = HostBridge()
    let mayReturn = Guarded(false)
    try bridge.exposeBytes("stubborn") { _ in
      while !mayReturn.withLock({ $0 }) { await Task.yield() }
      return .response([1])
    }
    let replies = Replies()
    for _ in 0..<5 { #expect(replies.call(bridge, "stubborn").status == HOSTCALL_OK) }
    await bridge.close()
    #expect(replies.all == Array(repeating: .init(outcome: HOSTCALL_REPLY_CANCELLED, payload: []), count: 5))
    mayReturn.withLock { $0 = true }
  }

  @Test("a function that learns of a close from an error of its own answers too late")
  func refusedEvent() async throws {
    let bridge = HostBridge()
    let hasAnswered = Guarded(false)
    try bridge.exposeBytes("f") { request in
      while true {
        do throws(BridgeError) {
          try request.bridge.emitBytes([], named: "e")
          await Task.yield()
        } catch {
          hasAnswered.withLock { $0 = true }
          return .error(error.code, message: "its event was refused")
        }
      }
    }
    let replies = Replies()
    #expect(replies.call(bridge, "f").status == HOSTCALL_OK)
    let handle = bridge.cHandle
    let closer = StoppedThread(at: .closeBegun) { _ = hostcall_close(handle) }
    await closer.untilStopped()
    while !hasAnswered.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    try await Task.sleep(for: .milliseconds(50))
    await closer.goOn()
    let found = await replies.wait(for: 1)
    #expect(found.map(\.outcome) == [HOSTCALL_REPLY_CANCELLED], "\(found)")
  }

  @Test("every accepted call gets exactly one reply when the bridge is closed under load", arguments: 0..<10)
  func flood(round: Int) async throws {
    let bridge = HostBridge()
    try bridge.exposeBytes("f") { _ in .response([]) }
    let replies = Replies()
    let accepted = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var accepted = 0
          for _ in 0..<300 where replies.call(bridge, "f").status == HOSTCALL_OK { accepted += 1 }
          return accepted
        }
      }
      group.addTask {
        try? await Task.sleep(for: .microseconds(200 * round))
        await bridge.close()
        return 0
      }
      return await group.reduce(0, +)
    }
    #expect(replies.all.count == accepted)
  }

  @Test("a NULL reply, or a NULL request with a length, is an invalid argument")
  func invalidArguments() async throws {
    try await withBridge { bridge async throws in
      try bridge.exposeBytes("f") { _ in .response([]) }
      #expect(unsafe hostcall_call(bridge.cHandle, "f", nil, 0, nil, nil, nil) == HOSTCALL_INVALID_ARGUMENT)
      #expect(
        unsafe hostcall_call(bridge.cHandle, "f", nil, 1, { _, _, _, _ in }, nil, nil) == HOSTCALL_INVALID_ARGUMENT)
      #expect(
        unsafe hostcall_call(bridge.cHandle, nil, nil, 0, { _, _, _, _ in }, nil, nil) == HOSTCALL_INVALID_ARGUMENT)
    }
  }

  @Test("a request over the limit is refused and not read")
  func oversized() async throws {
    try await withBridge { bridge async throws in
      try bridge.exposeBytes("f") { _ in .response([]) }
      let byte: [UInt8] = [0]
      #expect(
        unsafe hostcall_call(bridge.cHandle, "f", byte, Int.max, { _, _, _, _ in }, nil, nil)
          == HOSTCALL_RESOURCE_EXHAUSTED)
    }
  }

  @Test("the core calls its host from a function that the host called")
  func bothWays() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("inner") { request in .response(request.payload + [2]) }
      try bridge.exposeBytes("outer") { request in
        guard let inner = try? await request.bridge.callBytes("inner", request.payload) else {
          return .error(.unknown, message: "no inner")
        }
        return .response(inner + [3])
      }
      let replies = Replies()
      #expect(replies.call(bridge, "outer", [1]).status == HOSTCALL_OK)
      #expect(await replies.wait(for: 1) == [.init(outcome: HOSTCALL_REPLY_OK, payload: [1, 2, 3])])
    }
  }
}
