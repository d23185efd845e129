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
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let mayEnd = Atomic<Bool>(false)
    try bridge.handle(Count.self) { _, _ in
      arrival.yield()
      while !mayEnd.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
      return 7
    }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: route.address, security: route.serverSecurity)
    let transport = try GRPCTransport(addresses: [address], security: route.clientSecurity)
    let client = HostCallClient(transport: transport)
    let running = Task { try await client.call(Count()) }
    for await _ in arrivals { break }
    let shutdown = Task { await server.shutdown(grace: .seconds(60)) }
    var random = SplitMix(for: "Requests while a server shuts down")
    let names = (0..<250).map { _ in String(repeating: "a", count: .random(in: 2000...20_000, using: &random)) }
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
    mayEnd.store(true, ordering: .relaxed)
    #expect(try await running.value == 7)
    await shutdown.value
    await transport.close()
    await bridge.close()
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
