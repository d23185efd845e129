// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Testing

@Suite("Remote addresses")
struct RemoteAddressTests {
  @Test("an address is read in the form in which it is written, and other text is refused")
  func texts() throws {
    let addresses: [(String, RemoteAddress)] = [
      ("unix:/run/x.sock", .unix(path: "/run/x.sock")), ("127.0.0.1:80", .tcp(host: "127.0.0.1", port: 80)),
      ("example.org:443", .tcp(host: "example.org", port: 443)), ("[::1]:0", .tcp(host: "::1", port: 0)),
    ]
    for (text, address) in addresses {
      #expect(try RemoteAddress(text) == address)
      #expect("\(address)" == text)
    }
    for text in [
      "", "unix:", "127.0.0.1", ":80", "::1:80", "host:", "host:70000", "host:-1", "host:+80", "host:٨", "host:x",
    ] {
      let error = #expect(throws: HostSetupError.self) { try RemoteAddress(text) }
      #expect(error?.code == .invalidArgument && error?.message.contains("\"\(text)\"") == true)
      #expect(error?.wireName == nil && error?.cause == nil)
    }
  }

  @Test("Unix sockets and loopback addresses are local, and others are not")
  func local() throws {
    for text in ["unix:x", "127.0.0.1:1", "127.9.9.9:1", "localhost:1", "[::1]:1"] {
      #expect(try RemoteAddress(text).isLocal)
    }
    for text in ["0.0.0.0:1", "10.0.0.1:1", "127.example.org:1", "127.0.0.+1:1", "127.0.0.256:1", "[::]:1"] {
      #expect(try !RemoteAddress(text).isLocal)
    }
  }

  @Test(
    "both ends refuse an address with an invalid port, or without a host",
    arguments: [("127.0.0.1", 70_000), ("::1", -1), ("", 1)])
  func ports(_ host: String, _ port: Int) async throws {
    let address = RemoteAddress.tcp(host: host, port: port)
    var configuration = GRPCTransport.Configuration()
    configuration.allowsPlaintextEverywhere = true
    let atClient = #expect(throws: HostSetupError.self) {
      try GRPCTransport(addresses: [address], configuration: configuration)
    }
    #expect(atClient?.code == .invalidArgument && atClient?.message.contains("\(address)") == true)
    let bridge = HostBridge()
    let atServer = await #expect(throws: HostSetupError.self) {
      try await HostCallServer(answering: bridge).start(listening: address)
    }
    #expect(atServer?.code == .invalidArgument && atServer?.message.contains("\(address)") == true)
    await bridge.close()
  }

  @Test("with TLS, Unix sockets and TCP addresses can be combined only if the server's name is set")
  func mixture() async throws {
    let addresses = [RemoteAddress.unix(path: "/no/such/socket"), .tcp(host: "127.0.0.1", port: 1)]
    let error = #expect(throws: HostSetupError.self) {
      try GRPCTransport(addresses: addresses, security: .tls())
    }
    #expect(error?.code == .invalidArgument)
    await (try GRPCTransport(addresses: addresses, security: .tls(serverName: "localhost"))).close()
    await (try GRPCTransport(addresses: addresses)).close()
  }

  @Test("a transport needs an address, and a host name must be the only one")
  func names() throws {
    let names = [RemoteAddress.tcp(host: "one.example", port: 1), .tcp(host: "two.example", port: 1)]
    #expect(throws: HostSetupError.self) { try GRPCTransport(addresses: names) }
    #expect(throws: HostSetupError.self) { try GRPCTransport(addresses: []) }
  }
}
#endif
