internal import Synchronization

/// Limits how many calls are in flight; those that are too many wait in turn.
///
/// Taking a place and giving it back is one compare-and-swap each while nothing waits. A turn that waits sets a bit beside
/// the number of places, which sends every caller through the lock; then a place that is given back goes to the turn that
/// has waited longest. So no call overtakes another.
///
/// Invariants: at most `limit` places are taken; while a turn waits, all of them are.
///
/// A turn that is returned from a function here has a task that is to be resumed, outside of the lock.
package final class ConcurrencyLimiter: Sendable {
  /// What a call gets.
  package enum Entry: Sendable {
    case place
    /// A turn to wait for.
    case turn(Turn)
    /// No call is made any more, for this reason.
    case refused(BridgeError)
  }

  /// What was counted of calls that never had a place.
  package struct Counts: Sendable {
    package var failed: UInt64 = 0
    package var cancelled: UInt64 = 0
    package var expired: UInt64 = 0
    /// Turns that wait, and those that have come and whose call has not begun.
    package var waiting: UInt64 = 0
  }

  private struct State: Sendable {
    var queue = TurnQueue()
    /// Why no call is made any more.
    var refusal: BridgeError?
    var counts = Counts()
  }

  /// Set beside the number of places while a turn waits.
  private static let waitingBit: UInt64 = 1 << 63

  private let limit: UInt64
  private let places = Atomic<UInt64>(0)
  private let state = Guarded(State())

  /// Creates a limiter.
  ///
  /// - Parameter limit: How many calls may be in flight, from 1.
  package init(limit: Int) {
    self.limit = UInt64(limit)
  }

  /// How many places are taken.
  package var inFlight: Int { Int(places.load(ordering: .relaxed) & ~Self.waitingBit) }

  /// Takes a place, if there is one and nothing waits.
  @inline(__always)
  package func enter() -> Bool {
    var taken = places.load(ordering: .relaxed)
    while taken < limit {
      let (isDone, found) = places.weakCompareExchange(
        expected: taken, desired: taken &+ 1, ordering: .acquiringAndReleasing)
      if isDone { return true }
      taken = found
    }
    return false
  }

  /// Takes a place, or a turn to wait for one.
  package func enter(orWaitUntil deadline: Deadline) -> Entry {
    state.withLock { state in
      if let refusal = state.refusal { return .refused(refusal) }
      while true {
        if enter() { return .place }
        let taken = places.load(ordering: .relaxed)
        guard taken & ~Self.waitingBit >= limit else { continue }
        let isMarked = places.compareExchange(
          expected: taken, desired: taken | Self.waitingBit, ordering: .acquiringAndReleasing
        ).exchanged
        if isMarked { break }
      }
      let turn = Turn(deadline)
      state.queue.append(turn)
      state.counts.waiting += 1
      return .turn(turn)
    }
  }

  /// Gives a place back: to the turn that has waited longest, if one waits.
  @inline(__always)
  package func leave() -> Turn? {
    var taken = places.load(ordering: .relaxed)
    while taken & Self.waitingBit == 0 {
      let (isDone, found) = places.weakCompareExchange(
        expected: taken, desired: taken &- 1, ordering: .acquiringAndReleasing)
      if isDone { return nil }
      taken = found
    }
    return leaveToTurn()
  }

  @inline(never)
  private func leaveToTurn() -> Turn? {
    state.withLock { state in
      defer { unmarkIfEmpty(state) }
      guard let turn = state.queue.popFirst() else {
        places.subtract(1, ordering: .acquiringAndReleasing)
        return nil
      }
      return decide(turn, .success(()))
    }
  }

  /// A call is refused without having been given anything.
  package func countFailure() {
    state.withLock { $0.counts.failed += 1 }
  }

  /// The earliest deadline of the turns that wait.
  package var earliestDeadline: Deadline { state.withLock { $0.queue.earliestDeadline } }

  /// What has been counted of calls that never had a place.
  package var counts: Counts { state.withLock { $0.counts } }

  // MARK: Waiting

  /// The caller suspends until its turn comes; false if it has come or never will, so that it must not.
  package func suspend(_ turn: Turn, _ waiter: Waiter) -> Bool {
    state.withLock { _ in
      guard turn.result == nil else { return false }
      turn.waiter = waiter
      return true
    }
  }

  /// The caller goes on, with a place.
  ///
  /// - Throws: Why its turn never came.
  package func take(_ turn: Turn) throws(BridgeError) {
    let result = state.withLock { state -> Result<Void, BridgeError>? in
      if case .success? = turn.result { state.counts.waiting -= 1 }
      return turn.result
    }
    try result?.get()
  }

  /// The caller no longer waits for its turn; too late if it has come.
  package func cancel(_ turn: Turn) -> Turn? {
    state.withLock { state in
      guard state.queue.remove(turn) else { return nil }
      state.counts.cancelled += 1
      return refuse(turn, .cancelledWaiting, &state)
    }
  }

  /// Ends the waiting of the turns whose deadline has passed.
  ///
  /// - Parameter resume: Is given each turn whose task is to be resumed.
  /// - Returns: The earliest deadline of those that wait.
  package func expire(at now: Deadline, _ resume: (Turn) -> Void) -> Deadline {
    while true {
      let expired = state.withLock { state -> Turn? in
        guard let turn = state.queue.popExpired(at: now) else { return nil }
        state.counts.expired += 1
        _ = refuse(turn, .expiredWaiting, &state)
        return turn
      }
      guard let expired else { return state.withLock { $0.queue.earliestDeadline } }
      if expired.waiter != nil { resume(expired) }
    }
  }

  /// Ends the waiting of every turn that waits now, in order, with `error`.
  ///
  /// - Parameters:
  ///   - isFinal: Whether no call is made from now on either.
  ///   - resume: Is given each turn whose task is to be resumed.
  package func refuseAll(_ error: BridgeError, isFinal: Bool, _ resume: (Turn) -> Void) {
    let last = state.withLock { state in
      if isFinal { state.refusal = error }
      return state.queue.appended
    }
    while true {
      let refused = state.withLock { state -> Turn? in
        guard let turn = state.queue.popFirst(upTo: last) else { return nil }
        state.counts.failed += 1
        _ = refuse(turn, error, &state)
        return turn
      }
      guard let refused else { return }
      if refused.waiter != nil { resume(refused) }
    }
  }

  /// Call with the lock held.
  private func refuse(_ turn: Turn, _ error: BridgeError, _ state: inout State) -> Turn? {
    state.counts.waiting -= 1
    defer { unmarkIfEmpty(state) }
    return decide(turn, .failure(error))
  }

  /// Call with the lock held; resume the task of the result after releasing it.
  private func decide(_ turn: Turn, _ result: Result<Void, BridgeError>) -> Turn? {
    turn.result = result
    return turn.waiter == nil ? nil : turn
  }

  private func unmarkIfEmpty(_ state: borrowing State) {
    if state.queue.isEmpty { places.bitwiseAnd(~Self.waitingBit, ordering: .acquiringAndReleasing) }
  }
}
