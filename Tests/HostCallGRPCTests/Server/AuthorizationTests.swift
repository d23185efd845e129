// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Testing

@Suite("Authorization at a server", .timeLimit(.minutes(1)))
struct AuthorizationTests {
  private let bridge = HostBridge()

  /// Runs `body` with a client of a server with an authorization.
  private func withTransport(
    _ authorization: HostCallAuthorization, over route: Route = .unixSocket,
    _ body: (GRPCTransport) async throws -> Void
  ) async throws {
    var configuration = HostCallServer.Configuration()
    configuration.describesCalls = true
    let server = HostCallServer(answering: bridge, configuration: configuration, interceptors: [authorization])
    let address = try await server.start(listening: route.address, security: route.serverSecurity)
    let transport = try GRPCTransport(addresses: [address], security: route.clientSecurity)
    try await body(transport)
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  private func code(_ transport: GRPCTransport, _ name: String, _ request: [UInt8]) async -> HostCallCode? {
    var call = TransportCall(wireName: name, request: request, timeout: .seconds(20))
    call.fingerprint = 0x1234
    do throws(BridgeError) {
      _ = try await transport.send(call)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("a list of names decides before a request is decoded, and reveals no other names", arguments: Route.remote)
  func names(_ route: Route) async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    try bridge.handle(Greet.self) { _, _ in .init(text: "", tags: []) }
    try bridge.handleStream(Watch.self) { _, _, send in try await send(1) }
    try await withTransport(HostCallAuthorization(allowing: ["count"]), over: route) { transport async throws in
      let client = HostCallClient(transport: transport)
      #expect(try await client.call(Count()) == 7)
      // Malformed, with another schema, and without a handler.
      for name in [Greet.wireName, "nothing", "hostcall.v1.Schema.Describe"] {
        #expect(await code(transport, name, [0xFF]) == .permissionDenied)
      }
      #expect(await code(transport, "count", [0xFF]) == .failedPrecondition)
      var elements = client.stream(Watch(name: "x")).makeAsyncIterator()
      let error = await #expect(throws: HostCallError<Greet.Failure>.self) { try await elements.next() }
      #expect(error?.code == .permissionDenied && error?.message == "the call is not allowed")
    }
  }

  @Test("a closure decides by the name, the metadata and the peer, and the code and the message arrive")
  func closure() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    try bridge.handleStream(Watch.self) { _, _, send in try await send(1) }
    let authorization = HostCallAuthorization { call in
      guard call.metadata["authorization"] == "Bearer t" else { return .refuse(.unauthenticated, "no token") }
      guard call.peer?.address.hasPrefix("unix:") == true else { return .refuse(.permissionDenied, "not from there") }
      return call.isStream && call.wireName == Watch.wireName ? .allow : .refuse(.permissionDenied, "only Watch")
    }
    try await withTransport(authorization) { transport async throws in
      let client = HostCallClient(transport: transport)
      let missing = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
      #expect(missing?.code == .unauthenticated && missing?.message == "no token")
      var metadata = HostCallMetadata()
      try metadata.set("Bearer t", forKey: "authorization")
      try await HostCallMetadata.withValue(metadata) {
        let other = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
        #expect(other?.code == .permissionDenied && other?.message == "only Watch")
        var elements: [Int] = []
        for try await element in client.stream(Watch(name: "x")) { elements.append(element) }
        #expect(elements == [1])
      }
    }
  }

  @Test("refusals in great number cost no other call")
  func load() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    try bridge.handle(Greet.self) { _, _ in .init(text: "", tags: []) }
    try await withTransport(HostCallAuthorization(allowing: ["count"]), over: .tls) { transport async throws in
      let client = HostCallClient(transport: transport)
      async let refused = client.callEach((0..<500).map { OldGreetOnce(name: String(repeating: "a", count: $0)) })
      for _ in 0..<100 { #expect(try await client.call(Count(), timeout: .seconds(20)) == 7) }
      for result in await refused {
        let error = #expect(throws: HostCallError<Greet.Failure>.self) { try result.get() }
        #expect(error?.code == .permissionDenied)
      }
    }
  }
}
#endif
