extension ConcurrencyLimiter {
  /// Takes a place, waiting until one is free.
  ///
  /// Cancelling the task ends the wait.
  ///
  /// - Parameters:
  ///   - deadline: Until when to wait.
  ///   - note: Is given the deadline before the task suspends, for ``expire(at:_:)`` to be called then.
  func enter(waitingUntil deadline: Deadline, note: () -> Void) async throws(BridgeError) {
    switch enter(orWaitUntil: deadline) {
    case .place: return
    case .refused(let error): throw error
    case .turn(let turn):
      note()
      await suspendTask { waiter in
        suspend(turn, waiter)
      } onCancel: {
        cancel(turn)?.waiter?.resume()
      }
      try take(turn)
    }
  }
}
