// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
@testable import HostCallGRPC
import Testing

@Suite("The health of a server", .timeLimit(.minutes(1)))
struct HealthTests {
  private let bridge = HostBridge()

  @Test("each service of the names with handlers is serving, others are unknown, and the owner may say otherwise")
  func services() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    try bridge.handle(Greet.self) { _, _ in .init(text: "", tags: []) }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: Route.unixSocket.address)
    let transport = try GRPCTransport(addresses: [address])
    // One byte over the limit.
    let long = String(repeating: "a", count: 256)
    server.setHealth(.serving, of: long)
    for service in ["", "hostcall", "acme.people"] { #expect(try await transport.checkHealth(of: service) == 1) }
    try await whileCalling(address) {
      for service in ["acme", "acme.people.greet", "database"] + Array(repeating: long, count: 50) {
        let error = await #expect(throws: BridgeError.self) { try await transport.checkHealth(of: service) }
        #expect(error?.code == .notFound)
      }
    }
    server.setHealth(.serving, of: String(long.dropLast()))
    #expect(try await transport.checkHealth(of: String(long.dropLast())) == 1)
    server.setHealth(.notServing, of: "database")
    server.setHealth(.notServing, of: "acme.people")
    #expect(try await transport.checkHealth(of: "database") == 2)
    #expect(try await transport.checkHealth(of: "acme.people") == 2)
    #expect(try await transport.checkHealth(of: "") == 1)
    server.setHealth(.notServing)
    #expect(try await transport.checkHealth(of: "") == 2)
    #expect(try await transport.checkHealth(of: "hostcall") == 2)
    // Health decides nothing about calls.
    #expect(try await HostCallClient(transport: transport).call(Count()) == 7)
    let malformed = await #expect(throws: BridgeError.self) {
      try await transport.send(TransportCall(wireName: "grpc.health.v1.Health.Check", request: [0x0A, 9]))
    }
    #expect(malformed?.code == .invalidArgument)
    let other = await #expect(throws: BridgeError.self) {
      try await transport.send(TransportCall(wireName: "grpc.health.v1.Health.Other", request: []))
    }
    #expect(other?.code == .unimplemented)
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a watcher learns of each change, of a service that becomes known, and of the end")
  func watching() async throws {
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: Route.unixSocket.address)
    let transport = try GRPCTransport(addresses: [address])
    let people = try await transport.watchHealth(of: "acme.people")
    #expect(try await people.nextStatus() == 3)
    try bridge.handle(Greet.self) { _, _ in .init(text: "", tags: []) }
    #expect(try await people.nextStatus() == 1)
    server.setHealth(.notServing, of: "acme.people")
    #expect(try await people.nextStatus() == 2)
    server.setHealth(.serving, of: "acme.people")
    #expect(try await people.nextStatus() == 1)
    let shutdown = Task { await server.shutdown(grace: .seconds(60)) }
    #expect(try await people.nextStatus() == 2)
    let error = await #expect(throws: BridgeError.self) { try await people.nextStatus() }
    #expect(error?.code == .unavailable)
    // Watching holds up no shutdown.
    await shutdown.value
    #expect(server.health.watcherCount == 0)
    await transport.close()
    await bridge.close()
  }

  @Test("from the beginning of a shutdown, nothing is serving, while running calls end", arguments: Route.remote)
  func draining(_ route: Route) async throws {
    let held = try HeldCount(at: bridge)
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: route.address, security: route.serverSecurity)
    let transport = try GRPCTransport(addresses: [address], security: route.clientSecurity)
    let watcher = try await transport.watchHealth(of: "")
    #expect(try await watcher.nextStatus() == 1)
    let running = Task { try await HostCallClient(transport: transport).call(Count()) }
    await held.arrives()
    let shutdown = Task { await server.shutdown(grace: .seconds(60)) }
    #expect(try await watcher.nextStatus() == 2)
    // Also on a new connection, as a probe makes one each time.
    for _ in 0..<20 {
      let probe = try GRPCTransport(addresses: [address], security: route.clientSecurity)
      for service in ["", "hostcall"] { #expect(try await probe.checkHealth(of: service) == 2) }
      let unknown = await #expect(throws: BridgeError.self) { try await probe.checkHealth(of: "unknown") }
      #expect(unknown?.code == .notFound)
      await probe.close()
    }
    held.release()
    #expect(try await running.value == 7)
    await shutdown.value
    await transport.close()
    await bridge.close()
  }

  @Test("hundreds of watchers and checks hold up no call, and nothing of them stays")
  func load() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: Route.unixSocket.address)
    let watching = try GRPCTransport(addresses: [address])
    let transport = try GRPCTransport(addresses: [address])
    var watchers: [any TransportStream] = []
    for _ in 0..<300 { watchers.append(try await watching.watchHealth(of: "")) }
    for watcher in watchers { #expect(try await watcher.nextStatus() == 1) }
    #expect(server.health.watcherCount == 300)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          let status = try await transport.checkHealth(of: "hostcall")
          #expect(status == 1)
        }
      }
      for _ in 0..<50 { group.addTask { server.setHealth(.serving) } }
      for _ in 0..<100 {
        #expect(try await HostCallClient(transport: transport).call(Count(), timeout: .seconds(30)) == 7)
      }
      try await group.waitForAll()
    }
    server.setHealth(.notServing)
    for watcher in watchers { #expect(try await watcher.nextStatus() == 2) }
    watchers = []
    await watching.close()
    while server.health.watcherCount > 0 { try await Task.sleep(for: .milliseconds(10)) }
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }
}
#endif
