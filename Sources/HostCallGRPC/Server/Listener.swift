// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import HostBridgeCore
internal import HostCall

/// A gRPC transport that listens, and its Unix socket, if it has one.
struct Listener: Sendable {
  typealias Transport = HTTP2ServerTransport.Posix
  typealias Stream = RPCStream<Transport.Inbound, Transport.Outbound>

  /// The address, with the port that the system chose.
  let address: RemoteAddress
  private let transport: Transport
  private let listening: Task<Void, any Error>
  private let socket: UnixSocket?

  /// Starts listening at `address`.
  ///
  /// - Parameters:
  ///   - address: The address to listen at.
  ///   - security: The security of the connections.
  ///   - configuration: The settings of gRPC's transport.
  ///   - answer: A function that answers the call of a peer on a stream.
  /// - Throws: `unavailable`, with the reason, if the address or a certificate cannot be used.
  static func open(
    at address: RemoteAddress, security: GRPCSecurity.Server, configuration: Transport.Config,
    _ answer: @escaping @Sendable (Stream, HostCallPeer) async -> Void
  ) async throws(HostSetupError) -> Listener {
    var socket: UnixSocket?
    if case .unix(let path) = address {
      do throws(UnixSocket.Failure) {
        socket = try await UnixSocket.listen(at: path)
      } catch {
        throw refusal(address, error.reason, error.cause)
      }
    }
    let transport = Self.transport(at: address, on: socket, security: security, configuration: configuration)
    let listening = Task {
      try await transport.listen { stream, context in await answer(stream, HostCallPeer(context)) }
    }
    do {
      let bound = try await transport.listeningAddress
      let address = socket == nil ? RemoteAddress(bound) ?? address : address
      return Listener(address: address, transport: transport, listening: listening, socket: socket)
    } catch {
      // The transport has ended, and the error of `listening` is more specific than that of its address.
      var reason: any Error = error
      if case .failure(let cause) = await listening.result { reason = cause }
      // The file first: once its socket is closed, another server's file may have its inode number.
      await socket?.removeFile()
      socket?.closeIfOpen()
      throw refusal(address, GRPCSecurity.reason(reason, security.files), GRPCSecurity.cause(of: reason))
    }
  }

  private static func transport(
    at address: RemoteAddress, on socket: UnixSocket?, security: GRPCSecurity.Server,
    configuration: Transport.Config
  ) -> Transport {
    if let socket {
      return Transport(
        listeningSocketDescriptor: Int(socket.descriptor), transportSecurity: security.transportSecurity,
        config: configuration)
    }
    return Transport(
      address: address.socketAddress, transportSecurity: security.transportSecurity, config: configuration)
  }

  private static func refusal(_ address: RemoteAddress, _ reason: String, _ cause: (any Error)?) -> HostSetupError {
    HostSetupError(code: .unavailable, message: "the server cannot listen at \(address): \(reason)", cause: cause)
  }

  /// Stops listening, gives connections `time`, but at least a second, to close, and then closes them.
  ///
  /// They are asked to close before gRPC is, since a call that arrives while gRPC sends GOAWAY costs its connection.
  func close(within time: Duration, _ connections: ServedConnections) async {
    // Before the socket is closed: after that, a successor's file could have the same identity, since the system
    // reuses inode numbers.
    await socket?.removeFile()
    // Not by cancelling `listening`: if a call arrived at that moment, a precondition in NIO would fail and end the
    // process.
    if await !connections.drain(within: max(GRPCLimits.closeTimeout, time)) { connections.close() }
    transport.beginGracefulShutdown()
    _ = await listening.ends(within: GRPCLimits.closeTimeout)
  }
}

extension RemoteAddress {
  var socketAddress: SocketAddress {
    switch self {
    case .unix(let path): .unixDomainSocket(path: path)
    case .tcp(let host, let port) where host.contains(":"): .ipv6(host: host, port: port)
    case .tcp(let host, let port): .ipv4(host: host == "localhost" ? "127.0.0.1" : host, port: port)
    }
  }

  init?(_ address: SocketAddress) {
    if let socket = address.unixDomainSocket {
      self = .unix(path: socket.path)
    } else if let address = address.ipv4 {
      self = .tcp(host: address.host, port: address.port)
    } else if let address = address.ipv6 {
      self = .tcp(host: address.host, port: address.port)
    } else {
      return nil
    }
  }
}
#endif
