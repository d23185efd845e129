// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
public import HostBridgeCore
public import HostCall
internal import NIOCore

/// A transport that carries calls to servers on other machines, over gRPC with messages in CBOR.
///
///     let transport = try GRPCTransport(addresses: [RemoteAddress("10.0.0.7:443")], security: .tls())
///     let remote = HostCallClient(transport: transport)
///     let profile = try await remote.call(FetchProfile(userID: 7), timeout: .seconds(2))
///     await transport.close()
///
/// The transport connects when it is created, and reconnects when a connection is lost, after pauses that grow while
/// that fails. Until then, calls go to the other addresses. If there are none, calls wait while the transport
/// connects, and end with `unavailable` once that has failed. A call that may be made twice
/// (`HostCallable.isIdempotent`) is then made again, and also if its handler answers `unavailable`; other calls are
/// not. While connections are refused, all attempts together last less than a second; set
/// ``Configuration/waitsForReady`` to wait longer for a lone server.
///
/// Thread safety: safe from any thread.
public final class GRPCTransport: HostCallTransport {
  let connections: ClientConnections
  let tracker = RequestTracker()
  let options: CallOptions
  let configuration: Configuration
  let credentials: GRPCCredentials?
  /// Whether calls may carry secrets: they are encrypted, stay on this machine, or are allowed not to.
  let mayCarrySecrets: Bool
  /// The tasks of the open streams; `nil` while one is being created.
  let streams = RunningCalls<Task<Void, Never>?>()
  /// The requests for credentials that calls wait for.
  private let credentialsRequests = RunningCalls<CredentialsRequest>()

  /// Creates a transport, which starts connecting.
  ///
  /// - Parameters:
  ///   - addresses: The addresses of servers; at least one. Several addresses must be Unix sockets or numeric
  ///     addresses; a host name must be the only address. Calls are not distributed over the addresses that a name
  ///     resolves to.
  ///   - security: The security of the connections.
  ///   - credentials: What each call proves the client's identity with; `nil` for nothing.
  ///   - configuration: The limits and timeouts.
  /// - Throws: `invalidArgument` if there is no address, if the addresses cannot be combined, for plaintext or
  ///   credentials in plaintext to other machines, or if a TLS file cannot be used.
  public convenience init(
    addresses: [RemoteAddress], security: GRPCSecurity.Client = .plaintext, credentials: GRPCCredentials? = nil,
    configuration: Configuration = Configuration()
  ) throws(HostSetupError) {
    let policy = AddressPolicy(security, configuration, hasCredentials: credentials != nil)
    try policy.check(addresses)
    try self.init(.fixed(addresses), policy, security, credentials, configuration)
  }

  /// Creates a transport whose servers' addresses may change.
  ///
  /// Their current addresses are resolved when the transport is created, at
  /// ``Configuration/resolvingInterval``, and soon after a connection has failed, at most ten times a second. When they
  /// have changed, the transport connects to the new ones. Calls that wait for a connection then wait for one of these;
  /// calls that have one end on it, and no call is lost. While resolving fails, the last addresses stay.
  ///
  /// - Parameters:
  ///   - resolve: Returns the addresses; at least one, Unix sockets or numeric addresses. Its error is that of calls
  ///     only before there are any addresses. Addresses that ``init(addresses:security:credentials:configuration:)``
  ///     would refuse are such an error too. It is called from any thread, in a task that is cancelled after
  ///     ``Configuration/connectTimeout`` and when the transport closes. Then it is not waited for: a closure that
  ///     ignores cancellation may run beside the next call of it, and leaves a task behind each time.
  ///   - security: The security of the connections. A certificate is for `serverName`, or for the numeric address.
  ///   - credentials: What each call proves the client's identity with; `nil` for nothing.
  ///   - configuration: The limits and timeouts.
  /// - Throws: `invalidArgument` if a TLS file cannot be used.
  public convenience init(
    resolving resolve: @escaping @Sendable () async throws -> [RemoteAddress],
    security: GRPCSecurity.Client = .plaintext, credentials: GRPCCredentials? = nil,
    configuration: Configuration = Configuration()
  ) throws(HostSetupError) {
    let policy = AddressPolicy(security, configuration, hasCredentials: credentials != nil)
    let watch = AddressWatch(
      AddressWatch.Settings(
        resolve: resolve, check: { addresses throws(HostSetupError) in try policy.checkNumeric(addresses) },
        interval: configuration.resolvingInterval, timeout: configuration.connectTimeout,
        isOrdered: configuration.loadBalancing == .pickFirst))
    try self.init(.watched(watch), policy, security, credentials, configuration)
  }

  private init(
    _ source: AddressSource, _ policy: AddressPolicy, _ security: GRPCSecurity.Client, _ credentials: GRPCCredentials?,
    _ configuration: Configuration
  ) throws(HostSetupError) {
    do {
      let connectTimeout = GRPCLimits.time(configuration.connectTimeout * source.connectTimeouts)
      connections = try ClientConnections(connectTimeout: connectTimeout, watch: source.watch) { [tracker] number in
        var registry = NameResolverRegistry.defaults
        registry.registerFactory(StaticAddressResolver())
        registry.registerFactory(WatchedAddressResolver())
        return try HTTP2ClientTransport.Posix(
          target: try source.target(startingAt: number, areSpread: configuration.loadBalancing == .roundRobin),
          transportSecurity: security.transportSecurity,
          config: .defaults { config in
            if case .tls(_, let serverName?, _) = security { config.http2.authority = serverName }
            config.channelDebuggingCallbacks = .init(
              onCreateTCPConnection: { connection in
                GoAwayTolerance.add(to: connection).flatMap {
                  PingPatience.add(to: connection, timeout: configuration.pingTimeout)
                }
              }, onCreateHTTP2Stream: { tracker.watch($0) })
            config.backoff.initial = configuration.shortestReconnectPause
            config.backoff.max = configuration.longestReconnectPause
            if let interval = configuration.keepaliveInterval, let timeout = configuration.pingTimeout {
              config.connection.keepalive = .init(time: interval, timeout: timeout, allowWithoutCalls: true)
            }
          },
          resolverRegistry: registry,
          serviceConfig: ServiceConfig(
            loadBalancingConfig: [
              configuration.loadBalancing == .roundRobin ? .roundRobin : .pickFirst(shuffleAddressList: false)
            ]))
      }
    } catch let error as HostSetupError {
      throw error
    } catch {
      throw HostSetupError(
        code: .invalidArgument,
        message: "the transport cannot be created: \(GRPCSecurity.reason(error, security.files))",
        cause: GRPCSecurity.cause(of: error))
    }
    self.configuration = configuration
    self.credentials = credentials
    mayCarrySecrets = source.isLocal || policy.mayCarrySecrets
    // A message over gRPC's limit fails in its decoder, so this transport checks the limit itself, and gives gRPC a
    // larger one. gRPC decodes responses with its limit for requests, which it uses for nothing else (grpc-swift's
    // HTTP/2 transport 2.9.2).
    var options = CallOptions.defaults
    options.maxResponseMessageBytes = GRPCLimits.beyond(configuration.maximumPayloadSize)
    options.maxRequestMessageBytes = options.maxResponseMessageBytes
    options.waitForReady = configuration.waitsForReady
    self.options = options
  }

  /// Refuses new calls, ends open streams and calls that wait for their credentials with `unavailable`, lets calls in
  /// flight end, and closes the connections.
  ///
  /// A connection that takes longer than a second to close is cut off. Closing again waits for the same end.
  public func close() async {
    connections.refuseCalls()
    for stream in streams.all { stream?.cancel() }
    for request in credentialsRequests.all { request.fail(ClientConnections.closed) }
    await connections.close()
  }

  // MARK: HostCallTransport

  /// Always false, since the other machine may lay out values differently.
  public var carriesRawBytes: Bool { false }

  /// Makes a unary RPC, and makes it again if nothing of it was sent, if a server that shuts down refuses it, or if it
  /// ends with `unavailable` and the call is idempotent.
  public func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
    try check(call)
    // gRPC's own retry policy makes no second attempt without a connection, and returns the error of a call with a
    // timeout only when that has passed (grpc-swift 2.4.3).
    let deadline = deadline(of: call)
    var attempts = RetrySchedule(
      call.isIdempotent ? configuration.maximumAttempts : 1, waitsForReady: configuration.waitsForReady)
    while true {
      if deadline <= .now { throw .noAnswerInTime.named(call.wireName) }
      call.attempts?.add()
      do throws(AttemptFailure) {
        let response = try await sendOnce(call, until: deadline)
        do throws(BridgeError) {
          try check(size: response.count, of: "response", for: call)
        } catch {
          throw AttemptFailure(error)
        }
        return response
      } catch {
        guard error.error.code == .unavailable, !connections.isClosed, let pause = attempts.next(after: error),
          Deadline(after: pause, from: .now) < deadline
        else { throw error.error }
        do {
          try await Task.sleep(for: pause)
        } catch {
          throw .callerCancelled.named(call.wireName)
        }
      }
    }
  }

  /// Checks that a call can be sent.
  func check(_ call: TransportCall) throws(BridgeError) {
    guard call.requestEncoding == .cbor, call.responseEncoding == .cbor else {
      throw BridgeError(code: .internal, message: "raw bytes cannot cross to another machine", wireName: call.wireName)
    }
    _ = try WireName(checking: call.wireName)
    try check(size: call.request.count, of: "request", for: call)
  }

  func deadline(of call: TransportCall) -> Deadline {
    call.timeout.map { Deadline(after: min($0, GRPCLimits.maximumTime), from: .now) } ?? .never
  }

  private func check(size: Int, of what: String, for call: TransportCall) throws(BridgeError) {
    guard size > configuration.maximumPayloadSize else { return }
    throw .tooLarge(what, size: size, limit: configuration.maximumPayloadSize).named(call.wireName)
  }

  private func sendOnce(_ call: TransportCall, until deadline: Deadline) async throws(AttemptFailure) -> [UInt8] {
    let mark = tracker.begin()
    let result: Result<[UInt8], any Error>
    do {
      let metadata = try await metadata(of: call, until: deadline)
      let sent = SentCall(call, carrying: metadata, timeout: deadline.timeout(at: .now), mark: mark)
      result = .success(
        try await connections.withStream(GRPCMethod.descriptor(of: call.wireName), options: options, until: deadline) {
          try await sent.exchange($0)
        })
    } catch {
      result = .failure(error)
    }
    let isSent = tracker.end(mark)
    do {
      return try result.get()
    } catch {
      let reason = reason(error, of: call, deadline)
      if reason.code == .unavailable { connections.connectionFailed() }
      let rpcError = error as? RPCError
      let isRefusal = rpcError.map { CallMetadata.isRefusal($0.metadata) } ?? false
      throw AttemptFailure(
        reason, isTransient: isRefusal || !isSent && rpcError?.saysThatNothingIsReached == false, isRefusal: isRefusal)
    }
  }

  /// Returns the metadata that a call carries: that of the task, and the credentials.
  func metadata(of call: TransportCall, until deadline: Deadline) async throws -> HostCallMetadata {
    var metadata = HostCallMetadata.current
    if let credentials {
      try GRPCCredentials.add(try await ask(credentials, for: call, until: deadline), to: &metadata)
    }
    if metadata.hasAuthorization, !mayCarrySecrets {
      throw BridgeError(
        code: .failedPrecondition,
        message:
          "the call carries authorization to another machine, and would not be encrypted: use TLS or set allowsCredentialsInPlaintext"
      )
    }
    return metadata
  }

  /// Asks for the credentials of a call, unless the transport is closed.
  private func ask(
    _ credentials: GRPCCredentials, for call: TransportCall, until deadline: Deadline
  ) async throws -> HostCallMetadata {
    guard !connections.isClosed else { throw ClientConnections.closed }
    let request = credentials.request(for: call.wireName, until: deadline)
    guard let id = credentialsRequests.begin(request) else { throw ClientConnections.closed }
    defer { credentialsRequests.end(id) }
    // After that, `close` finds the request.
    if connections.isClosed { request.fail(ClientConnections.closed) }
    return try await request.metadata
  }

  /// Returns the error of a call whose RPC failed with `error`.
  func reason(_ error: any Error, of call: TransportCall, _ deadline: Deadline) -> BridgeError {
    if Task.isCancelled { return .callerCancelled.named(call.wireName) }
    if deadline <= .now { return .noAnswerInTime.named(call.wireName) }
    return switch error {
    case let error as BridgeError: error.named(call.wireName)
    case let error as RPCError: BridgeError(error, of: call)
    case let error as HostSetupError: .unavailable(call, error.message)
    case is ClientConnections.ServerUnreachable:
      .unavailable(call, "no server was reached within the connect timeout")
    default: .unavailable(call, "the call was not made: \(error)")
    }
  }

  /// Asks the server for the descriptor of the calls and streams that it answers, without a limit on time.
  ///
  /// - Throws: As ``describeAnswered(timeout:)``.
  public func describeAnswered() async throws(BridgeError) -> [UInt8] { try await describeAnswered(timeout: nil) }

  /// Asks the server for the descriptor of the calls and streams that it answers.
  ///
  /// - Parameter timeout: The maximum time to wait; `nil` for no limit.
  /// - Returns: A `HostCallDescriptor` in CBOR, as the server sent it.
  /// - Throws: As ``send(_:)``; `unimplemented` if the server does not describe its calls
  ///   (``HostCallServer/Configuration/describesCalls``).
  public func describeAnswered(timeout: Duration?) async throws(BridgeError) -> [UInt8] {
    // The request is an empty map.
    try await send(
      TransportCall(wireName: SchemaService.describe, request: [0xA0], timeout: timeout, isIdempotent: true))
  }

  /// Always `nil`, since the server compares the fingerprints.
  public func fingerprint(of wireName: String) async -> UInt64? { nil }
}

extension RPCError {
  /// Whether gRPC reports that no address can be reached, rather than that the call lost its connection before it was
  /// sent.
  fileprivate var saysThatNothingIsReached: Bool { message.hasPrefix("Channel is in a transient failure state") }
}

extension BridgeError {
  fileprivate static func unavailable(_ call: TransportCall, _ message: String) -> BridgeError {
    BridgeError(code: .unavailable, message: message, wireName: call.wireName)
  }
}
#endif
