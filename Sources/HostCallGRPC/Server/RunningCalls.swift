#if GRPC
  internal import HostBridgeCore

  /// The calls that a server is working on, for its shutdown: no more are taken, those that run have some time, and are
  /// given up then.
  ///
  /// All of that is over before gRPC is told, which does worse. A call that arrives while gRPC says goodbye can cost
  /// its connection, and with it the calls that run; and to cut connections off, by cancelling gRPC's tasks, can cost
  /// the process, since a stream that is not taken is a failed precondition of NIO's (grpc-swift's HTTP/2 transport
  /// 2.9.2).
  final class RunningCalls: Sendable {
    typealias Work = Task<Result<[UInt8], ErrorResponse>, Never>

    private struct State: Sendable {
      var lastID: UInt64 = 0
      /// By their IDs; nil for one whose task is just being made.
      var tasks: [UInt64: Work?] = [:]
      var isGivenUp = false
      /// Ends when the last call does; nil while calls are taken.
      var whenEmpty: AsyncStream<Never>.Continuation?
    }

    /// How long calls may take to end when they have been given up.
    private static let closeTimeout = Duration.seconds(1)

    private let state = Guarded(State())

    /// A call is worked on from now on.
    ///
    /// - Returns: Its ID; nil if no more are taken.
    func begin() -> UInt64? {
      state.withLock { state in
        guard state.whenEmpty == nil else { return nil }
        state.lastID += 1
        state.tasks[state.lastID] = .some(nil)
        return state.lastID
      }
    }

    /// The call is worked on by `task`.
    func attach(_ task: Work, to id: UInt64) {
      let isGivenUp = state.withLock { state in
        state.tasks[id] = .some(task)
        return state.isGivenUp
      }
      if isGivenUp { task.cancel() }
    }

    /// What becomes of the outcome of a call's work: one that was given up is the server's fault.
    func outcome(_ result: Result<[UInt8], ErrorResponse>) -> Result<[UInt8], ErrorResponse> {
      guard case .failure = result, state.withLock({ $0.isGivenUp }) else { return result }
      return .failure(.shuttingDown)
    }

    /// The call has been answered.
    func end(_ id: UInt64) {
      let whenEmpty = state.withLock { state in
        state.tasks[id] = nil
        return state.tasks.isEmpty ? state.whenEmpty : nil
      }
      whenEmpty?.finish()
    }

    /// Takes no more calls, and waits for those that run; gives them up after `grace`.
    func drain(_ grace: Duration) async {
      let (untilEmpty, whenEmpty) = AsyncStream.makeStream(of: Never.self)
      let isEmpty = state.withLock { state in
        state.whenEmpty = whenEmpty
        return state.tasks.isEmpty
      }
      if isEmpty { return }
      let timer = Task {
        try await Task.sleep(for: GRPCLimits.time(grace))
        giveUp()
        try await Task.sleep(for: Self.closeTimeout)
        whenEmpty.finish()
      }
      for await _ in untilEmpty {}
      timer.cancel()
    }

    private func giveUp() {
      let tasks = state.withLock { state in
        state.isGivenUp = true
        return state.tasks.values
      }
      for task in tasks { task?.cancel() }
    }
  }
#endif
