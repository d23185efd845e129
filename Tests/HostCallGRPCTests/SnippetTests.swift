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
}
#endif
