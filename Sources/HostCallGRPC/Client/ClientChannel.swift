// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import HostBridgeCore

/// A gRPC transport, which connects by itself, and the calls on it.
///
/// The channel tracks its calls so that it can end. gRPC's transport alone may not: its shutdown waits without a
/// limit for a connection that is being established, and it does not react to a shutdown while it fails to resolve a
/// host name (grpc-swift's HTTP/2 transport 2.9.2). Once no calls are left, cutting connections off loses nothing.
final class ClientChannel: Sendable {
  typealias Transport = HTTP2ClientTransport.Posix
  typealias Stream = RPCStream<Transport.Inbound, Transport.Outbound>

  /// An error that is thrown when the channel accepts no more calls.
  struct Ended: Error {}

  private struct Call: Sendable {
    var cancel: (@Sendable () -> Void)?
    var hasStream = false
    /// Whether its caller has stopped waiting, so that its stream is reset as soon as the limiter permits.
    var isGivenUp = false
  }

  private struct State: Sendable {
    var lastID: UInt64 = 0
    var calls: [UInt64: Call] = [:]
    var resetLimiter = ResetRateLimiter()
    /// The task that ends the channel; `nil` before `end()` is called.
    var ending: Task<Void, Never>?
    /// Finished when the last call ends; `nil` before the channel waits for that.
    var whenIdle: AsyncStream<Never>.Continuation?

    var isIdle: Bool { calls.values.allSatisfy(\.isGivenUp) }
  }

  /// How long connections may take to close when no calls are left, and calls to end after their deadline; also the
  /// pause between attempts to reset a stream.
  private static let closeTimeout = Duration.seconds(1)

  private let transport: Transport
  private let connecting: Task<Void, Never>
  private let state = Guarded(State())

  /// Creates a channel, which starts connecting.
  ///
  /// - Parameter transport: A transport that is not connected yet.
  init(_ transport: Transport) {
    self.transport = transport
    connecting = Task { try? await transport.connect() }
  }

  deinit {
    // No calls are left, since each retains the channel.
    transport.beginGracefulShutdown()
    Task { [connecting] in
      try await Task.sleep(for: Self.closeTimeout)
      connecting.cancel()
    }
  }

  /// Whether the channel accepts no more calls.
  var isEnding: Bool { state.withLock { $0.ending != nil } }

  /// Runs `body` with a new stream, once there is a connection for it.
  ///
  /// When the deadline passes, the caller stops waiting. A call that has a stream gets another second, since its
  /// server has the same deadline and ends the stream itself. After that, or when the caller's task is cancelled, the
  /// stream is reset as soon as ``ResetRateLimiter`` permits.
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

  /// Cancels a call whose caller has stopped waiting, which resets its stream, if it has one.
  ///
  /// - Returns: Whether the call is cancelled or has ended; if not, try again later.
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

  /// Accepts no more calls, gives up those without a stream, lets the others end, and closes the connections.
  ///
  /// Calling it again waits for the same end.
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
