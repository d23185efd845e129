// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC

/// The code that the article Going Remote shows.
enum GoingRemote {
  static func serve(_ bridge: HostBridge) async throws -> (HostCallServer, RemoteAddress) {
    let server = HostCallServer(answering: bridge)  // with its handlers, in any language
    let address = try await server.start(listening: RemoteAddress("127.0.0.1:0"))
    return (server, address)
  }

  static func serveWithTLS(_ bridge: HostBridge, _ certificates: String, _ key: String) async throws -> (
    HostCallServer, RemoteAddress
  ) {
    let server = HostCallServer(answering: bridge)
    let identity = GRPCSecurity.Identity(certificates: certificates, privateKey: key)
    let address = try await server.start(listening: RemoteAddress("127.0.0.1:0"), security: .tls(identity: identity))
    return (server, address)
  }

  static func connect(_ addresses: [RemoteAddress]) throws -> HostCallClient {
    let transport = try GRPCTransport(addresses: addresses)
    let host = HostCallClient(transport: transport)
    return host
  }

  static func inProcess(_ bridge: HostBridge) -> HostCallClient {
    let host = HostCallClient(transport: bridge)
    return host
  }

  static func call(_ host: HostCallClient) async throws -> Int {
    let count = try await host.call(Count(), timeout: .seconds(2))
    return count
  }
}
#endif
