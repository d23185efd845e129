// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC

/// The code that the article Operating Servers shows.
enum OperatingServers {
  static func connect(
    _ addresses: [RemoteAddress], _ security: GRPCSecurity.Client, _ tokens: Tokens
  ) throws -> GRPCTransport {
    let transport = try GRPCTransport(
      addresses: addresses, security: security, credentials: .bearer { try await tokens.current() })
    return transport
  }

  static func tenants(_ tenant: String) -> GRPCCredentials {
    let credentials = GRPCCredentials { wireName in
      var metadata = HostCallMetadata()
      try metadata.set(tenant, forKey: "tenant")
      return metadata
    }
    return credentials
  }

  static func greet(_ bridge: HostBridge) throws {
    try bridge.handle(Greet.self) { request, context in
      let caller = context.peer?.certificate?.dnsNames.first ?? context.peer?.address ?? "this process"
      return Greet.Response(text: "hello \(request.name), calling from \(caller)", tags: [])
    }
  }

  static func serve(
    _ bridge: HostBridge, _ address: RemoteAddress, _ security: GRPCSecurity.Server, _ tokens: Tokens
  ) async throws -> (HostCallServer, RemoteAddress) {
    let authorization = HostCallAuthorization { call in
      if call.peer?.certificate?.uris.contains("spiffe://example/admin") == true { return .allow }
      guard let token = call.metadata["authorization"] else {
        return .refuse(.unauthenticated, "a bearer token is missing")
      }
      guard tokens.names(for: token).contains(call.wireName) else {
        return .refuse(.permissionDenied, "the token is not for this call")
      }
      return .allow
    }
    let server = HostCallServer(answering: bridge, interceptors: [authorization])
    let bound = try await server.start(listening: address, security: security)
    return (server, bound)
  }

  static func open(_ bridge: HostBridge) -> HostCallServer {
    let open = HostCallAuthorization(allowing: ["acme.people.greet", "acme.people.watch"])
    let server = HostCallServer(answering: bridge, interceptors: [open])
    return server
  }

  static func pause(_ server: HostCallServer) async {
    server.setHealth(.notServing, of: "acme.people")
  }

  static func stop(_ server: HostCallServer) async {
    await server.shutdown(grace: .seconds(10))
  }

  static func follow(_ directory: Directory) throws -> GRPCTransport {
    let transport = try GRPCTransport(resolving: { try await directory.addresses(of: "acme.people") })
    return transport
  }

  /// The tokens of the article's client and server.
  struct Tokens {
    func current() async throws -> String { "t" }
    func names(for token: String) -> Set<String> { token == "Bearer t" ? [Greet.wireName] : [] }
  }

  /// The directory of the article's services.
  struct Directory {
    let address: RemoteAddress
    func addresses(of service: String) async throws -> [RemoteAddress] { [address] }
  }
}
#endif
