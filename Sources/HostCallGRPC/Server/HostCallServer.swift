#if GRPC
  internal import GRPCCore
  internal import GRPCNIOTransportHTTP2Posix
  public import HostBridgeCore
  public import HostCall

  /// Answers the calls of cores on other machines: a gRPC server in front of whatever answers them here.
  ///
  /// That is a bridge, as a rule, with handlers in Swift, or with those of a host in any other language:
  ///
  ///     let bridge = HostBridge()
  ///     try bridge.handle(FetchProfile.self) { request, context in … }
  ///     let server = HostCallServer(answering: bridge)
  ///     let address = try await server.start(listening: RemoteAddress("127.0.0.1:0"))
  ///     …
  ///     await server.shutdown(grace: .seconds(10))
  ///
  /// It may be any transport, so a server can pass calls on to others. A name is looked up when it is called, and not
  /// before.
  ///
  /// Thread safety: may be used from anywhere.
  public final class HostCallServer: Sendable {
    /// What can be set when a server is made.
    public struct Configuration: Hashable, Sendable {
      /// The most bytes that one request or one response may have.
      ///
      /// 64 MiB unless set, from 0 to 2 GiB. A request of more than twice as many is not even received: its stream is
      /// closed, which a `GRPCTransport` takes for `unavailable`, and other clients for `cancelled`.
      public var maximumPayloadSize = 64 * 1024 * 1024 {
        didSet { maximumPayloadSize = GRPCLimits.size(maximumPayloadSize) }
      }
      /// How many calls of one connection may be on their way at once, at least 1; 1000 unless set.
      ///
      /// The peer keeps more to itself until there is room.
      public var maximumCallsPerConnection = 1000 {
        didSet { maximumCallsPerConnection = min(max(1, maximumCallsPerConnection), Int(Int32.max)) }
      }
      /// What happens to a call whose schema is not the handler's.
      ///
      /// It is refused, unless set.
      public var schemaCheck = HostBridgeConfiguration.SchemaCheck.strict
      /// Whether it may listen without TLS where other machines reach it.
      ///
      /// It may not, unless set.
      public var allowsPlaintextEverywhere = false

      /// The defaults.
      public init() {}
    }

    private enum Phase {
      case new
      case running(HTTP2ServerTransport.Posix, Task<Void, any Error>)
      case ending(Task<Void, Never>)
      case stopped
    }

    private let answering: any HostCallTransport
    private let configuration: Configuration
    private let onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?
    private let phase = Guarded(Phase.new)
    /// How long connections may take to close when there are no more calls.
    private static let lingering = Duration.seconds(1)
    /// The calls that run.
    let calls = ServedCalls()

    /// Makes a server, which does not listen yet.
    ///
    /// - Parameters:
    ///   - transport: What answers. It is the caller's to close, after the server.
    ///   - configuration: Limits and checks.
    ///   - onSchemaMismatch: Is given each call of another schema that is let pass, as `warn` has it, in a task of its own
    ///     on the threads of the package; nil to have a line written to the error output.
    public init(
      answering transport: any HostCallTransport, configuration: Configuration = Configuration(),
      onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil
    ) {
      answering = transport
      self.configuration = configuration
      self.onSchemaMismatch = onSchemaMismatch
    }

    /// Listens, and answers from now on.
    ///
    /// - Parameters:
    ///   - address: Where. A port of 0 lets the system choose one.
    ///   - security: How connections are secured.
    /// - Returns: Where it listens, with the port that was chosen.
    /// - Throws: `invalidArgument` for plaintext where other machines reach it, `failedPrecondition` if it was started
    ///   before, and `unavailable` if it can't listen there or a certificate can't be used, with the reason.
    public func start(
      listening address: RemoteAddress, security: GRPCSecurity.Server = .plaintext
    ) async throws(HostCallError<Never>) -> RemoteAddress {
      try address.check()
      guard security != .plaintext || address.isLocal || configuration.allowsPlaintextEverywhere else {
        throw HostCallError(
          code: .invalidArgument,
          message:
            "\(address) is reached from other machines, and what crosses would not be encrypted: give it TLS, or say that it is meant"
        )
      }
      let transport = HTTP2ServerTransport.Posix(
        address: address.socketAddress, transportSecurity: security.transportSecurity,
        config: .defaults { [configuration] config in
          // What is too large for gRPC ends its stream without a word, so the limit is checked by the call, and gRPC's
          // is beyond it.
          config.rpc.maxRequestPayloadSize = GRPCLimits.beyond(configuration.maximumPayloadSize)
          config.http2.maxConcurrentStreams = configuration.maximumCallsPerConnection
          // Of its own questions nothing comes: it closes no connection on which they are not answered.
          config.connection.keepalive.clientBehavior = .init(
            minPingIntervalWithoutCalls: .milliseconds(900), allowWithoutCalls: true)
        })
      let listening = phase.withLock { phase -> Task<Void, any Error>? in
        guard case .new = phase else { return nil }
        let task = Task { [self] in
          try await transport.listen { stream, _ in await ServedCall(self.answering, self).answer(stream) }
        }
        phase = .running(transport, task)
        return task
      }
      guard let listening else { throw HostCallError(code: .failedPrecondition, message: "a server is started once") }
      do {
        let bound = try await transport.listeningAddress
        return RemoteAddress(bound) ?? address
      } catch {
        phase.withLock { $0 = .stopped }
        listening.cancel()
        var reason: any Error = error
        // The listener knows better why there is no address.
        if case .failure(let cause) = await listening.result { reason = cause }
        throw HostCallError(
          code: .unavailable,
          message: "it can't listen at \(address): \(GRPCSecurity.reason(reason, security.files))")
      }
    }

    /// Stops: takes no more calls, which are refused with `unavailable`, and waits for those that run, but no longer
    /// than `grace`; then those that still run are cancelled, and end with `unavailable`.
    ///
    /// Connections have what is left of the grace time to be closed by their peers, a second at least; a call on one that
    /// is not is refused.
    ///
    /// Shutting down again waits for the same, with the grace time of the first.
    public func shutdown(grace: Duration) async {
      let ending = phase.withLock { phase -> Task<Void, Never>? in
        switch phase {
        case .new, .stopped: return nil
        case .ending(let task): return task
        case .running(let transport, let listening):
          let task = Task { [self] in await end(transport, listening, grace) }
          phase = .ending(task)
          return task
        }
      }
      await ending?.value
    }

    private func end(
      _ transport: HTTP2ServerTransport.Posix, _ listening: Task<Void, any Error>, _ grace: Duration
    ) async {
      let end = Deadline(after: grace, from: .now)
      await calls.drain(grace)
      transport.beginGracefulShutdown()
      // Answers may be on their way still.
      let left = Duration.nanoseconds(min(end.remaining(at: .now), 10_000_000_000_000_000))
      _ = await listening.ends(within: max(Self.lingering, left))
    }

    /// Checks that a message of the call is not too large.
    func check(size: Int, of what: String) throws(ErrorStatus) {
      guard size > configuration.maximumPayloadSize else { return }
      throw ErrorStatus(.tooLarge(what, size, limit: configuration.maximumPayloadSize))
    }

    /// Checks that a call was made for the schema of its handler.
    func check(_ call: TransportCall) async throws(ErrorStatus) {
      guard configuration.schemaCheck != .off, let fingerprint = call.fingerprint,
        let theirs = await answering.fingerprint(of: call.wireName),
        theirs != fingerprint
      else { return }
      let mismatch = SchemaMismatch(of: call.wireName, call: fingerprint, nil, handler: theirs)
      if configuration.schemaCheck == .strict { throw ErrorStatus(mismatch) }
      Reporting.report(mismatch, to: onSchemaMismatch)
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
