// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import HostCallTesting
import Testing

@Suite("Hosts that block", .timeLimit(.minutes(1)))
struct HostBridgeBlockingTests {
  @Test("a host function that blocks delays only its own caller")
  func blockingInvoke() async throws {
    try await withBridge { bridge async throws in
      let mayReturn = Guarded(false)
      let blocking = RecordingHost(bridge) { host, id in
        while !mayReturn.withLock({ $0 }) { usleep(200) }
        host.complete(id)
      }
      let quick = RecordingHost(bridge) { host, id in host.complete(id) }
      let never = RecordingHost(bridge)
      let later = RecordingHost(bridge) { host, id in Task.detached { host.complete(id) } }
      blocking.register("blocking")
      quick.register("quick")
      never.register("never")
      later.register("later")
      let other = HostBridge()
      let blocked = Task(executorPreference: other.executor) { try await bridge.callBytes("blocking", []) }
      #expect(await blocking.wait { $0.invoked.count == 1 })
      // These calls run on the bridge's thread, since the global pool has a single thread on one processor.
      try await Task(executorPreference: bridge.executor) {
        for _ in 0..<50 { _ = try await bridge.callBytes("quick", []) }
        let error = await #expect(throws: BridgeError.self) {
          try await bridge.callBytes("never", [], timeout: .milliseconds(10))
        }
        #expect(error?.code == .deadlineExceeded)
      }.value
      mayReturn.withLock { $0 = true }
      _ = try await blocked.value
      await other.close()
      _ = try await bridge.callBytes("later", [])
    }
  }

  @Test("a host that blocks in cancel delays other notices, but neither deadlines nor answers")
  func blockingCancel() async throws {
    try await withBridge { bridge async throws in
      let mayReturn = Guarded(false)
      let host = RecordingHost(bridge, onCancel: { _, _ in while !mayReturn.withLock({ $0 }) { usleep(200) } })
      host.register("f")
      let calls = (0..<5).map { _ in Task { try await bridge.callBytes("f", []) } }
      #expect(await host.wait { $0.invoked.count == 5 })
      for call in calls { call.cancel() }
      for call in calls { _ = await call.result }
      #expect(await host.wait { $0.cancelled.count == 1 })
      let late = await #expect(throws: BridgeError.self) {
        try await bridge.callBytes("f", [], timeout: .milliseconds(200))
      }
      #expect(late?.code == .deadlineExceeded)
      let answered = Task { try await bridge.callBytes("f", []) }
      #expect(await host.wait { $0.invoked.count == 7 })
      #expect(host.complete(7, HOSTCALL_REPLY_OK, [7]) == HOSTCALL_OK)
      #expect(try await answered.value == [7])
      #expect(host.record.cancelled.count == 1)
      mayReturn.withLock { $0 = true }
      #expect(await host.wait { $0.cancelled.count == 6 })
    }
  }

  @Test("a thousand calls that wait for a permit with deadlines do not delay another deadline")
  func manyWaiting() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1
    try await withBridge(configuration: configuration) { bridge async throws in
      let host = RecordingHost(bridge)
      host.register("f")
      let first = Task { try await bridge.callBytes("f", []) }
      #expect(await host.wait { $0.invoked.count == 1 })
      let waiting = (0..<1000).map { number in
        Task { try await bridge.callBytes("f", [], timeout: .milliseconds(20 + number % 50)) }
      }
      for call in waiting {
        let error = await #expect(throws: BridgeError.self) { try await call.value }
        #expect(error?.code == .deadlineExceeded)
      }
      #expect(host.complete(1) == HOSTCALL_OK)
      _ = try await first.value
      #expect(bridge.statistics.expired == 1000)
    }
  }
}
