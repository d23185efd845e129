// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Decides when a bridge returns the memory of ended calls to the system.
final class SlotTrimmer: Sendable {
  /// The time from a growth to the next trim.
  private static let interval = Duration.seconds(1)

  private let due = AtomicDeadline()

  /// The time of the next trim.
  var nextTrim: Deadline { due.load() }

  /// Schedules a trim after the slot table has grown.
  func scheduleTrim() {
    let next = Deadline(after: Self.interval, from: .now)
    due.store(next)
    BridgeRuntime.shared.deadlines.record(next)
  }

  /// Trims the slot table if a trim is due.
  func trimIfDue(_ pending: PendingTable, at now: Deadline) {
    guard nextTrim <= now else { return }
    // Cleared first, so that growth during the trim schedules another.
    due.store(.never)
    pending.trim()
    guard pending.slots.isGrown else { return }
    due.lower(to: Deadline(after: Self.interval, from: now))
  }
}
