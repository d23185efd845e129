#if GRPC
  internal import GRPCCore
  internal import HostBridgeCore
  internal import Synchronization

  /// The connections of a client: a channel, and another in its place when it has forgotten calls or can't connect.
  ///
  /// A call that finds the channel connecting joins a queue. If the last address that was left fails at that very
  /// moment, the queue has been emptied before, and the call stays in it until there is a connection again, which may
  /// be never. And a server that takes a connection, but does not speak HTTP/2, is waited for as long as it likes
  /// (grpc-swift's HTTP/2 transport 2.9.2). So while calls wait and none gets anywhere, it is looked at why: another
  /// call is begun, without a message, and if that is refused at once, as it is where no address can be reached, what
  /// still waits was forgotten. And when for `connectTimeout` calls have come and none has got a connection, that is
  /// enough, whatever gRPC has told them: now and then it does not connect any more (seen in 1 of 140 runs of a test
  /// whose server comes back at its address). The channel is replaced then, which ends the waiting with `unavailable`,
  /// but for those who wait for whatever may come: they go on waiting on the new one.
  final class ClientConnections: Sendable {
    private struct State: Sendable {
      var channel: ClientChannel
      /// Those that were replaced and have calls.
      var replaced: [ClientChannel] = []
      var replacements = 0
      /// What had become of calls when it was last looked at.
      var seen = Counts()
      /// Since when calls have come and none has got a connection; nil if the last that came has.
      var stuckSince: ContinuousClock.Instant?
      var isClosed = false
    }

    /// No address could be reached in the time for that.
    struct ServerUnreachable: Error {}

    /// How long calls wait before it is looked at.
    private static let pause = Duration.milliseconds(500)
    private static let closed = RPCError(code: .unavailable, message: "the transport is closed")

    private let connectTimeout: Duration
    private let make: @Sendable (Int) throws -> ClientChannel.Transport
    private let state: Guarded<State>
    /// How many calls wait for a connection, and how many of them would fail where none can be made.
    private let waiting = Atomic<Int>(0)
    private let failingFast = Atomic<Int>(0)
    /// How many calls have got a connection, have been told that there is none, and have stopped waiting.
    private let connected = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)
    private let abandoned = Atomic<Int>(0)
    private let isWatched = Atomic<Bool>(false)

    /// - Parameters:
    ///   - connectTimeout: How long all addresses together may take to be reached.
    ///   - make: Makes a transport, which does not connect yet. It is told how many there were before.
    init(connectTimeout: Duration, _ make: @escaping @Sendable (Int) throws -> ClientChannel.Transport) throws {
      self.connectTimeout = connectTimeout
      self.make = make
      state = Guarded(State(channel: ClientChannel(try make(0))))
    }

    /// Whether it makes no more calls.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Lets the calls that are on their way end, makes no more, and closes all connections.
    func close() async {
      let channels = state.withLock { state in
        state.isClosed = true
        return state.replaced + [state.channel]
      }
      await withDiscardingTaskGroup { group in
        for channel in channels { group.addTask { await channel.end() } }
      }
    }

    /// Runs `body` with a new stream, when there is a connection for it.
    ///
    /// - Throws: What `body` and gRPC throw, `CancellationError` if `deadline` passes, and ``ServerUnreachable``.
    func withStream<Result: Sendable>(
      _ descriptor: MethodDescriptor, options: CallOptions, until deadline: Deadline,
      _ body: @escaping @Sendable (ClientChannel.Stream) async throws -> Result
    ) async throws -> Result {
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
          // It was replaced. What has not been looked at may be tried again, and what waits without end goes on to
          // wait.
          if !(error is ClientChannel.Ended), options.waitForReady != true {
            throw ServerUnreachable()
          }
        }
      }
    }

    // MARK: Calls that wait

    /// The waiting of one call for a connection.
    private final class Wait: Sendable {
      /// Why it ends: there is a connection, or there can't be one; or the caller waits no more.
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

      /// The call waits no more.
      ///
      /// - Returns: Whether it waited until now.
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
      Task { await watch() }
    }

    private struct Counts: Equatable {
      var (connected, refused, abandoned) = (0, 0, 0)
    }

    private var counts: Counts {
      Counts(
        connected: connected.load(ordering: .relaxed), refused: refused.load(ordering: .relaxed),
        abandoned: abandoned.load(ordering: .relaxed))
    }

    /// Watches until no call has come for a while.
    private func watch() async {
      while true {
        try? await Task.sleep(for: Self.pause)
        let now = counts
        let isWaiting = waiting.load(ordering: .sequentiallyConsistent) > 0
        let (before, stuckSince) = state.withLock { state in
          defer { state.seen = now }
          if now.connected != state.seen.connected {
            state.stuckSince = nil
          } else if isWaiting || now != state.seen {
            state.stuckSince = state.stuckSince ?? .now
          }
          return (state.seen, state.stuckSince)
        }
        if now == before, !isWaiting {
          isWatched.store(false, ordering: .sequentiallyConsistent)
          // A call that came before that has not started another watch.
          guard waiting.load(ordering: .sequentiallyConsistent) > 0,
            !isWatched.exchange(true, ordering: .sequentiallyConsistent)
          else { return }
        } else if let stuckSince, now.connected == before.connected {
          if stuckSince.duration(to: .now) >= connectTimeout {
            replace()
          } else if failingFast.load(ordering: .relaxed) > 0, now.refused == before.refused, await isRefusing(),
            counts == now
          {
            replace()
          }
        }
      }
    }

    /// Whether a call is refused at once; not if it gets through or has to wait.
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

    private func replace() {
      let number = state.withLock { state in
        state.replacements += 1
        state.stuckSince = nil
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
      Task {
        await old.end()
        state.withLock { $0.replaced.removeAll { $0 === old } }
      }
    }
  }
#endif
