// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension ConcurrencyLimiter {
  /// Takes a permit, waiting until one is free.
  ///
  /// Cancelling the task ends the wait.
  ///
  /// - Parameters:
  ///   - deadline: Until when to wait.
  ///   - onQueued: Runs once the call is queued, before its task suspends, to have ``expire(at:_:)`` called at the
  ///     deadline.
  func acquire(waitingUntil deadline: Deadline, onQueued: () -> Void) async throws(BridgeError) {
    switch acquire(orQueueUntil: deadline) {
    case .acquired: return
    case .refused(let error): throw error
    case .queued(let call):
      onQueued()
      await suspendTask { waiter in
        suspend(call, waiter)
      } onCancel: {
        cancel(call)?.waiter?.resume()
      }
      try takeResult(of: call)
    }
  }
}
