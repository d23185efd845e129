// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import Synchronization

/// The running calls of a server, which a shutdown drains: it accepts no more, and gives up those that still run
/// after the grace time.
///
/// A server does that before it shuts gRPC down, which is less careful. A call that arrives while gRPC sends GOAWAY
/// can cost its connection, and with it the running calls. And cutting connections off by cancelling gRPC's tasks can
/// end the process, since a stream that is not accepted violates a precondition in NIO (grpc-swift's HTTP/2 transport
/// 2.9.2).
final class ServedCalls: Sendable {
  typealias Work = Task<Result<ServedAnswer, ErrorResponse>, Never>

  /// The calls' tasks; `nil` while a task is being created.
  private let running = RunningCalls<Work?>()
  private let isGivenUp = Atomic<Bool>(false)

  /// Begins a call.
  ///
  /// - Returns: The call's ID; `nil` if no more calls are accepted.
  func begin() -> UInt64? { running.begin(nil) }

  /// Attaches the task that answers a call, which is cancelled if the call is given up.
  func attach(_ task: Work, to id: UInt64) {
    running.change(id) { $0 = task }
    if isGivenUp.load(ordering: .sequentiallyConsistent) { task.cancel() }
  }

  /// Returns the outcome to answer a call with: after calls have been given up, a failure is the server's doing.
  func outcome(_ result: Result<ServedAnswer, ErrorResponse>) -> Result<ServedAnswer, ErrorResponse> {
    guard case .failure = result, isGivenUp.load(ordering: .sequentiallyConsistent) else { return result }
    return .failure(.shuttingDown)
  }

  /// Ends a call, which has been answered.
  func end(_ id: UInt64) { running.end(id) }

  /// Accepts no more calls, waits for those that run, and gives them up after `grace`.
  func drain(_ grace: Duration) async {
    let ended = running.close()
    guard await !ended.ends(within: GRPCLimits.time(grace)) else { return }
    giveUp()
    _ = await ended.ends(within: GRPCLimits.closeTimeout)
  }

  private func giveUp() {
    // Before the tasks are read, so that a task that is attached later is cancelled there.
    isGivenUp.store(true, ordering: .sequentiallyConsistent)
    for task in running.all { task?.cancel() }
  }
}
#endif
