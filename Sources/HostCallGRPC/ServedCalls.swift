#if GRPC
  internal import GRPCCore
  internal import HostBridgeCore
  internal import HostCall

  /// The calls that a server is working on, to be given up together when their grace time is over.
  ///
  /// To cancel gRPC's own tasks instead would cut off its connections, and bring the process down if a call arrives at
  /// that moment (grpc-swift's HTTP/2 transport 2.9.2: a stream that nobody takes is a failed precondition of NIO's).
  final class ServedCalls: Sendable {
    typealias Outcome = Result<[UInt8], ErrorStatus>

    private struct State: Sendable {
      var lastID: UInt64 = 0
      /// Nil when they have been given up.
      var tasks: [UInt64: Task<Outcome, Never>]? = [:]
    }

    private let state = Guarded(State())

    /// Has `task` given up with the others while `body` waits for it; at once, if they have been.
    func whileRunning(_ task: Task<Outcome, Never>, _ body: () async -> Outcome) async -> Outcome {
      let id = state.withLock { state -> UInt64? in
        state.lastID += 1
        state.tasks?[state.lastID] = task
        return state.tasks == nil ? nil : state.lastID
      }
      if id == nil { task.cancel() }
      let outcome = await body()
      let isGivenUp = state.withLock { state in
        if let id { state.tasks?[id] = nil }
        return state.tasks == nil
      }
      guard isGivenUp, case .failure = outcome else { return outcome }
      return .failure(ErrorStatus(BridgeError(code: .unavailable, message: "the server has shut down")))
    }

    /// Cancels the tasks, and those that come from now on.
    func giveUp() {
      let tasks = state.withLock { state in
        defer { state.tasks = nil }
        return state.tasks ?? [:]
      }
      for task in tasks.values { task.cancel() }
    }
  }
#endif
