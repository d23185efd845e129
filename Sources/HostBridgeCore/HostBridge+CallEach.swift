extension HostBridge {
  /// Suspends until all of some calls have ended, once for all of them; nil stands for one that was not made.
  ///
  /// Cancelling the task ends those that have not.
  package func waitForAll(_ calls: [PendingCall?]) async {
    var undecided = 0
    for case let call? in calls where !pending.isDecided(call) { undecided += 1 }
    guard undecided > 0 else { return }
    await suspend { waiter in
      let batch = BatchWaiter(count: undecided, waiter)
      var left = undecided
      // Of those that were counted, some may have ended meanwhile; none has become undecided again.
      for case let call? in calls where left > 0 && !pending.isDecided(call) {
        left -= 1
        if !pending.suspend(call, Waiter(batch)) { batch.arrive() }
      }
      for _ in 0..<left { batch.arrive() }
      return true
    } onCancel: {
      for case let call? in calls { end(call, .cancelled) }
    }
  }
}
