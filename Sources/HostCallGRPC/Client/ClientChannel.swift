// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import HostBridgeCore
internal import Synchronization

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
  }

  /// The pause between attempts to reset a stream.
  private static let resetPause = Duration.seconds(1)

  private let transport: Transport
  private let connecting: Task<Void, Never>
  /// The calls that their callers wait for, or whose streams have yet to be reset.
  private let calls = RunningCalls<Call>()
  /// Whether the channel is replaced because its addresses have changed, so that waiting calls use the next one.
  let hasMoved = Atomic<Bool>(false)
  private let resetLimiter = Guarded(ResetRateLimiter())
  /// The task that ends the channel; `nil` before `end()` is called.
  private let ending = Guarded<Task<Void, Never>?>(nil)

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
      try await Task.sleep(for: GRPCLimits.closeTimeout)
      connecting.cancel()
    }
  }

  /// Whether the channel accepts no more calls.
  var isEnding: Bool { calls.isClosed }

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
    guard let id = calls.begin(Call()) else { throw Ended() }
    let outcome = AwaitedOutcome<Result>()
    let task = Task.immediate { [self] in
      let result: Swift.Result<Result, any Error>
      do {
        result = .success(
          try await transport.withStream(descriptor: descriptor, options: options) { stream, _ in
            calls.change(id) { $0.hasStream = true }
            return try await body(stream)
          })
      } catch {
        result = .failure(error)
      }
      calls.end(id)
      outcome.end(with: result)
    }
    attach(id) { task.cancel() }
    if deadline != .never {
      outcome.attach(
        Task { [self] in
          try await Task.sleep(until: deadline)
          outcome.expire()
          if calls.change(id, { $0.hasStream }) == true { try await Task.sleep(for: GRPCLimits.closeTimeout) }
          while !giveUp(id) { try await Task.sleep(for: Self.resetPause) }
        })
    }
    return try await withTaskCancellationHandler {
      try await outcome.value
    } onCancel: {
      if giveUp(id) { return }
      outcome.expire()
      Task { [self] in
        repeat { try await Task.sleep(for: Self.resetPause) } while !giveUp(id)
      }
    }
  }

  /// Cancels a call whose caller has stopped waiting, which resets its stream, if it has one.
  ///
  /// - Returns: Whether the call is cancelled or has ended; if not, try again later.
  private func giveUp(_ id: UInt64) -> Bool {
    let mayReset = isEnding
    let (isDone, cancel) =
      calls.change(id) { call -> (Bool, (@Sendable () -> Void)?) in
        guard !call.hasStream || mayReset || resetLimiter.withLock({ $0.take(at: .now) }) else { return (false, nil) }
        return (true, call.cancel)
      } ?? (true, nil)
    guard isDone else { return false }
    calls.end(id)
    cancel?()
    return true
  }

  private func attach(_ id: UInt64, _ cancel: @escaping @Sendable () -> Void) {
    let hasStream = calls.change(id) { call in
      call.cancel = cancel
      return call.hasStream
    }
    if hasStream == false, isEnding { cancel() }
  }

  /// Accepts no more calls, gives up those without a stream, lets the others end, and closes the connections.
  ///
  /// Calling it again waits for the same end.
  func end() async {
    let ending = ending.withLock { ending in
      let task = ending ?? Task { [self, ended = calls.close()] in await finish(ended) }
      ending = task
      return task
    }
    await ending.value
  }

  private func finish(_ ended: Task<Void, Never>) async {
    transport.beginGracefulShutdown()
    for call in calls.all where !call.hasStream { call.cancel?() }
    await ended.value
    if await !connecting.ends(within: GRPCLimits.closeTimeout) { connecting.cancel() }
  }
}
#endif
