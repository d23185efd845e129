#if GRPC
  internal import GRPCCore
  internal import GRPCNIOTransportHTTP2Posix
  internal import HostBridgeCore
  internal import Synchronization

  /// The connections of a client: a transport of gRPC's, and another in its place when it has forgotten calls.
  ///
  /// A call that finds the transport connecting joins a queue. If the last address that was left fails at that very
  /// moment, the queue has been emptied before, and the call stays in it until there is a connection again, which may be
  /// never (grpc-swift's HTTP/2 transport 2.9.2). So while calls wait and none gets through, another is begun, without a
  /// message: if that is refused at once, as it is where no address can be reached, whoever still waits was forgotten.
  /// The transport is closed then, which ends their waiting with `unavailable`, and the next call connects anew.
  final class ClientConnections: Sendable {
    typealias Transport = HTTP2ClientTransport.Posix

    private struct State: Sendable {
      var transport: Transport
      /// Those that connect, of this transport and of earlier ones.
      var tasks: [Task<Void, Never>]
      var isClosed = false
    }

    /// How long calls wait before it is looked at.
    private static let pause = Duration.milliseconds(500)

    private let make: @Sendable () throws -> Transport
    private let state: Guarded<State>
    private let waiting = Atomic<Int>(0)
    /// How many calls have waited to an end.
    private let ended = Atomic<Int>(0)
    private let isWatched = Atomic<Bool>(false)

    init(_ make: @escaping @Sendable () throws -> Transport) throws {
      self.make = make
      let transport = try make()
      state = Guarded(State(transport: transport, tasks: [Self.connect(transport)]))
    }

    deinit {
      state.withLock { $0.transport }.beginGracefulShutdown()
    }

    private static func connect(_ transport: Transport) -> Task<Void, Never> {
      Task { try? await transport.connect() }
    }

    /// Lets the calls that are on their way end, makes no more, and waits until all connections are closed.
    func close() async {
      let (transport, tasks) = state.withLock { state in
        state.isClosed = true
        return (state.transport, state.tasks)
      }
      transport.beginGracefulShutdown()
      for task in tasks { await task.value }
    }

    /// Runs `body` with a new stream, when there is a connection for it.
    func withStream<Result: Sendable>(
      _ descriptor: MethodDescriptor, _ options: CallOptions,
      _ body: @Sendable (RPCStream<Transport.Inbound, Transport.Outbound>) async throws -> Result
    ) async throws -> Result {
      // Who waits for whatever may come is not forgotten.
      let isWaiting = Atomic(options.waitForReady != true)
      if isWaiting.load(ordering: .relaxed) { begin() }
      defer { if isWaiting.load(ordering: .relaxed) { end() } }
      let transport = state.withLock { $0.transport }
      return try await transport.withStream(descriptor: descriptor, options: options) { stream, _ in
        if isWaiting.exchange(false, ordering: .relaxed) { end() }
        return try await body(stream)
      }
    }

    // MARK: Forgotten calls

    private func begin() {
      waiting.add(1, ordering: .sequentiallyConsistent)
      if !isWatched.load(ordering: .sequentiallyConsistent),
        !isWatched.exchange(true, ordering: .sequentiallyConsistent)
      {
        Task { await watch() }
      }
    }

    private func end() {
      ended.add(1, ordering: .relaxed)
      waiting.subtract(1, ordering: .sequentiallyConsistent)
    }

    /// Watches until no call has come for a while.
    private func watch() async {
      var endedBefore = -1
      while true {
        try? await Task.sleep(for: Self.pause)
        let endedNow = ended.load(ordering: .relaxed)
        if endedNow == endedBefore {
          if waiting.load(ordering: .sequentiallyConsistent) == 0 {
            isWatched.store(false, ordering: .sequentiallyConsistent)
            // Who came before that has not started another.
            guard waiting.load(ordering: .sequentiallyConsistent) > 0,
              !isWatched.exchange(true, ordering: .sequentiallyConsistent)
            else { return }
          } else if await isRefusing(), ended.load(ordering: .relaxed) == endedNow {
            replace()
          }
        }
        endedBefore = endedNow
      }
    }

    /// Whether a call is refused at once; not if it gets through or has to wait.
    private func isRefusing() async -> Bool {
      let transport = state.withLock { $0.transport }
      let probe = Task {
        do {
          return try await transport.withStream(descriptor: GRPCMethod.descriptor(of: ""), options: .defaults) { _, _ in
            false
          }
        } catch {
          return !Task.isCancelled
        }
      }
      let timer = Task {
        try await Task.sleep(for: Self.pause)
        probe.cancel()
      }
      defer { timer.cancel() }
      return await probe.value
    }

    private func replace() {
      guard let new = try? make() else { return }
      let old = state.withLock { state -> Transport? in
        guard !state.isClosed else { return nil }
        defer { state.transport = new }
        state.tasks.append(Self.connect(new))
        return state.transport
      }
      (old ?? new).beginGracefulShutdown()
    }
  }
#endif
