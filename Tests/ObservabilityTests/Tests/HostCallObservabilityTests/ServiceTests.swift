// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallGRPC
import HostCallObservability
import InMemoryLogging
import Logging
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@Suite("Services", .timeLimit(.minutes(1)))
struct ServiceTests {
  private let observation = Observation()

  @Test("a group runs a bridge, a server and a transport, and shuts them down after running calls")
  func group() async throws {
    let bridge = HostBridge()
    let (started, start) = AsyncStream.makeStream(of: RemoteAddress.self)
    let (running, run) = AsyncStream.makeStream(of: Void.self)
    try bridge.handle(Greet.self) { _, _ in
      run.yield()
      try await Task.sleep(for: .milliseconds(200))
      return "hello"
    }
    let server = HostCallServer(answering: bridge)
    let group = ServiceGroup(
      services: [
        HostBridgeService(bridge),
        HostCallServerService(server, listening: try RemoteAddress("127.0.0.1:0")) { start.yield($0) },
      ], logger: Logger(label: "test"))
    async let ended: Void = group.run()
    var addresses = started.makeAsyncIterator()
    let transport = try GRPCTransport(addresses: [try #require(await addresses.next())])
    let client = HostCallClient(transport: transport)
    async let greeting = client.call(Greet(id: 1))
    var calls = running.makeAsyncIterator()
    await calls.next()
    await group.triggerGracefulShutdown()
    #expect(try await greeting == "hello")
    try await ended
    await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Greet(id: 1)) }
    await #expect(throws: HostCallError<Never>.self) { try await client.call(Greet(id: 1)) }
    await transport.close()
  }

  @Test("the code of Operating a Service works")
  func snippets() async throws {
    let bridge = Operations.observed(Logger(label: "test"))
    let task = Task { try await Operations.run(bridge, RemoteAddress("127.0.0.1:0"), Logger(label: "test")) }
    task.cancel()
    _ = await task.result
    let counted = Operations.counted()
    _ = try? await counted.callBytes("fetch_profile", [])
    #expect(Operations.failures(of: counted) == 0 && counted.statisticsByName[""]?.failed == 1)
    await counted.close()
  }

  @Test("a transport is closed with its group")
  func transport() async throws {
    let transport = try GRPCTransport(addresses: [try RemoteAddress("127.0.0.1:1")])
    await testGracefulShutdown { trigger in
      async let ended: Void = GRPCTransportService(transport).run()
      trigger.triggerGracefulShutdown()
      try? await ended
    }
    let error = await #expect(throws: HostCallError<Never>.self) {
      try await HostCallClient(transport: transport).call(Greet(id: 1))
    }
    #expect(error?.code == .unavailable)
  }

  // Calls without properties, so that their requests are empty maps.

  private struct Wait: HostCallable {
    typealias Response = Empty
  }

  private struct Ping: HostCallable {
    typealias Response = Empty
  }

  @Test("the service of a bridge lets running calls to the core end, refuses new ones, and closes the bridge")
  func grace() async throws {
    let bridge = HostBridge()
    let (running, run) = AsyncStream.makeStream(of: Void.self)
    let (released, release) = AsyncStream.makeStream(of: Void.self)
    try bridge.expose(Wait.self) { _, _ in
      run.yield()
      for await _ in released { break }
      try Task.checkCancellation()
      return Empty()
    }
    try bridge.expose(Ping.self) { _, _ in Empty() }
    let handle = bridge.cHandle
    let reply = Task { await callCore("wait", on: handle) }
    for await _ in running { break }
    let (order, note) = AsyncStream.makeStream(of: String.self)
    try await testGracefulShutdown { trigger in
      let service = Task {
        try await HostBridgeService(bridge, grace: .seconds(3600)).run()
        note.yield("closed")
      }
      trigger.triggerGracefulShutdown()
      while await callCore("ping", on: handle) != nil { try await Task.sleep(for: .milliseconds(2)) }
      try await Task.sleep(for: .milliseconds(100))
      note.yield("released")
      release.yield()
      #expect(await reply.value == HOSTCALL_REPLY_OK)
      try await service.value
    }
    note.finish()
    #expect(await order.reduce(into: []) { $0.append($1) } == ["released", "closed"])
    #expect(hostcall_close_within(handle, 1) == HOSTCALL_INVALID_BRIDGE)
    await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Greet(id: 1)) }
  }

  @Test("the service of a bridge cancels calls to the core that its grace is too short for")
  func endOfGrace() async throws {
    let bridge = HostBridge()
    let (running, run) = AsyncStream.makeStream(of: Void.self)
    let (cancelled, cancel) = AsyncStream.makeStream(of: Void.self)
    try bridge.expose(Wait.self) { _, _ in
      run.yield()
      do {
        try await Task.sleep(for: .seconds(3600))
      } catch {
        cancel.yield()
      }
      return Empty()
    }
    let handle = bridge.cHandle
    let reply = Task { await callCore("wait", on: handle) }
    for await _ in running { break }
    let grace = Duration.milliseconds(200)
    let clock = ContinuousClock()
    let time = try await clock.measure {
      try await testGracefulShutdown { trigger in
        trigger.triggerGracefulShutdown()
        try await HostBridgeService(bridge, grace: grace).run()
      }
    }
    #expect(time >= grace)
    #expect(await reply.value == HOSTCALL_REPLY_CANCELLED)
    for await _ in cancelled { break }
    #expect(hostcall_close_within(handle, 1) == HOSTCALL_INVALID_BRIDGE)
  }

  @Test("a cancelled service ends at once")
  func cancelled() async throws {
    let bridge = HostBridge()
    let service = HostBridgeService(bridge, grace: .seconds(3600))
    let task = Task { try await service.run() }
    task.cancel()
    try await task.value
    await #expect(throws: HostCallError<Never>.self) { try await bridge.call(Greet(id: 1)) }
  }

  @Test("a server that cannot listen fails its service")
  func noAddress() async throws {
    let bridge = HostBridge()
    let address = try await HostCallServer(answering: bridge).start(listening: RemoteAddress("127.0.0.1:0"))
    let service = HostCallServerService(HostCallServer(answering: bridge), listening: address)
    await #expect(throws: HostSetupError.self) { try await service.run() }
    await bridge.close()
  }

  @Test("a server logs the errors of handlers that its peers do not receive")
  func privateErrors() async throws {
    try await observation.withBridge { bridge async throws in
      let server = HostCallServer(answering: bridge, observer: observation.observer())
      let address = try await server.start(listening: RemoteAddress("127.0.0.1:0"))
      let transport = try GRPCTransport(addresses: [address])
      let error = await #expect(throws: HostCallError<FindPerson.Failure>.self) {
        try await HostCallClient(transport: transport).call(FindPerson(id: 3))
      }
      #expect(error?.message.contains("Unexpected") == false)
      let entry = try await observation.entry("the handler has failed")
      #expect(entry.level == .error && "\(entry.metadata["error.message"] ?? "")".contains("Unexpected"))
      await transport.close()
      await server.shutdown(grace: .seconds(1))
    }
  }
}
