internal import Synchronization

/// The limiter of a client, whose waiting calls have no bridge to watch their deadlines.
package final class ClientLimiter: Sendable {
  private let limiter: ConcurrencyLimiter
  private let waits: Bool
  private let isWatched = Atomic<Bool>(false)

  /// Creates a limiter.
  ///
  /// - Parameters:
  ///   - limit: How many calls may be in flight, from 1.
  ///   - waits: Whether one too many waits for its turn, or is refused.
  package init(limit: Int, waits: Bool) {
    limiter = ConcurrencyLimiter(limit: limit)
    self.waits = waits
  }

  deinit {
    // A forked child has neither the thread nor a lock that is sure to be free.
    guard isWatched.load(ordering: .relaxed), !BridgeRuntime.isForkedChild else { return }
    BridgeRuntime.shared.deadlines.remove(ObjectIdentifier(self))
  }

  /// How many calls wait.
  package var waiting: Int { Int(limiter.counts.waiting) }

  /// Takes a place; waits for one until `deadline` or until the task is cancelled.
  package func enter(_ deadline: Deadline) async throws(BridgeError) {
    if limiter.enter() { return }
    guard waits else { throw .tooManyCalls }
    guard BridgeRuntime.start() else { throw .noThreadForTurns }
    try await limiter.enter(waitingUntil: deadline) {
      if deadline != .never {
        isWatched.store(true, ordering: .relaxed)
        BridgeRuntime.shared.deadlines.add(ClientDeadlines(limiter), for: ObjectIdentifier(self))
      }
    }
  }

  /// Gives a place back: to the call that has waited longest, if one waits.
  package func leave() {
    if let turn = limiter.leave() { resume(turn) }
  }
}

/// A client as the ``DeadlineThread`` knows it.
private final class ClientDeadlines: DeadlineTarget {
  private let limiter: ConcurrencyLimiter

  init(_ limiter: ConcurrencyLimiter) {
    self.limiter = limiter
  }

  var nextDue: Deadline { limiter.earliestDeadline }

  func tend(at now: Deadline) {
    _ = limiter.expire(at: now, resume)
  }
}

/// Has the task of a turn resumed, which may wait for its cancellation handlers.
private func resume(_ turn: Turn) {
  guard let waiter = turn.waiter else { return }
  BridgeRuntime.shared.resumptions.append(UserCodeThread.Item(resuming: waiter))
}
