// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Foundation
import HostCall
import HostCallGRPC
import Testing

/// A route from a core to its handlers; the tests of calls run over each.
enum Route: String, CaseIterable, CustomTestStringConvertible {
  case inProcess, unixSocket, tls

  var testDescription: String { rawValue }

  /// The routes to a server.
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

  /// Runs `body` with a client of `bridge` over this route, and with a function that kills the answering side: it
  /// closes the bridge, or cuts the server's connections without a GOAWAY, as if the server's process had been
  /// killed.
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

  /// An address at which a server can listen.
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
