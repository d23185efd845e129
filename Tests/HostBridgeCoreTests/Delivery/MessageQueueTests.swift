// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import Testing

@Suite("The queue of a host", .timeLimit(.minutes(1)))
struct MessageQueueTests {
  @Test("a call is answered from its message, with the request that it was made with")
  func call() async throws {
    let host = QueueHost()
    async let response = host.bridge.callBytes("f", Array(0..<100))
    let message = try #require(await host.takeSoon().message)
    #expect(message.kind == HOSTCALL_MESSAGE_INVOKE && message.tag == 1 && message.bytes == Array(0..<100))
    #expect(host.complete(message.callID, [7]) == HOSTCALL_OK)
    #expect(try await response == [7])
    host.done(message)
    await host.bridge.close()
    #expect(await host.drain().map(\.kind) == [HOSTCALL_MESSAGE_RELEASE])
  }

  @Test("a close by the core does not wait for a host that takes nothing, and is not done with what it took")
  func closeWithoutHost() async throws {
    let host = QueueHost()
    let tasks = (0..<3).map { _ in Task { try await host.bridge.callBytes("f", []) } }
    #expect(await host.inFlight(3))
    let taken = try #require(host.take().message)
    await host.bridge.close()
    for task in tasks {
      let error = await #expect(throws: BridgeError.self) { try await task.value }
      #expect(error?.code == .unavailable)
    }
    // The cancellation of the call that was taken, and the release of its handler, wait for that message.
    #expect(host.next(20_000_000) == .status(HOSTCALL_NOTHING))
    host.done(taken)
    #expect(await host.drain().map(\.kind) == [HOSTCALL_MESSAGE_CANCEL, HOSTCALL_MESSAGE_RELEASE])
    #expect(host.next() == .status(HOSTCALL_INVALID_BRIDGE))
  }

  @Test("a bridge is freed once its host has been told of the end, even if a message is not done")
  func freed() async throws {
    weak var storage: BridgeStorage?
    let token: QueueHost.Message
    do {
      let host = QueueHost()
      storage = host.bridge.storage
      _ = await Reply.queued("f", on: host)
      await host.bridge.close()
      token = try #require(await host.takeSoon().message)
      #expect(token.kind == HOSTCALL_MESSAGE_REPLY || token.kind == HOSTCALL_MESSAGE_RELEASE)
      _ = await host.drain()
    }
    for _ in 0..<5000 where storage != nil { try await Task.sleep(for: .milliseconds(1)) }
    #expect(storage == nil)
    #expect(TakenMessages.shared.remove(token.token) != nil)
  }

  @Test("the calls of a host that takes no replies are bounded")
  func bounded() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumInboundCalls = 5
    let host = QueueHost(configuration: configuration)
    try host.bridge.exposeBytes("echo") { .response($0.payload) }
    var statuses: [Int32] = []
    for _ in 0..<6 { statuses.append(unsafe hostcall_call(host.handle, "echo", [1], 1, nil, nil, nil)) }
    #expect(statuses == [0, 0, 0, 0, 0, HOSTCALL_RESOURCE_EXHAUSTED])
    let reply = try #require(await host.takeSoon().message)
    #expect(reply.bytes == [1])
    // The reply counts until it is done.
    #expect(unsafe hostcall_call(host.handle, "echo", [1], 1, nil, nil, nil) == HOSTCALL_RESOURCE_EXHAUSTED)
    host.done(reply)
    #expect(await host.wait { unsafe hostcall_call(host.handle, "echo", [1], 1, nil, nil, nil) == HOSTCALL_OK })
    await host.bridge.close()
    #expect(await host.drain().count(where: { $0.kind == HOSTCALL_MESSAGE_REPLY }) == 5)
  }

  @Test("requests of calls that are given up leave the queue with them")
  func givenUp() async throws {
    let host = QueueHost()
    for _ in 0..<200 {
      await #expect(throws: BridgeError.self) {
        try await host.bridge.callBytes("f", [UInt8](repeating: 1, count: 100_000), timeout: .microseconds(10))
      }
    }
    #expect(host.next() == .status(HOSTCALL_NOTHING))
    await host.bridge.close()
    #expect(await host.drain().map(\.kind) == [HOSTCALL_MESSAGE_RELEASE])
  }

  @Test("a registration that fails releases nothing")
  func failedRegistration() async {
    let host = QueueHost([])
    await host.bridge.close()
    #expect(host.register("g", tag: 9) == HOSTCALL_CLOSED)
    #expect(await host.drain().isEmpty)
  }

  @Test("handlers in Swift run as before on a bridge with a queue")
  func swiftHandlers() async throws {
    let host = QueueHost()
    try host.bridge.handleBytes("swift") { .response($0.payload + [2]) }
    #expect(try await host.bridge.callBytes("swift", [1]) == [1, 2])
    await host.bridge.close()
    #expect(await host.drain().map(\.kind) == [HOSTCALL_MESSAGE_RELEASE])
  }

  @Test("a batch of calls is answered from messages")
  func batch() async throws {
    let host = QueueHost()
    let storage = host.bridge.storage
    let task = Task {
      let target = storage.target(
        named: NamedCall(try WireName(checking: "f")), CallEncodings(request: .cbor, response: .cbor))
      let batch = CallBatch(storage, .never)
      for _ in 0..<20 { #expect(unsafe batch.begin(target, UnsafeRawBufferPointer(start: nil, count: 0))) }
      await batch.wait()
      for index in 0..<20 { _ = try batch.takeCall(index).take(storage, runsUserCode: false) { $0.byteCount } }
    }
    for _ in 0..<20 { host.complete(try #require(await host.nextSoon().message).callID) }
    try await task.value
    await host.bridge.close()
    #expect(await host.drain().count == 1)
  }
}

extension Reply {
  /// Calls a function that the core exposes under `name`, so that a reply is queued.
  fileprivate static func queued(_ name: String, on host: QueueHost) async -> Int32 {
    try? host.bridge.exposeBytes(name) { .response($0.payload) }
    return unsafe hostcall_call(host.handle, name, [1], 1, nil, nil, nil)
  }
}
