#if GRPC
  internal import GRPCCore
  internal import GRPCNIOTransportHTTP2Posix
  internal import HostBridgeCore
  internal import HostCall

  /// Where a server listens: a transport of gRPC's that has begun, and the file of its socket, if it has one.
  struct Listener: Sendable {
    typealias Transport = HTTP2ServerTransport.Posix
    typealias Stream = RPCStream<Transport.Inbound, Transport.Outbound>

    /// Where it listens, with the port that was chosen.
    let address: RemoteAddress
    private let transport: Transport
    private let listening: Task<Void, any Error>
    private let socket: UnixSocket?

    /// How long connections may take to close when they have no calls.
    private static let closeTimeout = Duration.seconds(1)

    /// Listens at `address`.
    ///
    /// - Parameters:
    ///   - answer: What answers a call.
    /// - Throws: `unavailable` with the reason if it can't listen there or a certificate can't be used.
    static func open(
      at address: RemoteAddress, security: GRPCSecurity.Server, configuration: Transport.Config,
      _ answer: @escaping @Sendable (Stream) async -> Void
    ) async throws(HostCallError<Never>) -> Listener {
      var socket: UnixSocket?
      if case .unix(let path) = address {
        do throws(UnixSocket.Failure) {
          socket = try await UnixSocket.listen(at: path)
        } catch {
          throw refusal(address, error.reason)
        }
      }
      let transport = Self.transport(at: address, on: socket, security: security, configuration: configuration)
      let listening = Task { try await transport.listen { stream, _ in await answer(stream) } }
      do {
        let bound = try await transport.listeningAddress
        let address = socket == nil ? RemoteAddress(bound) ?? address : address
        return Listener(address: address, transport: transport, listening: listening, socket: socket)
      } catch {
        // It has ended. It knows better than the address why there is none.
        var reason: any Error = error
        if case .failure(let cause) = await listening.result { reason = cause }
        socket?.closeIfOpen()
        await socket?.removeFile()
        throw refusal(address, GRPCSecurity.reason(reason, security.files))
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

    private static func refusal(_ address: RemoteAddress, _ reason: String) -> HostCallError<Never> {
      HostCallError(code: .unavailable, message: "it can't listen at \(address): \(reason)")
    }

    /// Listens no more, gives connections `time` to close, a second at least, and closes them then.
    func close(within time: Duration, _ connections: ServedConnections) async {
      // While the socket is open, as its file has the same identity as that of a successor otherwise: the system uses
      // the number of a file that is gone again.
      await socket?.removeFile()
      transport.beginGracefulShutdown()
      if await !listening.ends(within: max(Self.closeTimeout, time)) {
        // As their peers might. To cancel the task would do more, and cost the process a failed precondition of NIO's
        // where a call arrives at that moment.
        connections.close()
        _ = await listening.ends(within: Self.closeTimeout)
      }
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
