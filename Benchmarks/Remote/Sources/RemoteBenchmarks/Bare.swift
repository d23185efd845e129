// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import HostCallGRPC

/// The floor: grpc-swift without HostCall, with its own client, server and router, and messages of bytes.
struct Bare: Sendable {
  struct Bytes: MessageSerializer, MessageDeserializer {
    func serialize<Output: GRPCContiguousBytes>(_ message: [UInt8]) -> Output { Output(message) }
    func deserialize<Input: GRPCContiguousBytes>(_ bytes: Input) -> [UInt8] { bytes.withUnsafeBytes { Array($0) } }
  }

  /// Answers each request with the same bytes.
  struct Service: RegistrableRPCService {
    let response: [UInt8]

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
      router.registerHandler(forMethod: Bare.method, deserializer: Bytes(), serializer: Bytes()) { request, _ in
        let request = try await ServerRequest(stream: request)
        guard !request.message.isEmpty else { throw RPCError(code: .invalidArgument, message: "the request is empty") }
        return StreamingServerResponse(single: ServerResponse(message: response))
      }
    }
  }

  static let method = MethodDescriptor(fullyQualifiedService: "bare", method: "greet", type: .unary)

  private let server: GRPCServer<HTTP2ServerTransport.Posix>
  private let client: GRPCClient<HTTP2ClientTransport.Posix>
  private let tasks: [Task<Void, any Error>]
  private let request: [UInt8]
  private let response: [UInt8]

  init(_ address: SocketAddress, request: [UInt8], response: [UInt8]) async throws {
    let transport = HTTP2ServerTransport.Posix(address: address, transportSecurity: .plaintext)
    let server = GRPCServer(transport: transport, services: [Service(response: response)])
    let serving = Task { try await server.serve() }
    let bound = try await transport.listeningAddress
    let target: any ResolvableTarget
    if let socket = bound.unixDomainSocket {
      target = .unixDomainSocket(path: socket.path)
    } else {
      target = .ipv4(address: "127.0.0.1", port: bound.ipv4?.port ?? 0)
    }
    let client = GRPCClient(transport: try HTTP2ClientTransport.Posix(target: target, transportSecurity: .plaintext))
    (self.server, self.client, self.request, self.response) = (server, client, request, response)
    tasks = [serving, Task { try await client.runConnections() }]
  }

  func subject(_ name: String, timeout: Duration? = nil) -> Subject {
    var options = CallOptions.defaults
    options.timeout = timeout
    return Subject(name: name) { [options] in
      let answer = try await client.unary(
        request: ClientRequest(message: request), descriptor: Self.method, serializer: Bytes(), deserializer: Bytes(),
        options: options
      ) { response in try response.message }
      guard answer == response else { throw RPCError(code: .internalError, message: "the response differs") }
    }
  }

  func close() async {
    client.beginGracefulShutdown()
    server.beginGracefulShutdown()
    for task in tasks { _ = await task.result }
  }
}
