extension ConcurrencyLimiter {
  /// Takes a place, and waits for it where all are taken.
  ///
  /// Cancelling the task ends the waiting.
  ///
  /// - Parameters:
  ///   - deadline: Until when to wait.
  ///   - note: Is given the deadline before the task suspends, for ``expire(at:_:)`` to be called then.
  ///   - resume: Resumes the task of a turn.
  func enter(
    waitingUntil deadline: Deadline, note: () -> Void, resume: @escaping @Sendable (Turn) -> Void
  ) async throws(BridgeError) {
    switch enter(orWaitUntil: deadline) {
    case .place: return
    case .refused(let error): throw error
    case .turn(let turn):
      note()
      await suspendTask { waiter in
        suspend(turn, waiter)
      } onCancel: {
        if let turn = cancel(turn) { resume(turn) }
      }
      try take(turn)
    }
  }
}
