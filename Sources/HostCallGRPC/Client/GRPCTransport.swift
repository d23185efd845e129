// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
public import HostBridgeCore
public import HostCall

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
  /// The tasks of the open streams; `nil` while one is being created.
  let streams = RunningCalls<Task<Void, Never>?>()

  /// Creates a transport, which starts connecting.
  ///
  /// - Parameters:
  ///   - addresses: The addresses of servers; at least one. Several addresses must be Unix sockets or numeric
  ///     addresses; a host name must be the only address. Calls are not distributed over the addresses that a name
  ///     resolves to.
  ///   - security: The security of the connections.
  ///   - configuration: The limits and timeouts.
  /// - Throws: `invalidArgument` if there is no address, if the addresses cannot be combined, for plaintext to other
  ///   machines, or if a TLS file cannot be used.
  public init(
    addresses: [RemoteAddress], security: GRPCSecurity.Client = .plaintext,
    configuration: Configuration = Configuration()
  ) throws(HostSetupError) {
    if security == .plaintext, !configuration.allowsPlaintextEverywhere,
      let other = addresses.first(where: { !$0.isLocal })
    {
      throw HostSetupError(
        code: .invalidArgument,
        message:
          "\(other) is on another machine, and calls would not be encrypted: use TLS or set allowsPlaintextEverywhere"
      )
    }
    for address in addresses { try address.check() }
    if case .tls(_, nil, _) = security, Set(addresses.map(\.isSocket)).count > 1 {
      throw HostSetupError(
        code: .invalidArgument,
        message: "with TLS, Unix sockets and TCP addresses can be combined only if serverName is set")
    }
    do {
      let connectTimeout = GRPCLimits.time(configuration.connectTimeout * addresses.count)
      connections = try ClientConnections(connectTimeout: connectTimeout) { [tracker] number in
        var registry = NameResolverRegistry.defaults
        registry.registerFactory(StaticAddressResolver())
        return try HTTP2ClientTransport.Posix(
          target: try Self.target(
            addresses, startingAt: number, areSpread: configuration.loadBalancing == .roundRobin),
          transportSecurity: security.transportSecurity,
          config: .defaults { config in
            if case .tls(_, let serverName?, _) = security { config.http2.authority = serverName }
            config.channelDebuggingCallbacks = .init(
              onCreateTCPConnection: { GoAwayTolerance.add(to: $0) }, onCreateHTTP2Stream: { tracker.watch($0) })
            config.backoff.initial = configuration.shortestReconnectPause
            config.backoff.max = configuration.longestReconnectPause
            config.connection.keepalive = configuration.keepaliveInterval.map { interval in
              // gRPC sends another ping after the interval, and restarts the timeout with it.
              .init(
                time: interval, timeout: min(configuration.keepaliveTimeout, interval * 9 / 10),
                allowWithoutCalls: true
              )
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
    // A message over gRPC's limit fails in its decoder, so this transport checks the limit itself, and gives gRPC a
    // larger one. gRPC decodes responses with its limit for requests, which it uses for nothing else (grpc-swift's
    // HTTP/2 transport 2.9.2).
    var options = CallOptions.defaults
    options.maxResponseMessageBytes = GRPCLimits.beyond(configuration.maximumPayloadSize)
    options.maxRequestMessageBytes = options.maxResponseMessageBytes
    options.waitForReady = configuration.waitsForReady
    self.options = options
  }

  private static func target(
    _ addresses: [RemoteAddress], startingAt number: Int, areSpread: Bool
  ) throws(HostSetupError) -> any ResolvableTarget {
    guard let first = addresses.first else {
      throw HostSetupError(code: .invalidArgument, message: "a transport needs at least one address; there is none")
    }
    var sockets: [SocketAddress] = []
    for address in addresses {
      switch address {
      case .unix(let path): sockets.append(.unixDomainSocket(path: path))
      case .tcp(let host, let port) where RemoteAddress.isIPv4(host): sockets.append(.ipv4(host: host, port: port))
      case .tcp(let host, let port) where host.contains(":"): sockets.append(.ipv6(host: host, port: port))
      case .tcp(let host, let port):
        guard addresses.count == 1 else {
          throw HostSetupError(
            code: .invalidArgument,
            message: "\(address) has a host name, and must be the only address; there are \(addresses.count)")
        }
        return ResolvableTargets.DNS(host: host, port: port)
      }
    }
    // TLS cannot request a numeric address as a server name; without an authority, the certificate is compared with
    // the address.
    let authority: String? = if case .unix = first { "localhost" } else { nil }
    // Rotates, so that an unresponsive server is not always tried first.
    let start = number % sockets.count
    return StaticAddresses(
      addresses: Array(sockets[start...] + sockets[..<start]), authority: authority, areSpread: areSpread)
  }

  /// Refuses new calls, ends open streams with `unavailable`, lets calls in flight end, and closes the connections.
  ///
  /// A connection that takes longer than a second to close is cut off. Closing again waits for the same end.
  public func close() async {
    connections.refuseCalls()
    for stream in streams.all { stream?.cancel() }
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
      let sent = SentCall(
        call, timeout: deadline == .never ? nil : .nanoseconds(deadline.remaining(at: .now)), mark: mark)
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
      let rpcError = error as? RPCError
      let isRefusal = rpcError.map { CallMetadata.isRefusal($0.metadata) } ?? false
      throw AttemptFailure(
        reason, isTransient: isRefusal || !isSent && rpcError?.saysThatNothingIsReached == false, isRefusal: isRefusal)
    }
  }

  /// Returns the error of a call whose RPC failed with `error`.
  func reason(_ error: any Error, of call: TransportCall, _ deadline: Deadline) -> BridgeError {
    if Task.isCancelled { return .callerCancelled.named(call.wireName) }
    if deadline <= .now { return .noAnswerInTime.named(call.wireName) }
    return switch error {
    case let error as BridgeError: error.named(call.wireName)
    case let error as RPCError: BridgeError(error, of: call)
    case is ClientConnections.ServerUnreachable:
      .unavailable(call, "no server was reached within the connect timeout")
    default: .unavailable(call, "the call was not made: \(error)")
    }
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
