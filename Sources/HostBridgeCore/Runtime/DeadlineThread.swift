// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// An object whose deadlines the ``DeadlineThread`` watches.
protocol DeadlineTarget: AnyObject, Sendable {
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
  /// The shortest time between two rounds in nanoseconds, and so the maximum delay of a deadline.
  private static let interval: Int64 = 1_000_000

  private let targets = Guarded<[ObjectIdentifier: any DeadlineTarget]>([:])
  /// A lower bound of all targets' deadlines.
  private let earliest = AtomicDeadline()
  /// The deadline until which the thread sleeps, in nanoseconds; `Int64.min` while it is awake.
  private let wakesAt = Atomic<Int64>(.min)
  private let parker = Parker()
  private let thread = OnceStartedThread()

  /// Starts the thread, unless it runs already; returns false if the system lacks a thread or memory.
  func start() -> Bool {
    thread.start("hostcall-clock", parkedIn: parker) { self.run() }
  }

  /// Watches the deadlines of `target` until it is removed; the target may be freed on this thread.
  func add(_ target: any DeadlineTarget, for owner: ObjectIdentifier) {
    targets.withLock { $0[owner] = target }
    record(target.nextDue)
  }

  /// Stops watching the target of `owner`; a round that is already running may still call it.
  func remove(_ owner: ObjectIdentifier) {
    targets.withLock { $0[owner] = nil }
  }

  /// Announces a deadline of a target to the thread.
  ///
  /// Wakes the thread if it would sleep past the deadline, even if an earlier deadline is recorded: the thread that
  /// recorded that one may have been suspended before its wake.
  func record(_ deadline: Deadline) {
    guard deadline != .never else { return }
    earliest.lower(to: deadline)
    reach(.deadlineRecorded)
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
        handleDueWork(at: now)
      } else {
        wakesAt.store(earliest.nanoseconds, ordering: .sequentiallyConsistent)
        parker.park(until: next) { earliestDeadline < earliest }
        wakesAt.store(.min, ordering: .sequentiallyConsistent)
      }
    }
  }

  private var earliestDeadline: Deadline { earliest.load() }

  private func handleDueWork(at now: Deadline) {
    // Deadlines that are recorded from now on stay; the loop below finds all others.
    earliest.store(.never)
    var next = Deadline.never
    // Without the lock, so that adding and removing targets does not wait for a round.
    for target in targets.withLock({ Array($0.values) }) {
      if target.nextDue <= now { target.handleDueWork(at: now) }
      next = min(next, target.nextDue)
    }
    record(next)
  }
}
