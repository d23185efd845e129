// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The running calls of a server, which a shutdown drains: it accepts no more, and gives up those that still run
/// after the grace time.
///
/// A server does that before it shuts gRPC down, which is less careful. A call that arrives while gRPC sends GOAWAY
/// can cost its connection, and with it the running calls. And cutting connections off by cancelling gRPC's tasks can
/// end the process, since a stream that is not accepted violates a precondition in NIO (grpc-swift's HTTP/2 transport
/// 2.9.2).
final class RunningCalls: Sendable {
  typealias Work = Task<Result<[UInt8], ErrorResponse>, Never>

  private struct State: Sendable {
    var lastID: UInt64 = 0
    /// The calls' tasks, by ID; `nil` while a task is being created.
    var tasks: [UInt64: Work?] = [:]
    var isGivenUp = false
    /// Finished when the last call ends; `nil` while calls are accepted.
    var whenEmpty: AsyncStream<Never>.Continuation?
  }

  /// How long calls may take to end after they have been given up.
  private static let closeTimeout = Duration.seconds(1)

  private let state = Guarded(State())

  /// Begins a call.
  ///
  /// - Returns: The call's ID; `nil` if no more calls are accepted.
  func begin() -> UInt64? {
    state.withLock { state in
      guard state.whenEmpty == nil else { return nil }
      state.lastID += 1
      state.tasks[state.lastID] = .some(nil)
      return state.lastID
    }
  }

  /// Attaches the task that answers a call, which is cancelled if the call is given up.
  func attach(_ task: Work, to id: UInt64) {
    let isGivenUp = state.withLock { state in
      state.tasks[id] = .some(task)
      return state.isGivenUp
    }
    if isGivenUp { task.cancel() }
  }

  /// Returns the outcome to answer a call with: after calls have been given up, a failure is the server's doing.
  func outcome(_ result: Result<[UInt8], ErrorResponse>) -> Result<[UInt8], ErrorResponse> {
    guard case .failure = result, state.withLock({ $0.isGivenUp }) else { return result }
    return .failure(.shuttingDown)
  }

  /// Ends a call, which has been answered.
  func end(_ id: UInt64) {
    let whenEmpty = state.withLock { state in
      state.tasks[id] = nil
      return state.tasks.isEmpty ? state.whenEmpty : nil
    }
    whenEmpty?.finish()
  }

  /// Accepts no more calls, waits for those that run, and gives them up after `grace`.
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
