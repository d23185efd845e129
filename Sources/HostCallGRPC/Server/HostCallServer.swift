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
    private enum Phase {
      case new
      case starting(Task<Result<Listener, HostCallError<Never>>, Never>)
      case running(Listener)
      case failed
      case ending(Task<Void, Never>)
      case stopped
    }

    private let answering: any HostCallTransport
    private let configuration: Configuration
    private let onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?
    private let onHandlerError: (@Sendable (BridgeError) -> Void)?
    private let phase = Guarded(Phase.new)
    private let guards: ServerGuards
    /// The calls that run.
    let calls = RunningCalls()

    /// Creates a server, which does not listen yet.
    ///
    /// - Parameters:
    ///   - transport: What answers. It is the caller's to close, after the server.
    ///   - configuration: Limits and checks.
    ///   - onSchemaMismatch: Is given each call of another schema that is let pass, as `warn` has it, in a task of its
    ///     own on the threads of the package; nil to have a line written to the error output.
    ///   - onHandlerError: Is given each error whose words do not cross (``Configuration/passesErrorDetails``), in the
    ///     same way.
    public init(
      answering transport: any HostCallTransport, configuration: Configuration = Configuration(),
      onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil,
      onHandlerError: (@Sendable (BridgeError) -> Void)? = nil
    ) {
      answering = transport
      self.configuration = configuration
      guards = ServerGuards(configuration)
      self.onSchemaMismatch = onSchemaMismatch
      self.onHandlerError = onHandlerError
    }

    /// Listens, and answers from now on.
    ///
    /// At a Unix socket it takes the place of a server that has ended without removing the socket's file, and of no
    /// other.
    ///
    /// - Parameters:
    ///   - address: Where.
    ///   - security: How connections are secured.
    /// - Returns: Where it listens, with the port that the system chose if the address has port 0.
    /// - Throws: `invalidArgument` for plaintext where other machines reach it, `failedPrecondition` if it was started
    ///   before, and `unavailable` if it is shut down before it listens, if it can't listen there or if a certificate
    ///   can't be used, with the reason.
    public func start(
      listening address: RemoteAddress, security: GRPCSecurity.Server = .plaintext
    ) async throws(HostCallError<Never>) -> RemoteAddress {
      try address.check()
      guard security != .plaintext || address.isLocal || configuration.allowsPlaintextEverywhere else {
        throw HostCallError(
          code: .invalidArgument,
          message:
            "\(address) is reached from other machines, and what crosses would not be encrypted: use TLS, or set allowsPlaintextEverywhere"
        )
      }
      let opening = try phase.withLock { phase throws(HostCallError<Never>) in
        switch phase {
        case .new: break
        case .starting, .running, .failed:
          throw HostCallError<Never>(code: .failedPrecondition, message: "a server is started once")
        case .ending, .stopped: throw Self.shutDown
        }
        let opening = Task { [self] in await open(address, security) }
        phase = .starting(opening)
        return opening
      }
      let opened = await opening.value
      let isStarted = phase.withLock { phase in
        guard case .starting = phase else { return false }
        if case .success(let listener) = opened { phase = .running(listener) } else { phase = .failed }
        return true
      }
      guard isStarted else {
        // It was shut down in that time, which waits for what was opened, and closes it.
        await shutdown(grace: .zero)
        throw Self.shutDown
      }
      return try opened.get().address
    }

    private static let shutDown = HostCallError<Never>(code: .unavailable, message: "the server was shut down")

    private func open(
      _ address: RemoteAddress, _ security: GRPCSecurity.Server
    ) async -> Result<Listener, HostCallError<Never>> {
      let settings = Listener.Transport.Config.defaults { [configuration, guards] config in
        config.channelDebuggingCallbacks = guards.callbacks
        // What is too large for gRPC ends its stream without a word, so the limit is checked before it, and gRPC's
        // is beyond that.
        config.rpc.maxRequestPayloadSize = GRPCLimits.beyond(configuration.maximumPayloadSize)
        config.http2.maxConcurrentStreams = configuration.maximumCallsPerConnection
        // Of its own questions nothing comes: it closes no connection on which they are not answered.
        config.connection.keepalive.clientBehavior = .init(
          minPingIntervalWithoutCalls: .milliseconds(900), allowWithoutCalls: true)
      }
      do throws(HostCallError<Never>) {
        return .success(
          try await Listener.open(at: address, security: security, configuration: settings) { [self] stream in
            await ServedCall(answering, self).answer(stream)
          })
      } catch {
        return .failure(error)
      }
    }

    /// Stops: takes no more calls, which are refused with `unavailable`, and waits for those that run, but no longer
    /// than `grace`; then those that still run are cancelled, and end with `unavailable`.
    ///
    /// Connections have what is left of the grace time to be closed by their peers, a second at least; a call on one
    /// that is not is refused. A server that has not started, or is about to, never listens.
    ///
    /// Shutting down again waits for the same, with the grace time of the first.
    public func shutdown(grace: Duration) async {
      let ending = phase.withLock { phase -> Task<Void, Never>? in
        let listener: @Sendable () async -> Listener?
        switch phase {
        case .new:
          phase = .stopped
          return nil
        case .stopped, .failed: return nil
        case .ending(let task): return task
        case .starting(let opening): listener = { try? await opening.value.get() }
        case .running(let running): listener = { running }
        }
        let task = Task { [self] in await end(listener, grace) }
        phase = .ending(task)
        return task
      }
      await ending?.value
    }

    private func end(_ listener: @Sendable () async -> Listener?, _ grace: Duration) async {
      let end = Deadline(after: grace, from: .now)
      await calls.drain(grace)
      // Answers may be on their way still.
      let left = Duration.nanoseconds(min(end.remaining(at: .now), 10_000_000_000_000_000))
      await listener()?.close(within: left, guards.connections)
    }

    /// What a peer is told of an error with which its call ended.
    func status(of error: BridgeError, _ call: TransportCall) -> ErrorResponse {
      var error = error
      // That of another call, which was made to answer this one, says nothing of this one: least of all that it is
      // not implemented.
      if let other = error.wireName, !other.utf8.elementsEqual(call.wireName.utf8) {
        error = BridgeError(code: .unknown, message: error.summary)
      }
      guard ErrorResponse.isPrivate(error.code), !configuration.passesErrorDetails else { return ErrorResponse(error) }
      Reporting.report(error.named(call.wireName), to: onHandlerError)
      return ErrorResponse(BridgeError(code: error.code, message: ErrorResponse.privateText))
    }

    /// Checks that a message of the call is not too large.
    func check(size: Int, of what: String) throws(ErrorResponse) {
      guard size > configuration.maximumPayloadSize else { return }
      throw ErrorResponse(.tooLarge(what, size: size, limit: configuration.maximumPayloadSize))
    }

    /// Checks that a call was made for the schema of its handler.
    func check(_ call: TransportCall) async throws(ErrorResponse) {
      guard configuration.schemaCheck != .off, let fingerprint = call.fingerprint,
        let theirs = await answering.fingerprint(of: call.wireName),
        theirs != fingerprint
      else { return }
      let mismatch = SchemaMismatch(of: call.wireName, call: fingerprint, schema: nil, handler: theirs)
      if configuration.schemaCheck == .strict { throw ErrorResponse(mismatch) }
      Reporting.report(mismatch, to: onSchemaMismatch)
    }
  }
#endif
