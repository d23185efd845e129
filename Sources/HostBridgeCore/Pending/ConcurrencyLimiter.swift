internal import Synchronization

/// Limits the number of calls in flight; further calls queue.
///
/// While no call waits, taking a place and giving it back are one compare-and-swap each. The first waiting call sets a
/// bit in the same word, which sends every other caller through the lock; from then on each place that is given back
/// goes to the call that has waited longest. So no call overtakes another.
///
/// Invariants: at most `limit` places are taken; while a call waits, all of them are.
///
/// The task of each ``Turn`` that a function returns here is to be resumed, by a thread that may (``Waiter/resume()``).
package final class ConcurrencyLimiter: Sendable {
  /// The result of asking for a place.
  package enum Entry: Sendable {
    case place
    /// The call has to wait in this turn.
    case turn(Turn)
    /// Calls are refused, for this reason.
    case refused(BridgeError)
  }

  /// Counters of the calls that never had a place.
  package struct Counts: Sendable {
    package var failed: UInt64 = 0
    package var cancelled: UInt64 = 0
    package var expired: UInt64 = 0
    /// The number of turns that wait or that have a place but whose caller has not continued yet.
    package var waiting: UInt64 = 0
  }

  private struct State: Sendable {
    var queue = TurnQueue()
    /// The reason why calls are refused; `nil` while they are not.
    var refusal: BridgeError?
    var counts = Counts()
  }

  /// Set in `places` while a turn waits.
  private static let waitingBit: UInt64 = 1 << 63

  private let limit: UInt64
  private let places = Atomic<UInt64>(0)
  private let state = Guarded(State())

  /// Creates a limiter.
  ///
  /// - Parameter limit: The maximum number of calls in flight, at least 1.
  package init(limit: Int) {
    self.limit = UInt64(limit)
  }

  /// The number of places that are taken.
  package var inFlight: Int { Int(places.load(ordering: .relaxed) & ~Self.waitingBit) }

  /// Takes a place; returns false if none is free or calls wait.
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

  /// Takes a place, or queues a turn.
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

  /// Gives back a place; returns the turn that receives it, if one waits.
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

  /// Counts a call that was refused without a place.
  package func countFailure() {
    state.withLock { $0.counts.failed += 1 }
  }

  /// The earliest deadline of the waiting turns.
  package var earliestDeadline: Deadline { state.withLock { $0.queue.earliestDeadline } }

  /// The counters of the calls that never had a place.
  package var counts: Counts { state.withLock { $0.counts } }

  // MARK: Waiting

  /// Stores the suspending task of a turn; returns false if the turn is decided and the task must not suspend.
  package func suspend(_ turn: Turn, _ waiter: Waiter) -> Bool {
    state.withLock { _ in
      guard turn.result == nil else { return false }
      turn.waiter = waiter
      return true
    }
  }

  /// Continues after a turn was decided, with a place.
  ///
  /// - Throws: The reason why the turn did not get a place.
  package func take(_ turn: Turn) throws(BridgeError) {
    let result = state.withLock { state -> Result<Void, BridgeError>? in
      if case .success? = turn.result { state.counts.waiting -= 1 }
      return turn.result
    }
    try result?.get()
  }

  /// Cancels a waiting turn; has no effect once the turn is decided.
  package func cancel(_ turn: Turn) -> Turn? {
    state.withLock { state in
      guard state.queue.remove(turn) else { return nil }
      state.counts.cancelled += 1
      return refuse(turn, .cancelledWaiting, &state)
    }
  }

  /// Refuses the turns whose deadline has passed.
  ///
  /// - Parameter resume: Receives each turn whose task must be resumed.
  /// - Returns: The earliest deadline of the remaining turns.
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

  /// Refuses all turns that wait now, in order, with `error`.
  ///
  /// - Parameters:
  ///   - isFinal: Whether to refuse all later calls as well.
  ///   - resume: Receives each turn whose task must be resumed.
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

  /// Call with the lock held; resume the returned turn after releasing it.
  private func decide(_ turn: Turn, _ result: Result<Void, BridgeError>) -> Turn? {
    turn.result = result
    return turn.waiter == nil ? nil : turn
  }

  private func unmarkIfEmpty(_ state: borrowing State) {
    if state.queue.isEmpty { places.bitwiseAnd(~Self.waitingBit, ordering: .acquiringAndReleasing) }
  }
}
