// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
import HostBridgeCore
import HostCallTesting
import Testing

@Suite("Swift handlers of calls in bytes", .timeLimit(.minutes(1)))
struct HostBridgeHandleTests {
  @Test("a handler receives the name, the call's ID, its payload, encoding and remaining time")
  func request() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("f") { request in
        #expect(request.wireName == "f")
        #expect(request.callID == 1)
        #expect(request.encoding == .raw)
        #expect(request.remaining.map { $0 > .seconds(50) && $0 <= .seconds(60) } == true)
        return .response(request.payload)
      }
      #expect(try await bridge.callBytes("f", [4, 5], requestEncoding: .raw, timeout: .seconds(60)) == [4, 5])
    }
  }

  @Test("a registration unregisters its own handler, once")
  func unregister() async throws {
    try await withBridge { bridge async throws in
      let first = try bridge.handleBytes("f") { _ in .response([1]) }
      let second = try bridge.handleBytes("f") { _ in .response([2]) }
      #expect(!first.unregister())
      #expect(try await bridge.callBytes("f", []) == [2])
      #expect(second.unregister())
      #expect(!second.unregister())
      #expect(try bridge.unregistered(among: ["f"]) == ["f"])
    }
  }

  @Test("objects captured by a handler are freed when it is unregistered")
  func released() async throws {
    final class Resource: Sendable {}
    try await withBridge { bridge async throws in
      weak var resource: Resource?
      let registration: HostRegistration
      do {
        let held = Resource()
        resource = held
        registration = try bridge.handleBytes("f") { _ in withExtendedLifetime(held) { .response([]) } }
      }
      _ = try await bridge.callBytes("f", [])
      #expect(resource != nil)
      registration.unregister()
      for _ in 0..<5000 where resource != nil { try await Task.sleep(for: .milliseconds(1)) }
      #expect(resource == nil)
    }
  }

  @Test("a handler answers its caller although a host blocks the callback thread")
  func busyCallbackThread() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("f") { request in
        await Task.yield()
        return .response(request.payload)
      }
      let (blocked, isBlocked) = AsyncStream.makeStream(of: Void.self)
      let mayGoOn = Guarded(false)
      let host = RecordingHost(
        bridge,
        onCancel: { _, _ in
          isBlocked.yield()
          while !mayGoOn.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.001) }
        })
      #expect(host.register("deaf") == HOSTCALL_OK)
      let deaf = Task { try await bridge.callBytes("deaf", []) }
      #expect(await host.wait { $0.invoked.count == 1 })
      deaf.cancel()
      for await _ in blocked { break }
      #expect(try await bridge.callBytes("f", [7]) == [7])
      mayGoOn.withLock { $0 = true }
      await #expect(throws: BridgeError.self) { try await deaf.value }
    }
  }

  @Test("a handler's task is cancelled when its caller's deadline passes")
  func cancelled() async throws {
    try await withBridge { bridge async throws in
      let (wasCalled, wasCancelled) = (Guarded(false), Guarded(false))
      try bridge.handleBytes("slow") { _ in
        wasCalled.withLock { $0 = true }
        try? await Task.sleep(for: .seconds(3600))
        wasCancelled.withLock { $0 = Task.isCancelled }
        return .response([])
      }
      // On a busy machine a deadline may have passed before the handler is called.
      var timeout = Duration.milliseconds(10)
      while !wasCalled.withLock({ $0 }) {
        let error = await #expect(throws: BridgeError.self) {
          try await bridge.callBytes("slow", [], timeout: timeout)
        }
        #expect(error?.code == .deadlineExceeded)
        timeout *= 2
      }
      for _ in 0..<5000 where !wasCancelled.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
      #expect(wasCancelled.withLock { $0 })
    }
  }
}
