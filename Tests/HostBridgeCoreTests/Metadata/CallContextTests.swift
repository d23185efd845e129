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
      #expect(bridge.storage.pending.countWithContext == 0)
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
      #expect(bridge.storage.pending.countWithContext == 1)
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
    #expect(bridge.storage.pending.countWithContext == 0)
  }

  /// Answers calls of `outer` on `bridge` with the remaining seconds of a call that it makes on `other`, or 0 for a
  /// call without a deadline.
  private func relay(from bridge: HostBridge, to other: HostBridge, timeout: Duration? = nil) throws {
    try other.handleBytes("inner") { .response([UInt8($0.remaining?.components.seconds ?? 0)]) }
    try bridge.handleBytes("outer") { _ in
      do throws(BridgeError) {
        return .response(try await other.callBytes("inner", [], timeout: timeout))
      } catch {
        return .error(error.code, message: error.message)
      }
    }
  }

  @Test("the calls of a handler inherit the deadline of its call, on any bridge and clock")
  func deadlines() async throws {
    let clock = VirtualClock()
    let bridges = [
      HostBridge(), HostBridge(configuration: HostBridgeConfiguration(), clock: .virtual(clock)),
    ]
    for bridge in bridges {
      let other = HostBridge()
      try relay(from: bridge, to: other)
      let seconds = try await bridge.callBytes("outer", [], timeout: .seconds(200))[0]
      #expect((100...200).contains(seconds))
      #expect(try await bridge.callBytes("outer", []) == [0])
      await other.close()
      await bridge.close()
    }
  }

  @Test("a handler's call ends by its own timeout, if that is earlier than the inherited deadline")
  func earlierTimeout() async throws {
    try await withBridge { bridge async throws in
      let other = HostBridge()
      try relay(from: bridge, to: other, timeout: .seconds(20))
      let seconds = try await bridge.callBytes("outer", [], timeout: .seconds(200))[0]
      #expect((1...20).contains(seconds))
      await other.close()
    }
  }

  @Test("a call expires at an inherited deadline, without a timeout of its own")
  func expires() async throws {
    try await withBridge { bridge async throws in
      try bridge.handleBytes("never") { _ in
        try? await Task.sleep(for: .seconds(60))
        return .response([])
      }
      let context = CallContext(
        metadata: HostCallMetadata(), deadline: Deadline(after: .milliseconds(20), from: .now), clock: .system)
      await CallContext.$current.withValue(context) {
        let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("never", []) }
        #expect(error?.code == .deadlineExceeded)
      }
      #expect(bridge.statistics.expired == 1)
    }
  }
}
