internal import Synchronization

/// How many calls are in flight, and who waits because there are too many.
///
/// Taking a place and giving it back is one compare-and-swap each, as long as nobody waits. As soon as somebody does, a
/// bit beside the number of places sends everybody through the lock; then a place that is given back goes to the turn
/// that has waited longest, and to nobody else. So nobody overtakes.
///
/// Invariants: at most `limit` places are taken; while a turn waits, all of them are.
package final class Admission: Sendable {
  /// What a call gets.
  package enum Entry: Sendable {
    case place
    /// A turn to wait for.
    case turn(Turn)
    case closed
  }

  /// What was counted of calls that never had a place in the ring.
  struct Counts: Sendable {
    var failed: UInt64 = 0
    var cancelled: UInt64 = 0
    var expired: UInt64 = 0
    /// Turns that wait, and those that have come and whose call has not begun.
    var waiting: UInt64 = 0
  }

  private struct State: Sendable {
    var queue = AdmissionQueue()
    var isClosed = false
    var counts = Counts()
  }

  /// Set beside the number of places while somebody waits.
  private static let waitingBit: UInt64 = 1 << 63

  private let limit: UInt64
  private let places = Atomic<UInt64>(0)
  private let state = Guarded(State())
  /// Has a waiter resumed.
  ///
  /// Called under the lock, and so only marks and enqueues: whoever closes after it finds it queued.
  private let resume: @Sendable (Waiter) -> Void

  /// - Parameters:
  ///   - limit: How many calls may be in flight, from 1.
  ///   - resume: Enqueues a waiter to be resumed.
  init(limit: Int, resume: @escaping @Sendable (Waiter) -> Void) {
    self.limit = UInt64(limit)
    self.resume = resume
  }

  /// Takes a place, if there is one and nobody waits.
  func enter() -> Bool {
    var taken = places.load(ordering: .relaxed)
    while taken < limit {
      let (isDone, found) = places.weakCompareExchange(
        expected: taken, desired: taken + 1, ordering: .acquiringAndReleasing)
      if isDone { return true }
      taken = found
    }
    return false
  }

  /// Takes a place, or a turn to wait for one.
  func enter(orWaitUntil deadline: Deadline) -> Entry {
    state.withLock { state in
      if state.isClosed { return .closed }
      while true {
        if enter() { return .place }
        let taken = places.load(ordering: .relaxed)
        guard taken & ~Self.waitingBit >= limit else { continue }
        let isMarked = places.compareExchange(
          expected: taken, desired: taken | Self.waitingBit, ordering: .acquiringAndReleasing
        ).exchanged
        if isMarked { break }
      }
      state.counts.waiting += 1
      return .turn(state.queue.append(deadline))
    }
  }

  /// Gives a place back: to whose turn it is, if somebody waits.
  func leave() {
    var taken = places.load(ordering: .relaxed)
    while taken & Self.waitingBit == 0 {
      let (isDone, found) = places.weakCompareExchange(
        expected: taken, desired: taken - 1, ordering: .acquiringAndReleasing)
      if isDone { return }
      taken = found
    }
    state.withLock { state in
      if let turn = state.queue.popFirst() {
        settle(turn, .success(()))
        synchronize()
      } else {
        places.subtract(1, ordering: .acquiringAndReleasing)
      }
      unmarkIfEmpty(state)
    }
  }

  /// A point that both sides pass, so that one of them sees what the other did before: see ``HostRegistry``.
  func synchronize() {
    places.add(0, ordering: .acquiringAndReleasing)
  }

  /// The call whose turn has come begins.
  func begin() {
    state.withLock { $0.counts.waiting -= 1 }
  }

  /// A call is refused without having been given anything.
  func countFailure() {
    state.withLock { $0.counts.failed += 1 }
  }

  var counts: Counts { state.withLock { $0.counts } }

  // MARK: Waiting

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

  /// The caller no longer waits for its turn.
  ///
  /// Too late if it has come.
  func cancel(_ turn: Turn) {
    state.withLock { state in
      guard state.queue.remove(turn) else { return }
      state.counts.cancelled += 1
      refuse(turn, .cancelledWaiting, &state)
    }
  }

  /// Ends the waiting of those whose deadline has passed.
  ///
  /// - Returns: The next deadline of one that waits.
  func expire(at now: Deadline) -> Deadline {
    state.withLock { state in
      var next = Deadline.never
      guard !state.queue.isEmpty else { return next }
      for turn in state.queue.waiting {
        if turn.deadline > now {
          next = min(next, turn.deadline)
        } else if state.queue.remove(turn) {
          state.counts.expired += 1
          refuse(turn, .expiredWaiting, &state)
        }
      }
      return next
    }
  }

  /// Ends the waiting of all, in order, and lets nobody wait any more.
  func close() {
    state.withLock { state in
      state.isClosed = true
      while let turn = state.queue.popFirst() {
        state.counts.failed += 1
        refuse(turn, .bridgeClosed, &state)
      }
    }
  }

  private func refuse(_ turn: Turn, _ error: BridgeError, _ state: inout State) {
    state.counts.waiting -= 1
    settle(turn, .failure(error))
    unmarkIfEmpty(state)
  }

  private func settle(_ turn: Turn, _ result: Result<Void, BridgeError>) {
    turn.result = result
    if let waiter = turn.waiter { resume(waiter) }
    turn.waiter = nil
  }

  private func unmarkIfEmpty(_ state: borrowing State) {
    if state.queue.isEmpty { places.bitwiseAnd(~Self.waitingBit, ordering: .acquiringAndReleasing) }
  }
}
