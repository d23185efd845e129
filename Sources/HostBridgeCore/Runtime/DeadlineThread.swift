internal import Synchronization

/// Something with deadlines that the ``DeadlineThread`` watches.
protocol DeadlineTarget: AnyObject, Sendable {
  /// The next moment at which something is due; ``Deadline/never`` for none.
  var nextDue: Deadline { get }

  /// Does what is due at `now`: marks and enqueues, and runs no code of users or hosts.
  func tend(at now: Deadline)
}

/// The thread that watches the deadlines of all bridges and clients of the process.
///
/// Nothing runs on it but the package's own code, so a deadline is kept whatever hosts and tasks block.
///
/// Thread safety: safe from any thread. Never freed.
final class DeadlineThread: Sendable {
  /// Between two rounds there is at least this much time, in nanoseconds; a deadline may be noticed that much late.
  private static let interval: Int64 = 1_000_000

  private let targets = Guarded<[ObjectIdentifier: any DeadlineTarget]>([:])
  /// No target has an earlier deadline, in nanoseconds.
  private let earliest = Atomic<Int64>(Deadline.never.nanoseconds)
  /// The deadline until which the thread sleeps, in nanoseconds; while it is awake, before all others.
  private let wakesAt = Atomic<Int64>(.min)
  private let parker = Parker()
  private let isStarted = Guarded(false)

  /// Starts the thread, unless that is done; false if the system has no thread or memory to give.
  func start() -> Bool {
    isStarted.withLock { isStarted in
      if !isStarted, parker.isUsable { isStarted = SystemThread.start("hostcall-clock") { self.run() } }
      return isStarted
    }
  }

  /// Watches the deadlines of `target`, until it is removed.
  ///
  /// The thread may free it.
  func add(_ target: any DeadlineTarget, for owner: ObjectIdentifier) {
    targets.withLock { $0[owner] = target }
    note(target.nextDue)
  }

  /// Watches the target of `owner` no longer, but for a round that runs.
  func remove(_ owner: ObjectIdentifier) {
    targets.withLock { $0[owner] = nil }
  }

  /// A target has this deadline, and says so.
  ///
  /// Every thread that notes one wakes the thread if it sleeps for too long: another that noted an earlier one may have been
  /// stopped before it did.
  func note(_ deadline: Deadline) {
    guard deadline != .never else { return }
    _ = earliest.min(deadline.nanoseconds, ordering: .sequentiallyConsistent)
    reach(.deadlineNoted)
    if deadline.nanoseconds < wakesAt.load(ordering: .sequentiallyConsistent) { parker.wake() }
  }

  private func run() {
    var lastRound = Deadline(nanoseconds: 0)
    while true {
      let now = Deadline.now
      let earliest = earliestDeadline
      let next =
        earliest == .never ? .never : max(earliest, Deadline(nanoseconds: lastRound.nanoseconds + Self.interval))
      if next <= now {
        lastRound = now
        tend(at: now)
      } else {
        wakesAt.store(earliest.nanoseconds, ordering: .sequentiallyConsistent)
        parker.park(until: next) { earliestDeadline < earliest }
        wakesAt.store(.min, ordering: .sequentiallyConsistent)
      }
    }
  }

  private var earliestDeadline: Deadline { Deadline(nanoseconds: earliest.load(ordering: .sequentiallyConsistent)) }

  private func tend(at now: Deadline) {
    // What is noted from here on is found by `note`, everything else below.
    earliest.store(Deadline.never.nanoseconds, ordering: .sequentiallyConsistent)
    var next = Deadline.never
    // Not under the lock: continuations are resumed here.
    for target in targets.withLock({ Array($0.values) }) {
      if target.nextDue <= now { target.tend(at: now) }
      next = min(next, target.nextDue)
    }
    note(next)
  }
}
