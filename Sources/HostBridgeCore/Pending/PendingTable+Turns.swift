// A call that finds too many others in flight gets a turn, and waits for it: until a call ends and hands its place on,
// its deadline passes, its task is cancelled, or the bridge closes. Whichever comes first takes the turn out of the
// queue, under the table's lock, and gives it its result, which it keeps.
extension PendingTable {
  /// The caller suspends until its turn comes; false if it has come or never will, so that it must not.
  func suspend(_ turn: Turn, _ waiter: Waiter) -> Bool {
    state.withLock { _ in
      guard turn.result == nil else { return false }
      turn.waiter = waiter
      return true
    }
  }

  /// Whether the turn has come, or why it never will; nil while it is waited for.
  package func result(of turn: Turn) -> Result<Void, BridgeError>? {
    state.withLock { _ in turn.result }
  }

  /// The caller no longer waits for its turn. Too late if it has come.
  ///
  /// - Returns: Whom to resume.
  func cancel(_ turn: Turn) -> Waiter? {
    state.withLock { state in
      guard state.admission.remove(turn) else { return nil }
      state.statistics.cancelled += 1
      return state.refuse(turn, .cancelled(turn.wireName.text))
    }
  }

  /// Ends the waiting of all whose turn has not come, in order. To be called once the table is closed.
  ///
  /// - Returns: Whom to resume.
  func closeQueue() -> [Waiter] {
    state.withLock { state in
      state.admission.waiting.compactMap { turn in
        guard state.admission.remove(turn) else { return nil }
        state.statistics.failed += 1
        return state.refuse(turn, .bridgeClosed(turn.wireName.text))
      }
    }
  }
}

extension PendingTable.State {
  /// - Returns: Whom to resume.
  fileprivate mutating func refuse(_ turn: Turn, _ error: BridgeError) -> Waiter? {
    statistics.waiting -= 1
    turn.result = .failure(error)
    defer { turn.waiter = nil }
    return turn.waiter
  }

  mutating func expireTurns(at now: Deadline) -> (waiters: [Waiter], next: Deadline) {
    var waiters: [Waiter] = []
    var next = Deadline.never
    for turn in admission.waiting {
      if turn.deadline > now {
        next = min(next, turn.deadline)
      } else if admission.remove(turn) {
        statistics.expired += 1
        if let waiter = refuse(turn, .expired(turn.wireName.text)) { waiters.append(waiter) }
      }
    }
    return (waiters, next)
  }

  /// Gives a call's place to the turn that is next.
  ///
  /// - Returns: Whom to resume.
  mutating func handOn() -> Waiter? {
    guard !isClosed, let turn = admission.leave() else { return nil }
    turn.result = .success(())
    defer { turn.waiter = nil }
    return turn.waiter
  }
}
