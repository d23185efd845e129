// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("withHost and withBridge", .timeLimit(.minutes(1)))
struct WithHostTests {
  private struct Stop: Error {}

  @Test("the host or bridge works inside the body, and is closed afterwards")
  func closes() async throws {
    let host = try await withHost { host in
      try host.answer(Add.self) { $0.left + $0.right }
      #expect(try await host.bridge.call(Add(left: 1, right: 2)) == 3)
      return host
    }
    #expect(host.bridge.cHandle == 0 || isClosed(host.bridge))
    let bridge = try await withBridge { bridge in
      try bridge.handle(Add.self) { request, _ in request.left + request.right }
      #expect(try await bridge.call(Add(left: 1, right: 2)) == 3)
      return bridge
    }
    #expect(isClosed(bridge))
  }

  @Test("the host or bridge is also closed if the body throws, as a failed #require does")
  func throwing() async throws {
    var hosts: [HostBridge] = []
    await #expect(throws: Stop.self) {
      try await withHost { host in
        hosts.append(host.bridge)
        throw Stop()
      }
    }
    await #expect(throws: Stop.self) {
      try await withBridge { bridge in
        hosts.append(bridge)
        throw Stop()
      }
    }
    await withKnownIssue {
      try await withHost { host in
        hosts.append(host.bridge)
        try #require(Bool(false))
      }
    }
    #expect(hosts.count == 3 && hosts.allSatisfy(isClosed))
  }

  private func isClosed(_ bridge: HostBridge) -> Bool {
    do {
      try bridge.require(Add.self)
      return false
    } catch {
      return error.code == .unavailable
    }
  }
}
