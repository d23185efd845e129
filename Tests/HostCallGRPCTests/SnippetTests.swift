// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Testing

@Suite("The documentation of calls over gRPC", .timeLimit(.minutes(1)))
struct SnippetTests {
  @Test("the code of Going Remote works over a bridge and over gRPC")
  func works() async throws {
    let bridge = HostBridge()
    try bridge.handle(Count.self) { _, _ in 7 }
    let (server, address) = try await GoingRemote.serve(bridge)
    let identity = Certificates.shared.identity("server")
    let (secured, _) = try await GoingRemote.serveWithTLS(bridge, identity.certificates, identity.privateKey)
    let host = try GoingRemote.connect([address])
    // The call has two seconds, which a busy machine may exceed.
    var count: Int?
    for _ in 0..<10 where count == nil { count = try? await GoingRemote.call(host) }
    #expect(count == 7)
    #expect(try await GoingRemote.call(GoingRemote.inProcess(bridge)) == 7)
    await (host.transport as? GRPCTransport)?.close()
    await server.shutdown(grace: .seconds(1))
    await secured.shutdown(grace: .seconds(1))
    await bridge.close()
  }

  @Test("the code of Operating Servers works")
  func operating() async throws {
    let bridge = HostBridge()
    try OperatingServers.greet(bridge)
    try bridge.handle(Count.self) { _, _ in 7 }
    let tokens = OperatingServers.Tokens()
    let (server, address) = try await OperatingServers.serve(
      bridge, Route.tls.address, Route.tls.serverSecurity, tokens)
    let transport = try OperatingServers.connect([address], Route.tls.clientSecurity, tokens)
    let client = HostCallClient(transport: transport)
    #expect(try await client.call(Greet(name: "x")).text.hasPrefix("hello x, calling from 127.0.0.1:"))
    let refused = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
    #expect(refused?.message == "the token is not for this call")
    let tenant = try GRPCTransport(
      addresses: [address], security: Route.tls.clientSecurity, credentials: OperatingServers.tenants("acme"))
    let missing = await #expect(throws: HostCallError<Never>.self) {
      try await HostCallClient(transport: tenant).call(Count())
    }
    #expect(missing?.code == .unauthenticated)
    await OperatingServers.pause(server)
    for transport in [transport, tenant] { await transport.close() }
    let open = OperatingServers.open(bridge)
    let moving = try OperatingServers.follow(
      OperatingServers.Directory(address: try await open.start(listening: Route.unixSocket.address)))
    #expect(try await HostCallClient(transport: moving).call(Greet(name: "x")).text.contains("unix:"))
    await moving.close()
    for server in [server, open] { await OperatingServers.stop(server) }
    await bridge.close()
  }
}
#endif
