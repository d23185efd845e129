// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
public import HostBridgeCore
public import HostCall

/// A gRPC server that answers the calls of cores on other machines, through a transport in this process.
///
/// The transport is usually a bridge, whose handlers are written in Swift or in the language of its host:
///
///     let bridge = HostBridge()
///     try bridge.handle(FetchProfile.self) { request, context in … }
///     let server = HostCallServer(answering: bridge)
///     let address = try await server.start(listening: RemoteAddress("127.0.0.1:0"))
///     …
///     await server.shutdown(grace: .seconds(10))
///
/// Any other transport works too, so a server can pass calls on to other servers. Handlers are looked up at each
/// call, so they may be registered after the server has started.
///
/// Thread safety: safe from any thread.
public final class HostCallServer: Sendable {
  private enum Phase {
    case new
    case starting(Task<Result<Listener, HostSetupError>, Never>)
    case running(Listener)
    case failed
    case ending(Task<Void, Never>)
    case stopped
  }

  private let answering: any HostCallTransport
  private let configuration: Configuration
  private let interceptors: InterceptorLists
  private let onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?
  private let onHandlerError: (@Sendable (BridgeError) -> Void)?
  private let phase = Guarded(Phase.new)
  private let guards: ServerGuards
  /// The gates of the streams that are being answered.
  var gates: WriteGates { guards.gates }
  /// The running calls.
  let calls = ServedCalls()
  /// The running queries of the server's health, which do not hold up a shutdown.
  let healthCalls = ServedCalls()
  let health: HealthBoard

  /// Creates a server, which does not listen yet.
  ///
  /// - Parameters:
  ///   - transport: The transport that answers the calls. The caller closes it, after the server has shut down.
  ///   - configuration: The limits and checks.
  ///   - interceptors: The interceptors around everything that the server serves, the outermost first. Their typed
  ///     methods surround the typed handlers in Swift of a bridge that answers; handlers in bytes, those in other
  ///     languages, and those behind another transport only pass `interceptBytes`. What the server refuses by itself,
  ///     such as a request over its limits or one that arrives during a shutdown, passes none.
  ///   - onSchemaMismatch: Receives each schema mismatch that `warn` lets pass, in a task of its own on the package's
  ///     threads. If it is `nil`, a line is written to the standard error output instead.
  ///   - onHandlerError: Receives each error whose message is not sent to the peer
  ///     (``Configuration/passesErrorDetails``), in the same way.
  public init(
    answering transport: any HostCallTransport, configuration: Configuration = Configuration(),
    interceptors: [any HostHandlerInterceptor] = [],
    onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil,
    onHandlerError: (@Sendable (BridgeError) -> Void)? = nil
  ) {
    answering = transport
    self.configuration = configuration
    self.interceptors = InterceptorLists(handlers: interceptors)
    guards = ServerGuards(configuration)
    health = HealthBoard(watcherLimit: configuration.maximumHealthWatchers)
    self.onSchemaMismatch = onSchemaMismatch
    self.onHandlerError = onHandlerError
  }

  /// Starts listening, and answers calls from now on.
  ///
  /// At a Unix socket, the server replaces the file of a server that ended without removing it, but no file of a
  /// running server.
  ///
  /// - Parameters:
  ///   - address: The address to listen at.
  ///   - security: The security of the connections.
  /// - Returns: The address, with the port that the system chose if `address` has port 0.
  /// - Throws: `invalidArgument` if the address is invalid, or for plaintext where other machines can reach it;
  ///   `failedPrecondition` if the server has been started before; `unavailable`, with the reason, if the server is
  ///   shut down before it listens, if it cannot listen at the address, or if a certificate cannot be used.
  public func start(
    listening address: RemoteAddress, security: GRPCSecurity.Server = .plaintext
  ) async throws(HostSetupError) -> RemoteAddress {
    try address.check()
    guard security != .plaintext || address.isLocal || configuration.allowsPlaintextEverywhere else {
      throw HostSetupError(
        code: .invalidArgument,
        message:
          "\(address) can be reached from other machines, and calls would not be encrypted: use TLS or set allowsPlaintextEverywhere"
      )
    }
    let opening = try phase.withLock { phase throws(HostSetupError) in
      switch phase {
      case .new: break
      case .starting, .running, .failed:
        throw HostSetupError(
          code: .failedPrecondition, message: "the server has been started before, and can be started only once")
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
      // The server was shut down while it started; `shutdown` waits for the listener and closes it.
      await shutdown(grace: .zero)
      throw Self.shutDown
    }
    return try opened.get().address
  }

  private static let shutDown = HostSetupError(code: .unavailable, message: "the server was shut down")

  private func open(
    _ address: RemoteAddress, _ security: GRPCSecurity.Server
  ) async -> Result<Listener, HostSetupError> {
    let settings = Listener.Transport.Config.defaults { [configuration, guards] config in
      config.channelDebuggingCallbacks = guards.callbacks
      // gRPC ends the stream of a message over its limit without a status, so the limit is checked before that, and
      // gRPC has a larger one.
      config.rpc.maxRequestPayloadSize = GRPCLimits.beyond(configuration.maximumPayloadSize)
      config.http2.maxConcurrentStreams = configuration.maximumCallsPerConnection
      // There is no setting for pings of the server: gRPC closes no connection on which they go unanswered.
      config.connection.keepalive.clientBehavior = .init(
        minPingIntervalWithoutCalls: .milliseconds(900), allowWithoutCalls: true)
    }
    do throws(HostSetupError) {
      return .success(
        try await Listener.open(at: address, security: security, configuration: settings) { [self] stream, peer in
          await ServedCall(route(of: stream.descriptor), self, of: peer).answer(stream)
        })
    } catch {
      return .failure(error)
    }
  }

  /// Shuts the server down: refuses new calls with `unavailable`, waits until running calls end or `grace` has
  /// passed, and then cancels those that still run, which end with `unavailable`.
  ///
  /// From the beginning, `grpc.health.v1.Health` answers that nothing is serving.
  ///
  /// Peers have the rest of the grace time, but at least a second, to close their connections; new calls on these are
  /// refused. A server that has not started, or is starting, never listens.
  ///
  /// Shutting down again waits for the same end, with the first grace time.
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
    health.beginShutdown()
    await calls.drain(grace)
    health.end()
    await healthCalls.drain(GRPCLimits.closeTimeout)
    // Answers may still be in transit.
    let left = Duration.nanoseconds(min(end.remaining(at: .now), 10_000_000_000_000_000))
    await listener()?.close(within: left, guards.connections)
  }

  /// Returns the route of the calls of a method, which may belong to a service of the server itself.
  private func route(of descriptor: MethodDescriptor) -> ServedCall.Route {
    switch descriptor.service.fullyQualifiedService {
    case HealthService.service where configuration.answersHealthChecks:
      // Not held up by other calls, and so without interceptors.
      ServedCall.Route(
        answering: HealthService(board: health, answering: answering), interceptors: InterceptorLists(handlers: []),
        calls: healthCalls)
    case SchemaService.service where configuration.describesCalls:
      ServedCall.Route(answering: SchemaService(answering: answering), interceptors: interceptors, calls: calls)
    default: ServedCall.Route(answering: answering, interceptors: interceptors, calls: calls)
    }
  }

  /// Returns the number of items to buffer for a stream whose reader asks for `wanted`, or does not say.
  func buffer(for wanted: Int?) -> Int {
    let limit = configuration.maximumStreamBuffer
    return min(wanted ?? limit, limit)
  }

  /// Returns the answer to a call that ended with an error.
  func status(of error: BridgeError, _ call: TransportCall) -> ErrorResponse {
    var error = error
    // An error of another call, which was made to answer this one, has a code about that call, such as
    // `unimplemented`.
    if let other = error.wireName, !other.utf8.elementsEqual(call.wireName.utf8) {
      error = BridgeError(code: .unknown, message: error.summary)
    }
    guard ErrorResponse.isPrivate(error.code), !configuration.passesErrorDetails else { return ErrorResponse(error) }
    Reporting.report(error.named(call.wireName), to: onHandlerError)
    return ErrorResponse(BridgeError(code: error.code, message: ErrorResponse.privateText))
  }

  /// Checks that a message of a call is not too large.
  func check(size: Int, of what: String) throws(ErrorResponse) {
    guard size > configuration.maximumPayloadSize else { return }
    throw ErrorResponse(.tooLarge(what, size: size, limit: configuration.maximumPayloadSize))
  }

  /// Checks that the schema of a call is that of its handler.
  func check(_ call: TransportCall, of answering: any HostCallTransport) async throws(ErrorResponse) {
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
