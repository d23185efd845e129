#if GRPC
  internal import GRPCCore
  internal import GRPCNIOTransportHTTP2Posix
  internal import HostBridgeCore

  /// A transport of gRPC's, which connects by itself, and the calls on it.
  ///
  /// It keeps the calls so that it can end. gRPC's transport by itself may not: a connection that is being made when it
  /// shuts down is waited for, however long that takes, and some never get to the end of it; and while a host's name is
  /// not found, it does not hear that it shall shut down (grpc-swift's HTTP/2 transport 2.9.2). Once no calls are left,
  /// there is nothing to lose by cutting connections off.
  final class ClientChannel: Sendable {
    typealias Transport = HTTP2ClientTransport.Posix
    typealias Stream = RPCStream<Transport.Inbound, Transport.Outbound>

    /// The channel takes no calls any more.
    struct Ended: Error {}

    private struct Call: Sendable {
      var cancel: (@Sendable () -> Void)?
      var hasStream = false
      /// Whether its caller waits no more, and its stream is to be reset when that may be.
      var isGivenUp = false
    }

    private struct State: Sendable {
      var lastID: UInt64 = 0
      var calls: [UInt64: Call] = [:]
      var resetLimiter = ResetRateLimiter()
      /// Ends the channel, once that has been asked for.
      var ending: Task<Void, Never>?
      /// Ends when the last call does; nil before the channel waits for that.
      var whenIdle: AsyncStream<Never>.Continuation?

      var isIdle: Bool { calls.values.allSatisfy(\.isGivenUp) }
    }

    /// How long connections may take to close when there are no more calls, and calls to end when their time is over;
    /// and how often it is looked whether a stream may be reset.
    private static let closeTimeout = Duration.seconds(1)

    private let transport: Transport
    private let connecting: Task<Void, Never>
    private let state = Guarded(State())

    /// - Parameter transport: Connects from now on.
    init(_ transport: Transport) {
      self.transport = transport
      connecting = Task { try? await transport.connect() }
    }

    deinit {
      // Calls would have kept it.
      transport.beginGracefulShutdown()
      Task { [connecting] in
        try await Task.sleep(for: Self.closeTimeout)
        connecting.cancel()
      }
    }

    /// Whether it takes no more calls.
    var isEnding: Bool { state.withLock { $0.ending != nil } }

    /// Runs `body` with a new stream, when there is a connection for it.
    ///
    /// When the deadline passes, the caller waits no more. The call itself has a second more then, if it has a stream:
    /// its server goes by the same deadline, and ends the stream. After that, and when the caller's task is cancelled,
    /// the stream is reset, at once or when ``ResetRateLimiter`` permits it.
    ///
    /// - Throws: What `body` and gRPC throw, `CancellationError` if `deadline` passes, and ``Ended``.
    func withStream<Result: Sendable>(
      _ descriptor: MethodDescriptor, options: CallOptions, until deadline: Deadline,
      _ body: @escaping @Sendable (Stream) async throws -> Result
    ) async throws -> Result {
      let id = try begin()
      let outcome = AwaitedOutcome<Result>()
      let task = Task.immediate { [self] in
        let result: Swift.Result<Result, any Error>
        do {
          result = .success(
            try await transport.withStream(descriptor: descriptor, options: options) { stream, _ in
              state.withLock { $0.calls[id]?.hasStream = true }
              return try await body(stream)
            })
        } catch {
          result = .failure(error)
        }
        end(id)
        outcome.end(with: result)
      }
      attach(id) { task.cancel() }
      if deadline != .never {
        outcome.attach(
          Task { [self] in
            try await Task.sleep(until: deadline)
            outcome.expire()
            if state.withLock({ $0.calls[id]?.hasStream == true }) { try await Task.sleep(for: Self.closeTimeout) }
            while !giveUp(id) { try await Task.sleep(for: Self.closeTimeout) }
          })
      }
      return try await withTaskCancellationHandler {
        try await outcome.value
      } onCancel: {
        if giveUp(id) { return }
        outcome.expire()
        Task { [self] in
          repeat { try await Task.sleep(for: Self.closeTimeout) } while !giveUp(id)
        }
      }
    }

    /// Cancels a call whose caller waits no more, which resets its stream, if it has one.
    ///
    /// - Returns: Whether that is done, or the call has ended; if not, it is to be tried again.
    private func giveUp(_ id: UInt64) -> Bool {
      let (isDone, cancel) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
        guard let call = state.calls[id] else { return (true, nil) }
        state.calls[id]?.isGivenUp = true
        guard !call.hasStream || state.ending != nil || state.resetLimiter.take(at: .now) else { return (false, nil) }
        return (true, call.cancel)
      }
      cancel?()
      return isDone
    }

    private func begin() throws(Ended) -> UInt64 {
      try state.withLock { state throws(Ended) in
        guard state.ending == nil else { throw Ended() }
        state.lastID += 1
        state.calls[state.lastID] = Call()
        return state.lastID
      }
    }

    private func attach(_ id: UInt64, _ cancel: @escaping @Sendable () -> Void) {
      let isTooLate = state.withLock { state in
        state.calls[id]?.cancel = cancel
        return state.whenIdle != nil && state.calls[id]?.hasStream == false
      }
      if isTooLate { cancel() }
    }

    private func end(_ id: UInt64) {
      let whenIdle = state.withLock { state in
        state.calls[id] = nil
        return state.whenIdle != nil && state.isIdle ? state.whenIdle : nil
      }
      whenIdle?.finish()
    }

    /// Takes no more calls, gives those up that have no stream, lets the others end, and closes the connections.
    ///
    /// Ending it again waits for the same.
    func end() async {
      let ending = state.withLock { state in
        let ending = state.ending ?? Task { [self] in await finish() }
        state.ending = ending
        return ending
      }
      await ending.value
    }

    private func finish() async {
      let (untilIdle, whenIdle) = AsyncStream.makeStream(of: Never.self)
      let (isIdle, waiting) = state.withLock { state in
        state.whenIdle = whenIdle
        return (state.isIdle, state.calls.values.filter { !$0.hasStream })
      }
      transport.beginGracefulShutdown()
      for call in waiting { call.cancel?() }
      if !isIdle { for await _ in untilIdle {} }
      if await !connecting.ends(within: Self.closeTimeout) { connecting.cancel() }
    }
  }
#endif
