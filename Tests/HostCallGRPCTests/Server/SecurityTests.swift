// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Foundation
import HostCall
import HostCallGRPC
import NIOCore
import Testing

@Suite("Servers with and without TLS", .timeLimit(.minutes(1)))
struct SecurityTests {
  private let bridge = HostBridge()

  @Test("a client refuses a certificate of another authority or for another name")
  func wrongServer() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(
      listening: .tcp(host: "127.0.0.1", port: 0), security: .tls(identity: Certificates.shared.identity("server")))
    for security in [
      GRPCSecurity.Client.tls(trustRoots: Certificates.shared.path("stranger-ca.pem"), serverName: "localhost"),
      .tls(trustRoots: Certificates.shared.path("ca.pem"), serverName: "elsewhere.example"), .plaintext,
    ] {
      let transport = try GRPCTransport(addresses: [address], security: security)
      let error = await #expect(throws: HostCallError<Never>.self, "\(security)") {
        try await HostCallClient(transport: transport).call(Count(), timeout: .seconds(10))
      }
      #expect(error?.code == .unavailable, "\(security)")
      await transport.close()
    }
    // The server still answers a client with the right settings.
    let right = try GRPCTransport(addresses: [address], security: Route.tls.clientSecurity)
    #expect(try await HostCallClient(transport: right).call(Count(), timeout: .seconds(10)) == 7)
    await right.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a certificate for the server's numeric address is accepted")
  func numericAddress() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(
      listening: .tcp(host: "127.0.0.1", port: 0),
      security: .tls(identity: Certificates.shared.identity("numeric-server")))
    let transport = try GRPCTransport(
      addresses: [address], security: .tls(trustRoots: Certificates.shared.path("ca.pem")))
    #expect(try await HostCallClient(transport: transport).call(Count(), timeout: .seconds(10)) == 7)
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("with mutual TLS, a server accepts only clients with a certificate of its authority")
  func mutual() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(
      listening: .tcp(host: "127.0.0.1", port: 0),
      security: .tls(
        identity: Certificates.shared.identity("server"), clientRoots: Certificates.shared.path("ca.pem")))
    for (name, isRight) in [("client", true), ("stranger", false), (nil, false), ("client", true)] {
      let transport = try GRPCTransport(
        addresses: [address],
        security: .tls(
          trustRoots: Certificates.shared.path("ca.pem"), serverName: "localhost",
          identity: name.map { Certificates.shared.identity($0) }))
      let client = HostCallClient(transport: transport)
      if isRight {
        #expect(try await client.call(Count(), timeout: .seconds(10)) == 7)
      } else {
        let error = await #expect(throws: HostCallError<Never>.self) {
          try await client.call(Count(), timeout: .seconds(10))
        }
        #expect(error?.code == .unavailable)
      }
      await transport.close()
    }
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a transport refuses to connect to another machine without TLS")
  func plaintextElsewhere() throws {
    let error = #expect(throws: HostSetupError.self) {
      try GRPCTransport(addresses: [RemoteAddress("192.0.2.1:443")])
    }
    #expect(error?.code == .invalidArgument && error?.wireName == nil && error?.cause == nil)
  }

  @Test("a server refuses to listen without TLS for other machines, and says why it cannot listen")
  func refusals() async throws {
    let everywhere = RemoteAddress.tcp(host: "0.0.0.0", port: 0)
    let error = await #expect(throws: HostSetupError.self) {
      try await HostCallServer(answering: bridge).start(listening: everywhere)
    }
    #expect(error?.code == .invalidArgument && error?.message.contains("0.0.0.0:0") == true)
    #expect(error?.cause == nil)
    var configuration = HostCallServer.Configuration()
    configuration.allowsPlaintextEverywhere = true
    let meant = HostCallServer(answering: bridge, configuration: configuration)
    let address = try await meant.start(listening: everywhere)
    let again = await #expect(throws: HostSetupError.self) { try await meant.start(listening: everywhere) }
    #expect(again?.code == .failedPrecondition && again?.cause == nil)
    let taken = await #expect(throws: HostSetupError.self) {
      try await HostCallServer(answering: bridge, configuration: configuration).start(listening: address)
    }
    #expect(taken?.code == .unavailable && taken?.message.contains("\(address)") == true)
    #expect((taken?.cause as? IOError)?.errnoCode == EADDRINUSE, "\(String(describing: taken?.cause))")
    let nowhere = await #expect(throws: HostSetupError.self) {
      try await HostCallServer(answering: bridge).start(listening: .unix(path: "/no/such/folder/socket"))
    }
    #expect(nowhere?.code == .unavailable && (nowhere?.cause as? IOError)?.errnoCode == ENOENT)
    // The cause is in the message already.
    for error in [taken, nowhere] { #expect(error.map { "\($0)" } == error.map { "\($0.code): \($0.message)" }) }
    await meant.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test(
    "an error names the TLS file that cannot be read or used",
    arguments: [
      ("/no/such/file", "server.key", nil, "the certificates in /no/such/file cannot be read: No such file"),
      ("server.pem", "/no/such/file", nil, "the private key in /no/such/file cannot be read"),
      ("server.pem", "server.key", "/no/such/file", "roots in /no/such/file cannot be read"),
      ("server.key", "server.key", nil, "server.key: failedToLoadCertificate"),
      ("server.pem", "client.key", nil, "client.key: failedToLoadPrivateKey"),
    ])
  func files(_ certificates: String, _ key: String, _ roots: String?, _ words: String) async throws {
    func path(_ name: String) -> String { name.hasPrefix("/") ? name : Certificates.shared.path(name) }
    let identity = GRPCSecurity.Identity(certificates: path(certificates), privateKey: path(key))
    let atServer = await #expect(throws: HostSetupError.self) {
      try await HostCallServer(answering: bridge).start(
        listening: .tcp(host: "127.0.0.1", port: 0), security: .tls(identity: identity, clientRoots: roots.map(path)))
    }
    #expect(
      atServer?.code == .unavailable && atServer?.message.contains(words) == true, "\(String(describing: atServer))")
    let atClient = #expect(throws: HostSetupError.self) {
      try GRPCTransport(
        addresses: [.tcp(host: "127.0.0.1", port: 1)], security: .tls(trustRoots: roots.map(path), identity: identity)
      )
    }
    #expect(
      atClient?.code == .invalidArgument && atClient?.message.contains(words) == true,
      "\(String(describing: atClient))")
    for error in [atServer, atClient] {
      #expect(error?.cause != nil && error?.wireName == nil)
      #expect(error?.description.contains(where: \.isNewline) == false, "\(String(describing: error))")
    }
    await bridge.close()
  }
}
#endif
