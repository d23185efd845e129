internal import Synchronization

extension BridgeStorage {
  /// The moment when `timeout` from now has passed on the bridge's clock, which is not read without a timeout.
  @usableFromInline
  package func deadline(after timeout: Duration?) -> Deadline {
    guard let timeout else { return .never }
    return Deadline(after: timeout, from: clock.now)
  }

  /// The time until `deadline` on the bridge's clock; nil without one.
  func remaining(until deadline: Deadline) -> Duration? {
    deadline == .never ? nil : .nanoseconds(deadline.remaining(at: clock.now))
  }

  /// The watch on deadlines has to know of this one, which is noted in the bridge.
  func noteDeadline(_ deadline: Deadline) {
    if clock.virtual == nil { BridgeRuntime.shared.deadlines.note(deadline) }
  }

  /// The next moment at which something is due; ``Deadline/never`` for none.
  var nextDue: Deadline {
    // A test that moves a virtual clock stops wherever something is due: not where only calls of the future would be.
    let stale = staleCalls.withLock { watch in
      watch.isOn && (clock.virtual == nil || watch.isWatching(pending)) ? watch.nextLook : .never
    }
    return min(min(pending.earliestDeadline, closing.endOfGrace), min(stale, upkeep?.nextTrim ?? .never))
  }

  /// Does what is due at `now`: marks and enqueues, and runs no code of users or hosts.
  func tend(at now: Deadline) {
    pending.expire(at: now) {
      end($0, .expired)
    } _: {
      taskThread.resume($0)
    }
    if closing.endOfGrace <= now { beginClosing() }
    reportStaleCalls(at: now)
    upkeep?.trim(pending, at: now)
  }

  /// Reports the calls that have been pending for very long.
  func reportStaleCalls(at now: Deadline) {
    var names: [UInt: String]?
    let calls = staleCalls.withLock { watch in
      watch.look(pending, at: now) { handler in
        if names == nil { names = registry.names }
        return names?[handler.bits]
      }
    }
    for call in calls { reports.report(call) }
  }
}

/// A bridge as the ``DeadlineThread`` knows it: by its handle, so that it is not freed on that thread.
final class BridgeDeadlines: DeadlineTarget {
  private let handle: UInt64

  init(_ handle: UInt64) {
    self.handle = handle
  }

  var nextDue: Deadline { BridgeStorage.handles.with(handle) { $0.nextDue } ?? .never }

  func tend(at now: Deadline) {
    _ = BridgeStorage.handles.with(handle) { $0.tend(at: now) }
  }
}

/// When a bridge gives memory of ended calls back.
final class Upkeep: Sendable {
  /// Between a growth and the next look, in nanoseconds.
  private static let pause: Int64 = 1_000_000_000

  private let due = Atomic<Int64>(Deadline.never.nanoseconds)

  /// When to look again.
  var nextTrim: Deadline { Deadline(nanoseconds: due.load(ordering: .sequentiallyConsistent)) }

  /// The slots have become more.
  func slotsHaveGrown() {
    let next = Deadline.now.nanoseconds + Self.pause
    due.store(next, ordering: .sequentiallyConsistent)
    BridgeRuntime.shared.deadlines.note(Deadline(nanoseconds: next))
  }

  /// Gives memory back, if it is time to.
  func trim(_ pending: PendingTable, at now: Deadline) {
    guard nextTrim <= now else { return }
    // Before the look: slots that become more afterwards are due again.
    due.store(.max, ordering: .sequentiallyConsistent)
    pending.trim()
    guard pending.slots.isGrown else { return }
    _ = due.min(now.nanoseconds + Self.pause, ordering: .sequentiallyConsistent)
  }
}
