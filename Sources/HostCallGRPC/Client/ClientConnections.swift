// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore
internal import Synchronization

/// The connections of a client: one channel, which is replaced when its transport no longer connects waiting calls.
///
/// `docs/decisions/0013-grpc-swift.md` lists the faults of grpc-swift that make this necessary. While calls wait and
/// none gets a connection, a watch replaces the channel in either of two cases:
///
/// - Calls have come for `connectTimeout`, and none has got a connection.
/// - The channel refuses a probe, a call that sends no message, at once, as it does when no address can be reached:
///   then it has forgotten the calls that still wait.
///
/// Replacing the channel ends waiting calls with `unavailable`, except those that wait for a server to be ready,
/// which wait on the new channel.
///
/// A change of the addresses replaces the channel too. All waiting calls then wait on the new one, and calls that have
/// a connection end on the old one.
final class ClientConnections: Sendable {
  private struct State: Sendable {
    var channel: ClientChannel
    /// The replaced channels that still have calls.
    var replaced: [ClientChannel] = []
    var replacements = 0
    /// The counts at the last check.
    var seen = Counts()
    /// When to replace the channel, because calls have come and none has got a connection; `nil` if one got a
    /// connection since the last check.
    var stuckUntil: Deadline?
    var isClosed = false
  }

  /// An error that is thrown when no address could be reached in time.
  struct ServerUnreachable: Error {}

  /// The pause between checks of the calls that wait.
  private static let pause = Duration.milliseconds(500)
  static let closed = RPCError(code: .unavailable, message: "the transport is closed")

  private let connectTimeout: Duration
  /// The source of addresses that may change; `nil` if they are fixed.
  private let watch: AddressWatch?
  private let make: @Sendable (Int) throws -> ClientChannel.Transport
  private let state: Guarded<State>
  /// How many calls wait for a connection, and how many of those fail when none can be established.
  private let waiting = Atomic<Int>(0)
  private let failingFast = Atomic<Int>(0)
  /// How many calls have got a connection, have been refused one, and have stopped waiting.
  private let connected = Atomic<Int>(0)
  private let refused = Atomic<Int>(0)
  private let abandoned = Atomic<Int>(0)
  private let isWatched = Atomic<Bool>(false)

  /// Creates the connections, which start connecting.
  ///
  /// - Parameters:
  ///   - connectTimeout: How long connecting to all addresses in turn may take.
  ///   - watch: The source of addresses that may change; `nil` if they are fixed.
  ///   - make: Creates a transport that is not connected yet, given the number of replacements so far.
  /// - Throws: What `make` throws.
  init(
    connectTimeout: Duration, watch: AddressWatch? = nil,
    _ make: @escaping @Sendable (Int) throws -> ClientChannel.Transport
  ) throws {
    self.connectTimeout = connectTimeout
    self.watch = watch
    self.make = make
    state = Guarded(State(channel: ClientChannel(try make(0))))
    watch?.start { [weak self] in self?.replace(isMove: true) }
  }

  /// Whether ``close()`` has been called.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Refuses new calls.
  func refuseCalls() { state.withLock { $0.isClosed = true } }

  /// Refuses new calls, lets those in flight end, and closes all connections.
  func close() async {
    watch?.stop()
    let channels = state.withLock { state in
      state.isClosed = true
      return state.replaced + [state.channel]
    }
    await withDiscardingTaskGroup { group in
      for channel in channels { group.addTask { await channel.end() } }
    }
  }

  /// Runs `body` with a new stream, once there is a connection for it.
  ///
  /// - Throws: What `body` and gRPC throw, `CancellationError` if `deadline` passes, ``ServerUnreachable``, and
  ///   `HostSetupError` if there are no addresses.
  func withStream<Result: Sendable>(
    _ descriptor: MethodDescriptor, options: CallOptions, until deadline: Deadline,
    _ body: @escaping @Sendable (ClientChannel.Stream) async throws -> Result
  ) async throws -> Result {
    if let watch { try await watch.waitForAddresses(until: deadline, retries: options.waitForReady == true) }
    while true {
      guard let channel = state.withLock({ $0.isClosed ? nil : $0.channel }) else { throw Self.closed }
      let wait = Wait(self, failsFast: options.waitForReady != true)
      do {
        let result = try await channel.withStream(descriptor, options: options, until: deadline) { stream in
          wait.end(.connected)
          return try await body(stream)
        }
        return result
      } catch {
        let isOver = Task.isCancelled || deadline <= .now
        let hadStream = !wait.end(isOver || channel.isEnding ? .abandoned : .refused)
        if hadStream || isOver || !channel.isEnding { throw error }
        if isClosed { throw Self.closed }
        // The channel was replaced. A call that it did not accept is tried again, and so is one that waits for a
        // server to be ready.
        let waits = options.waitForReady == true || channel.hasMoved.load(ordering: .acquiring)
        if !(error is ClientChannel.Ended), !waits {
          throw ServerUnreachable()
        }
      }
    }
  }

  // MARK: Calls that wait

  /// One call's wait for a connection.
  private final class Wait: Sendable {
    /// Why the wait ends: the call has a connection, none can be established, or the caller has stopped waiting.
    enum Reason { case connected, refused, abandoned }

    private let connections: ClientConnections
    private let failsFast: Bool
    private let isOver = Atomic<Bool>(false)

    init(_ connections: ClientConnections, failsFast: Bool) {
      self.connections = connections
      self.failsFast = failsFast
      if failsFast { connections.failingFast.add(1, ordering: .relaxed) }
      connections.waiting.add(1, ordering: .sequentiallyConsistent)
      connections.startWatching()
    }

    /// Ends the wait.
    ///
    /// - Returns: Whether it had not ended before.
    @discardableResult
    func end(_ reason: Reason) -> Bool {
      guard !isOver.exchange(true, ordering: .relaxed) else { return false }
      switch reason {
      case .connected: connections.connected.add(1, ordering: .relaxed)
      case .refused: connections.refused.add(1, ordering: .relaxed)
      case .abandoned: connections.abandoned.add(1, ordering: .relaxed)
      }
      if failsFast { connections.failingFast.subtract(1, ordering: .relaxed) }
      connections.waiting.subtract(1, ordering: .sequentiallyConsistent)
      return true
    }
  }

  private func startWatching() {
    guard !isWatched.load(ordering: .sequentiallyConsistent),
      !isWatched.exchange(true, ordering: .sequentiallyConsistent)
    else { return }
    Task { await watchCalls() }
  }

  private struct Counts: Equatable {
    var (connected, refused, abandoned) = (0, 0, 0)
  }

  private var counts: Counts {
    Counts(
      connected: connected.load(ordering: .relaxed), refused: refused.load(ordering: .relaxed),
      abandoned: abandoned.load(ordering: .relaxed))
  }

  /// Has the addresses resolved again, if they may change.
  func connectionFailed() { watch?.connectionFailed() }

  /// Watches the calls that wait, until none has come between two checks.
  private func watchCalls() async {
    while true {
      try? await Task.sleep(for: Self.pause)
      let now = counts
      let isWaiting = waiting.load(ordering: .sequentiallyConsistent) > 0
      let (before, stuckUntil) = state.withLock { state in
        defer { state.seen = now }
        if now.connected != state.seen.connected {
          state.stuckUntil = nil
        } else if isWaiting || now != state.seen {
          state.stuckUntil = state.stuckUntil ?? Deadline(after: connectTimeout, from: .now)
        }
        return (state.seen, state.stuckUntil)
      }
      if now == before, !isWaiting {
        isWatched.store(false, ordering: .sequentiallyConsistent)
        // A call that came before the store has not started another watch.
        guard waiting.load(ordering: .sequentiallyConsistent) > 0,
          !isWatched.exchange(true, ordering: .sequentiallyConsistent)
        else { return }
      } else if let stuckUntil, now.connected == before.connected {
        connectionFailed()
        if stuckUntil <= .now {
          replace()
        } else if failingFast.load(ordering: .relaxed) > 0, now.refused == before.refused, await isRefusing(),
          counts == now
        {
          replace()
        }
      }
    }
  }

  /// Returns whether the channel refuses a call at once, rather than connecting it or letting it wait.
  private func isRefusing() async -> Bool {
    let channel = state.withLock { $0.channel }
    let end = Deadline(after: Self.pause, from: .now)
    do {
      return try await channel.withStream(GRPCMethod.descriptor(of: ""), options: .defaults, until: end) { _ in false
      }
    } catch {
      return end > .now
    }
  }

  /// Replaces the channel.
  ///
  /// - Parameter isMove: Whether the reason is a change of the addresses.
  private func replace(isMove: Bool = false) {
    let number = state.withLock { state in
      state.replacements += 1
      state.stuckUntil = nil
      return state.replacements
    }
    guard let transport = try? make(number) else { return }
    let new = ClientChannel(transport)
    let old = state.withLock { state -> ClientChannel? in
      guard !state.isClosed else { return nil }
      defer { state.channel = new }
      state.replaced.append(state.channel)
      return state.channel
    }
    guard let old else { return }
    if isMove { old.hasMoved.store(true, ordering: .releasing) }
    Task {
      await old.end()
      state.withLock { $0.replaced.removeAll { $0 === old } }
    }
  }
}
#endif
