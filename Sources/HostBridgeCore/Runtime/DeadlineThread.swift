// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The deadlines of one bridge or client, as the ``DeadlineThread`` watches them.
protocol WatchedDeadlines: AnyObject, Sendable {
  /// The next time at which something is due; ``Deadline/never`` if nothing is.
  var nextDue: Deadline { get }

  /// Handles what is due at `now`: changes states and enqueues, without running user or host code.
  func handleDueWork(at now: Deadline)
}

/// The thread that watches the deadlines of all bridges and clients of the process.
///
/// It runs only the package's own code, so no host or task can delay a deadline.
///
/// Thread safety: safe from any thread. Never freed.
final class DeadlineThread: Sendable {
  /// The shortest time between two rounds, and so the maximum delay of a deadline.
  private static let interval = Duration.milliseconds(1)
  /// What ``wakesAt`` holds while the thread is awake: no deadline is earlier.
  private static let awake = Deadline(nanoseconds: .min)

  /// What is watched, by its owner.
  private let watched = Guarded<[ObjectIdentifier: any WatchedDeadlines]>([:])
  /// A lower bound of all watched deadlines.
  private let earliest = AtomicDeadline()
  /// The deadline until which the thread sleeps.
  private let wakesAt = AtomicDeadline()
  private let parker = Parker()
  private let thread = OnceStartedThread()

  /// Starts the thread, unless it runs already; returns false if the system lacks a thread or memory.
  func start() -> Bool {
    thread.start("hostcall-clock", parkedIn: parker) { self.run() }
  }

  /// Watches `deadlines`, which may be freed on this thread, until they are removed.
  func add(_ deadlines: any WatchedDeadlines, for owner: ObjectIdentifier) {
    watched.withLock { $0[owner] = deadlines }
    record(deadlines.nextDue)
  }

  /// Stops watching the deadlines of `owner`; a round that is already running may still handle them.
  func remove(_ owner: ObjectIdentifier) {
    watched.withLock { $0[owner] = nil }
  }

  /// Announces one of the watched deadlines to the thread.
  ///
  /// Wakes the thread if it would sleep past the deadline, even if an earlier deadline is recorded: the thread that
  /// recorded that one may have been suspended before its wake.
  func record(_ deadline: Deadline) {
    guard deadline != .never else { return }
    earliest.lower(to: deadline)
    reach(.deadlineRecorded)
    if deadline < wakesAt.load() { parker.wake() }
  }

  private func run() {
    var lastRound = Deadline(nanoseconds: 0)
    while true {
      let now = Deadline.now
      let earliest = earliestDeadline
      let next = max(earliest, Deadline(after: Self.interval, from: lastRound))
      if next <= now {
        lastRound = now
        handleDueWork(at: now)
      } else {
        wakesAt.store(earliest)
        parker.park(until: next) { earliestDeadline < earliest }
        wakesAt.store(Self.awake)
      }
    }
  }

  private var earliestDeadline: Deadline { earliest.load() }

  private func handleDueWork(at now: Deadline) {
    // Deadlines that are recorded from now on stay; the loop below finds all others.
    earliest.store(.never)
    var next = Deadline.never
    // Without the lock, so that `add` and `remove` do not wait for a round.
    for deadlines in watched.withLock({ Array($0.values) }) {
      if deadlines.nextDue <= now { deadlines.handleDueWork(at: now) }
      next = min(next, deadlines.nextDue)
    }
    record(next)
  }
}
