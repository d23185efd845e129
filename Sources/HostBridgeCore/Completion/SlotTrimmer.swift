internal import Synchronization

/// Decides when a bridge returns the memory of ended calls to the system.
final class SlotTrimmer: Sendable {
  /// The time from a growth to the next trim, in nanoseconds.
  private static let interval: Int64 = 1_000_000_000

  private let due = Atomic<Int64>(Deadline.never.nanoseconds)

  /// The time of the next trim.
  var nextTrim: Deadline { Deadline(nanoseconds: due.load(ordering: .sequentiallyConsistent)) }

  /// Schedules a trim after the slot table has grown.
  func scheduleTrim() {
    let next = Deadline.now.nanoseconds + Self.interval
    due.store(next, ordering: .sequentiallyConsistent)
    BridgeRuntime.shared.deadlines.note(Deadline(nanoseconds: next))
  }

  /// Trims the slot table if a trim is due.
  func trimIfDue(_ pending: PendingTable, at now: Deadline) {
    guard nextTrim <= now else { return }
    // Cleared first, so that growth during the trim schedules another.
    due.store(.max, ordering: .sequentiallyConsistent)
    pending.trim()
    guard pending.slots.isGrown else { return }
    _ = due.min(now.nanoseconds + Self.interval, ordering: .sequentiallyConsistent)
  }
}
