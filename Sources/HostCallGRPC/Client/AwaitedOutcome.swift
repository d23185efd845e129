// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The outcome of a call, awaited by one caller: its result, or its expiration if that comes first.
final class AwaitedOutcome<Value: Sendable>: Sendable {
  private struct State: Sendable {
    var outcome: Result<Value, any Error>?
    var waiter: CheckedContinuation<Value, any Error>?
    var timer: Task<Void, any Error>?
    var hasResult = false
  }

  private let state = Guarded(State())

  /// The outcome, once it is settled.
  ///
  /// Await it only once.
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

  /// Ends the call with its result, and cancels its timer.
  func end(with result: Result<Value, any Error>) {
    let timer = state.withLock { state in
      state.hasResult = true
      return state.timer
    }
    timer?.cancel()
    settle(result)
  }

  /// Settles the outcome with `CancellationError`, unless it is settled.
  func expire() { settle(.failure(CancellationError())) }

  /// Attaches the call's timer, which is cancelled when the call ends.
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
