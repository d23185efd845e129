#if GRPC
  internal import GRPCCore
  internal import GRPCNIOTransportHTTP2Posix
  public import HostBridgeCore
  public import HostCall

  /// Carries calls to servers on other machines, over gRPC, with CBOR as the encoding of its messages.
  ///
  ///     let transport = try GRPCTransport(addresses: [RemoteAddress("10.0.0.7:443")], security: .tls())
  ///     let remote = HostCallClient(transport: transport)
  ///     let profile = try await remote.call(FetchProfile(userID: 7), timeout: .seconds(2))
  ///     await transport.close()
  ///
  /// It connects at once. A connection that is lost is made again, after longer and longer pauses while that fails; in
  /// the meantime calls go to the other addresses. Where there is none they wait while a connection is being made, and
  /// end with `unavailable` when that has failed. A call that may be made twice (`HostCallable.isIdempotent`) is made
  /// again then, and also if its handler answers `unavailable`; no other is. Where connections are refused the attempts
  /// last less than a second; a lone server that takes longer to come back is waited for with
  /// ``Configuration/waitsForReady``.
  ///
  /// Thread safety: may be used from anywhere.
  public final class GRPCTransport: HostCallTransport {
    private let connections: ClientConnections
    private let tracker = RequestTracker()
    private let options: CallOptions
    private let configuration: Configuration

    /// Creates a transport, which connects at once.
    ///
    /// - Parameters:
    ///   - addresses: Where servers are, at least one. A host's name, of which the system knows the addresses, has to
    ///     be the only one; several are sockets and numeric addresses. Calls are not spread over the addresses of a
    ///     name.
    ///   - security: How connections are secured.
    ///   - configuration: Limits and pauses.
    /// - Throws: `invalidArgument` if there is no address or they can't go together, for plaintext to other machines,
    ///   or a file of a certificate can't be read.
    public init(
      addresses: [RemoteAddress], security: GRPCSecurity.Client = .plaintext,
      configuration: Configuration = Configuration()
    ) throws(HostCallError<Never>) {
      if security == .plaintext, !configuration.allowsPlaintextEverywhere,
        let other = addresses.first(where: { !$0.isLocal })
      {
        throw HostCallError(
          code: .invalidArgument,
          message:
            "\(other) is another machine, and what crosses would not be encrypted: use TLS, or set allowsPlaintextEverywhere"
        )
      }
      for address in addresses { try address.check() }
      if case .tls(_, nil, _) = security, Set(addresses.map(\.isSocket)).count > 1 {
        throw HostCallError(
          code: .invalidArgument,
          message: "with TLS, Unix sockets and hosts go together only if serverName is set")
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
                // gRPC asks again after the interval, and begins to wait again with that.
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
      } catch let error as HostCallError<Never> {
        throw error
      } catch {
        throw HostCallError(
          code: .invalidArgument, message: "no connections can be made: \(GRPCSecurity.reason(error, security.files))")
      }
      self.configuration = configuration
      // What is too large for gRPC ends as an error of its decoder, so the limit is checked by the transport, and
      // gRPC's is beyond it. Its limit for requests is the one that it goes by when it decodes responses, and otherwise
      // unused (grpc-swift's HTTP/2 transport 2.9.2).
      var options = CallOptions.defaults
      options.maxResponseMessageBytes = GRPCLimits.beyond(configuration.maximumPayloadSize)
      options.maxRequestMessageBytes = options.maxResponseMessageBytes
      options.waitForReady = configuration.waitsForReady
      self.options = options
    }

    private static func target(
      _ addresses: [RemoteAddress], startingAt number: Int, areSpread: Bool
    ) throws(HostCallError<Never>) -> any ResolvableTarget {
      guard let first = addresses.first else {
        throw HostCallError(code: .invalidArgument, message: "there is no address to connect to")
      }
      var sockets: [SocketAddress] = []
      for address in addresses {
        switch address {
        case .unix(let path): sockets.append(.unixDomainSocket(path: path))
        case .tcp(let host, let port) where RemoteAddress.isIPv4(host): sockets.append(.ipv4(host: host, port: port))
        case .tcp(let host, let port) where host.contains(":"): sockets.append(.ipv6(host: host, port: port))
        case .tcp(let host, let port):
          guard addresses.count == 1 else {
            throw HostCallError(
              code: .invalidArgument,
              message: "\(address) is a host's name, which has to be the only address; there are \(addresses.count)")
          }
          return ResolvableTargets.DNS(host: host, port: port)
        }
      }
      // A numeric address is no name that TLS could ask for; the certificate is then compared with the address itself.
      let authority: String? = if case .unix = first { "localhost" } else { nil }
      // Rotates, so that a server that takes connections and says nothing is not always tried first.
      let start = number % sockets.count
      return StaticAddresses(
        addresses: Array(sockets[start...] + sockets[..<start]), authority: authority, areSpread: areSpread)
    }

    /// Lets the calls that are on their way end, makes no more, and closes the connections.
    ///
    /// A connection that takes longer than a second for that is cut off.
    ///
    /// Closing again waits for the same.
    public func close() async {
      await connections.close()
    }

    // MARK: HostCallTransport

    /// False: the other machine may lay out values in another way.
    public var carriesRawBytes: Bool { false }

    /// Makes a unary RPC; another if nothing of it was sent, and more if the call may be made twice and no server is
    /// reached.
    public func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
      guard call.requestEncoding == .cbor, call.responseEncoding == .cbor else {
        throw BridgeError(code: .internal, message: "raw bytes can't cross to another machine", wireName: call.wireName)
      }
      _ = try WireName(checking: call.wireName)
      try check(size: call.request.count, of: "request", for: call)
      // Not by gRPC's own policy, which makes no second attempt where there is no connection, and with a timeout
      // returns an error only when that has passed (grpc-swift 2.4.3).
      let deadline = call.timeout.map { Deadline(after: min($0, GRPCLimits.longestTime), from: .now) } ?? .never
      var attempts = RetrySchedule(call.isIdempotent ? configuration.maximumAttempts : 1)
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
          try await connections.withStream(GRPCMethod.descriptor(of: call.wireName), options: options, until: deadline)
          {
            try await sent.exchange($0)
          })
      } catch {
        result = .failure(error)
      }
      let isSent = tracker.end(mark)
      do {
        return try result.get()
      } catch {
        if Task.isCancelled { throw AttemptFailure(.callerCancelled.named(call.wireName)) }
        if deadline <= .now { throw AttemptFailure(.noAnswerInTime.named(call.wireName)) }
        switch error {
        case let error as RPCError:
          throw AttemptFailure(BridgeError(error, of: call), isTransient: !isSent && !error.saysThatNothingIsReached)
        case is ClientConnections.ServerUnreachable:
          throw AttemptFailure(.unavailable(call, "no server was reached in time"))
        default: throw AttemptFailure(.unavailable(call, "the call was not made: \(error)"))
        }
      }
    }

    /// Nil: only the server knows, and it compares.
    public func fingerprint(of wireName: String) async -> UInt64? { nil }
  }

  extension RPCError {
    /// Whether no address can be reached, as far as gRPC knows; other calls without a connection fail between two of
    /// them.
    fileprivate var saysThatNothingIsReached: Bool { message.hasPrefix("Channel is in a transient failure state") }
  }

  extension BridgeError {
    fileprivate static func unavailable(_ call: TransportCall, _ message: String) -> BridgeError {
      BridgeError(code: .unavailable, message: message, wireName: call.wireName)
    }
  }
#endif
