#if GRPC
  import Foundation
  import HostCall
  import HostCallGRPC
  import Testing

  /// A way from a core to its handlers: the tests of calls run over each, by the same code.
  enum Route: String, CaseIterable, CustomTestStringConvertible {
    case inProcess, unixSocket, tls

    var testDescription: String { rawValue }

    /// Those that cross to a server.
    static let remote: [Route] = [.unixSocket, .tls]

    /// Runs `body` with a client of `bridge` over this route.
    func withClient(
      of bridge: HostBridge, _ configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
      server: HostCallServer.Configuration = HostCallServer.Configuration(),
      _ body: (HostCallClient) async throws -> Void
    ) async throws {
      if self == .inProcess {
        try await body(HostCallClient(transport: bridge, configuration: configuration))
        return await bridge.close()
      }
      let server = HostCallServer(answering: bridge, configuration: server)
      let address = try await server.start(listening: self.address, security: serverSecurity)
      let transport = try GRPCTransport(addresses: [address], security: clientSecurity)
      try await body(HostCallClient(transport: transport, configuration: configuration))
      await transport.close()
      await server.shutdown(grace: .zero)
      await bridge.close()
    }

    /// Runs `body` with a client of `bridge` over this route, and with what kills whoever answers it: the bridge, or the
    /// server's connections, which end without a goodbye as if its process had been killed.
    func withClient(
      of bridge: HostBridge, _ body: (HostCallClient, _ kill: () async -> Void) async throws -> Void
    ) async throws {
      if self == .inProcess {
        return try await body(HostCallClient(transport: bridge)) { await bridge.close() }
      }
      let server = HostCallServer(answering: bridge)
      let relay = try Relay(to: try await server.start(listening: address, security: serverSecurity))
      let transport = try GRPCTransport(addresses: [relay.address], security: clientSecurity)
      try await body(HostCallClient(transport: transport)) { relay.cut() }
      await transport.close()
      await server.shutdown(grace: .zero)
      await bridge.close()
    }

    /// Where a server may listen.
    var address: RemoteAddress {
      self == .unixSocket
        ? .unix(
          path:
            "\(FileManager.default.temporaryDirectory.path(percentEncoded: false))hostcall-\(UInt32.random(in: 0...(.max))).sock"
        )
        : .tcp(host: "127.0.0.1", port: 0)
    }

    var serverSecurity: GRPCSecurity.Server {
      self == .tls ? .tls(identity: Certificates.shared.identity("server")) : .plaintext
    }

    var clientSecurity: GRPCSecurity.Client {
      self == .tls ? .tls(trustRoots: Certificates.shared.path("ca.pem"), serverName: "localhost") : .plaintext
    }
  }
#endif
