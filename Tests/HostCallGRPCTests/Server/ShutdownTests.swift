// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Synchronization
import TestSupport
import Testing

@Suite("Shutting down servers", .timeLimit(.minutes(2)))
struct ShutdownTests {
  private let bridge = HostBridge()

  @Test(
    "a running call is answered, however many calls are refused while the server shuts down", arguments: Route.remote)
  func manyRefusals(_ route: Route) async throws {
    let held = try HeldCount(at: bridge)
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: route.address, security: route.serverSecurity)
    let transport = try GRPCTransport(addresses: [address], security: route.clientSecurity)
    let client = HostCallClient(transport: transport)
    let running = Task { try await client.call(Count()) }
    await held.arrives()
    let shutdown = Task { await server.shutdown(grace: .seconds(60)) }
    var random = SplitMix(for: "Requests while a server shuts down")
    // Each is refused several times.
    let names = (0..<50).map { _ in String(repeating: "a", count: .random(in: 2000...20_000, using: &random)) }
    // Before the server has begun to stop, the name has no handler.
    var isRefused = false
    while !isRefused {
      let error = await #expect(throws: HostCallError<Greet.Failure>.self) {
        try await client.call(OldGreetOnce(name: "x"))
      }
      isRefused = error?.code == .unavailable
    }
    for result in await client.callEach(names.map { OldGreetOnce(name: $0) }) {
      let error = #expect(throws: HostCallError<Greet.Failure>.self) { try result.get() }
      #expect(error?.code == .unavailable && error?.message.contains("shutting down") == true)
    }
    held.release()
    #expect(try await running.value == 7)
    await shutdown.value
    await transport.close()
    await bridge.close()
  }

  @Test("a call that a server refuses while it shuts down is made at another server, once", arguments: Route.remote)
  func elsewhere(_ route: Route) async throws {
    let held = try HeldCount(at: bridge)
    let other = HostBridge()
    let executed = Mutex<[String: Int]>([:])
    try other.handle(Greet.self) { request, _ in
      executed.withLock { $0[request.name, default: 0] += 1 }
      return .init(text: request.name, tags: [])
    }
    let servers = [HostCallServer(answering: bridge), HostCallServer(answering: other)]
    var addresses: [RemoteAddress] = []
    for server in servers {
      addresses.append(try await server.start(listening: route.address, security: route.serverSecurity))
    }
    let toFirst = try GRPCTransport(addresses: [addresses[0]], security: route.clientSecurity)
    var configuration = GRPCTransport.Configuration()
    // Otherwise, a call may by chance be refused until no attempt is left.
    configuration.waitsForReady = true
    let toBoth = try GRPCTransport(
      addresses: addresses, security: route.clientSecurity, configuration: configuration)
    let client = HostCallClient(transport: toBoth)
    // Both are reached: only the first has no handler of this name.
    var codes: Set<HostCallCode?> = []
    while codes.count < 2 { codes.insert(await Self.code(of: client)) }
    let running = Task { try await HostCallClient(transport: toFirst).call(Count()) }
    await held.arrives()
    let shutdown = Task { await servers[0].shutdown(grace: .seconds(60)) }
    while await Self.code(of: HostCallClient(transport: toFirst)) == .unimplemented {}
    // `OldGreetOnce` is not idempotent.
    for result in await client.callEach((0..<100).map { OldGreetOnce(name: "\($0)") }) {
      #expect(throws: Never.self) { try result.get() }
    }
    for number in 0..<100 { #expect(executed.withLock { $0["\(number)"] } == 1) }
    held.release()
    #expect(try await running.value == 7)
    await shutdown.value
    for transport in [toFirst, toBoth] { await transport.close() }
    await servers[1].shutdown(grace: .zero)
    for bridge in [bridge, other] { await bridge.close() }
  }

  @Test("servers that shut down and start again one after the other lose no call, idempotent or not")
  func rolling() async throws {
    let executed = Mutex<[String: Int]>([:])
    try bridge.handle(Greet.self) { request, _ in
      executed.withLock { $0[request.name, default: 0] += 1 }
      try await Task.sleep(for: .milliseconds(1))
      return .init(text: request.name, tags: [])
    }
    let addresses = (0..<2).map { _ in Route.unixSocket.address }
    var servers: [HostCallServer] = []
    for address in addresses {
      servers.append(HostCallServer(answering: bridge))
      _ = try await servers[servers.count - 1].start(listening: address)
    }
    var configuration = GRPCTransport.Configuration()
    configuration.waitsForReady = true
    configuration.longestReconnectPause = .milliseconds(100)
    let transport = try GRPCTransport(addresses: addresses, configuration: configuration)
    let client = HostCallClient(transport: transport)
    let end = End()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for caller in 0..<16 {
        group.addTask {
          var count = 0
          while !end.hasCome.load(ordering: .relaxed) {
            // `OldGreetOnce` is not idempotent.
            _ = try await client.call(OldGreetOnce(name: "\(caller) \(count)"))
            count += 1
          }
          return count
        }
      }
      for round in 0..<20 {
        try await Task.sleep(for: .milliseconds(150))
        await servers[round % 2].shutdown(grace: .seconds(5))
        servers[round % 2] = HostCallServer(answering: bridge)
        _ = try await servers[round % 2].start(listening: addresses[round % 2])
      }
      end.hasCome.store(true, ordering: .relaxed)
      let made = try await group.reduce(0, +)
      #expect(executed.withLock { $0.count } == made && executed.withLock { $0.values.allSatisfy { $0 == 1 } })
    }
    await transport.close()
    for server in servers { await server.shutdown(grace: .zero) }
    await bridge.close()
  }

  private final class End: Sendable {
    let hasCome = Atomic<Bool>(false)
  }

  /// Returns the code with which a call ends; `nil` if it is answered.
  private static func code(of client: HostCallClient) async -> HostCallCode? {
    do throws(HostCallError<Greet.Failure>) {
      _ = try await client.call(OldGreetOnce(name: "x"))
      return nil
    } catch {
      return error.code
    }
  }

  @Test("a server that is shut down before or while it starts never listens", arguments: Route.remote)
  func beforeStart(_ route: Route) async throws {
    var random = SplitMix(for: "Shutting down while a server starts")
    for round in 0..<60 {
      let server = HostCallServer(answering: bridge)
      let address = try await Self.free(route)
      let pause = round < 5 ? 0 : Int.random(in: 0...400, using: &random)
      let starting = Task {
        for _ in 0..<pause { await Task.yield() }
        return try await server.start(listening: address, security: route.serverSecurity)
      }
      for _ in 0..<Int.random(in: 0...400, using: &random) { await Task.yield() }
      await server.shutdown(grace: .zero)
      if case .failure(let error as HostSetupError) = await starting.result {
        #expect(error.code == .unavailable && error.message.contains("shut down"), "\(error)")
      }
      await #expect(throws: (any Error).self, "round \(round)") { try await FrameClient.silence(to: address) }
      let again = await #expect(throws: HostSetupError.self) { try await server.start(listening: address) }
      #expect(again?.code == .unavailable || again?.code == .failedPrecondition)
    }
    await bridge.close()
  }

  /// Returns an address at which no server listens, not even another test's: no other test uses this loopback
  /// address.
  private static func free(_ route: Route) async throws -> RemoteAddress {
    guard case .tcp = route.address else { return route.address }
    #if os(Linux)
    let host = "127.77.0.1"
    #else
    let host = "127.0.0.1"
    #endif
    let other = HostCallServer(answering: HostBridge())
    let address = try await other.start(listening: .tcp(host: host, port: 0))
    await other.shutdown(grace: .zero)
    return address
  }
}
#endif
