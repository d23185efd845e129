// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCallTesting
import Testing

@Suite("CallContext", .timeLimit(.minutes(1)))
struct CallContextTests {
  private func metadata(_ tenant: String) throws -> HostCallMetadata {
    var metadata = HostCallMetadata()
    try metadata.set(tenant, forKey: "tenant")
    return metadata
  }

  @Test("child tasks and tasks inherit metadata, and detached tasks do not")
  func inheritance() async throws {
    #expect(HostCallMetadata.current.isEmpty)
    await HostCallMetadata.withValue(try metadata("acme")) {
      #expect(HostCallMetadata.current["tenant"] == "acme")
      async let child = HostCallMetadata.current["tenant"]
      #expect(await child == "acme")
      #expect(await Task { HostCallMetadata.current["tenant"] }.value == "acme")
      #expect(await Task.detached { HostCallMetadata.current.isEmpty }.value)
      await HostCallMetadata.withValue(HostCallMetadata()) { #expect(HostCallMetadata.current.isEmpty) }
      #expect(HostCallMetadata.current["tenant"] == "acme")
    }
    #expect(HostCallMetadata.current.isEmpty)
  }

  @Test("a handler receives the metadata of its call, on every way of calling")
  func handler() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("tenant") { .response(Array(($0.metadata["tenant"] ?? "none").utf8)) }
      try await HostCallMetadata.withValue(try metadata("acme")) { () async throws in
        #expect(try await bridge.callBytes("tenant", []) == Array("acme".utf8))
      }
      #expect(try await bridge.callBytes("tenant", []) == Array("none".utf8))
      #expect(bridge.storage.pending.countWithMetadata == 0)
    }
  }

  @Test("a call that waits for its permit, is cancelled or outlives its bridge leaves no metadata behind")
  func endings() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1
    let bridge = HostBridge(configuration: configuration)
    let (calls, call) = AsyncStream.makeStream(of: Void.self)
    try bridge.handleBytes("never") { _ in
      call.yield()
      try? await Task.sleep(for: .seconds(60))
      return .response([])
    }
    await HostCallMetadata.withValue(try metadata("acme")) {
      let first = Task { try? await bridge.callBytes("never", []) }
      let second = Task { try? await bridge.callBytes("never", []) }
      var arrivals = calls.makeAsyncIterator()
      await arrivals.next()
      #expect(bridge.storage.pending.countWithMetadata == 1)
      first.cancel()
      second.cancel()
      _ = await (first.value, second.value)
      let late = await #expect(throws: BridgeError.self) {
        try await bridge.callBytes("never", [], timeout: .zero)
      }
      #expect(late?.code == .deadlineExceeded)
      let third = Task { try? await bridge.callBytes("never", []) }
      await arrivals.next()
      await bridge.close()
      _ = await third.value
    }
    #expect(bridge.storage.pending.countWithMetadata == 0)
  }

  @Test("a handler's calls end by its own caller's deadline, on any bridge")
  func deadlines() async throws {
    let (bridge, other) = (HostBridge(), HostBridge())
    try other.handleBytes("remaining") { .response([$0.remaining == nil ? 0 : 1]) }
    try other.handleBytes("never") { _ in
      try? await Task.sleep(for: .seconds(60))
      return .response([])
    }
    try bridge.handleBytes("inner") { request in
      let name = String(decoding: request.payload, as: UTF8.self)
      do throws(BridgeError) {
        return .response(try await other.callBytes(name, [], timeout: .seconds(50)))
      } catch {
        return .error(error.code, message: error.message)
      }
    }
    #expect(try await bridge.callBytes("inner", Array("remaining".utf8), timeout: .seconds(40)) == [1])
    let start = ContinuousClock.now
    let error = await #expect(throws: BridgeError.self) {
      try await bridge.callBytes("inner", Array("never".utf8), timeout: .milliseconds(50))
    }
    #expect(error?.code == .deadlineExceeded && ContinuousClock.now - start < .seconds(40))
    // The inner call ends by the same deadline, before the close would end it.
    for _ in 0..<10_000 where other.statistics.expired == 0 && other.statistics.cancelled == 0 {
      try await Task.sleep(for: .milliseconds(1))
    }
    #expect(other.statistics.inFlight == 0)
    await bridge.close()
    await other.close()
  }
}
