extension HostBridge {
  /// Suspends until all of some calls have ended, once for all of them; nil stands for one that was not made.
  ///
  /// Cancelling the task ends those that have not.
  package func waitForAll(_ calls: [PendingCall?]) async {
    var undecided = 0
    for case let call? in calls where !pending.isDecided(call) { undecided += 1 }
    guard undecided > 0 else { return }
    for case let call? in calls { endUseIfAnswered(call) }
    await suspend { waiter in
      let batch = BatchWaiter(count: undecided, waiter)
      var left = undecided
      // Of those that were counted, some may have ended meanwhile; none has become undecided again.
      for case let call? in calls where left > 0 && !pending.isDecided(call) {
        left -= 1
        if !pending.suspend(call, Waiter(batch)) {
          endUseIfAnswered(call)
          batch.arrive()
        }
      }
      for _ in 0..<left { batch.arrive() }
      return true
    } onCancel: {
      for case let call? in calls { end(call, .cancelled) }
    }
  }

  /// What the caller has not suspended for keeps its handler until it is left, and a caller that suspends for another
  /// call may be kept from that.
  private func endUseIfAnswered(_ call: PendingCall) {
    if let (_, state) = call.slot.load(call.id), state.isDecided, state.ending == .answered { endUse(call.slot) }
  }
}
