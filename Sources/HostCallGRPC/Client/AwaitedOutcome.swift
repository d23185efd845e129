#if GRPC
  internal import HostBridgeCore

  /// What becomes of a call: its result, or that its time is over, whichever is first; and the one caller that waits
  /// for that.
  final class AwaitedOutcome<Value: Sendable>: Sendable {
    private struct State: Sendable {
      var outcome: Result<Value, any Error>?
      var waiter: CheckedContinuation<Value, any Error>?
      var timer: Task<Void, any Error>?
      var hasResult = false
    }

    private let state = Guarded(State())

    /// The outcome, when there is one.
    ///
    /// To be waited for once.
    var value: Value {
      get async throws {
        try await withCheckedThrowingContinuation { continuation in
          let outcome = state.withLock { state in
            if state.outcome == nil { state.waiter = continuation }
            return state.outcome
          }
          if let outcome { continuation.resume(with: outcome) }
        }
      }
    }

    /// The call has ended, with which its timer is of no more use.
    func end(with result: Result<Value, any Error>) {
      let timer = state.withLock { state in
        state.hasResult = true
        return state.timer
      }
      timer?.cancel()
      settle(result)
    }

    /// The call's time is over, if there is no result yet.
    func expire() { settle(.failure(CancellationError())) }

    /// The call has a timer, which is cancelled when the call ends.
    func attach(_ timer: Task<Void, any Error>) {
      let hasResult = state.withLock { state in
        state.timer = timer
        return state.hasResult
      }
      if hasResult { timer.cancel() }
    }

    private func settle(_ outcome: Result<Value, any Error>) {
      let waiter = state.withLock { state in
        defer { state.waiter = nil }
        if state.outcome == nil { state.outcome = outcome }
        return state.waiter
      }
      waiter?.resume(with: outcome)
    }
  }
#endif
