// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Testing

@Suite("The peer of a call", .timeLimit(.minutes(1)))
struct PeerTests {
  private let bridge = HostBridge()

  private static func text(_ peer: HostCallPeer?) -> String {
    guard let peer else { return "none" }
    guard let certificate = peer.certificate else { return peer.address }
    return "\(certificate.subject) \(certificate.dnsNames) \(certificate.uris) \(certificate.bytes.count > 100)"
  }

  @Test(
    "a handler sees the address of its caller, and none in one process; its own calls have no peer",
    arguments: Route.allCases)
  func address(_ route: Route) async throws {
    try bridge.handle(Greet.self) { _, context in
      // Count answers with 1 if it has a peer.
      let own = try await context.bridge.call(Count())
      return .init(text: Self.text(context.peer), tags: [UInt8(own)])
    }
    try bridge.handle(Count.self) { _, context in context.peer == nil ? 0 : 1 }
    try bridge.handleStream(Watch.self) { _, context, send in try await send(context.peer == nil ? 0 : 1) }
    try await route.withClient(of: bridge) { client async throws in
      let answer = try await client.call(Greet(name: "x"))
      switch route {
      case .inProcess: #expect(answer.text == "none")
      case .unixSocket: #expect(answer.text.hasPrefix("unix:/") && answer.text.hasSuffix(".sock"))
      case .tls:
        #expect(answer.text.hasPrefix("127.0.0.1:"))
        #expect(throws: Never.self) { try RemoteAddress(answer.text) }
      }
      #expect(answer.tags == [0])
      var elements: [Int] = []
      for try await element in client.stream(Watch(name: "x")) { elements.append(element) }
      #expect(elements == [route == .inProcess ? 0 : 1])
    }
  }

  @Test("with mutual TLS, a handler sees the certificate of its caller, and otherwise none")
  func certificate() async throws {
    try bridge.handle(Greet.self) { _, context in .init(text: Self.text(context.peer), tags: []) }
    for isMutual in [true, false] {
      let server = HostCallServer(answering: bridge)
      let address = try await server.start(
        listening: .tcp(host: "127.0.0.1", port: 0),
        security: .tls(
          identity: Certificates.shared.identity("server"),
          clientRoots: isMutual ? Certificates.shared.path("ca.pem") : nil))
      let transport = try GRPCTransport(
        addresses: [address],
        security: .tls(
          trustRoots: Certificates.shared.path("ca.pem"), serverName: "localhost",
          identity: Certificates.shared.identity("named-client")))
      let answer = try await HostCallClient(transport: transport).call(Greet(name: "x"), timeout: .seconds(20))
      if isMutual {
        #expect(answer.text == "CN=Named client [\"client.example\"] [\"spiffe://example/client\"] true")
      } else {
        #expect(answer.text.hasPrefix("127.0.0.1:"))
      }
      await transport.close()
      await server.shutdown(grace: .zero)
    }
    await bridge.close()
  }
}
#endif
