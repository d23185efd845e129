// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

// Statistics per slot. Only the caller that owns the slot writes them, so they need no atomic addition, which on one
// shared counter would cost more than everything else that a call does here.
extension CallSlot {
  /// Counts a call that was made.
  @inline(__always)
  func countMade(_ requestSize: Int) {
    unsafe Self.increase(header.pointee.made, by: 1)
    unsafe Self.increase(header.pointee.requestBytes, by: UInt64(requestSize))
  }

  /// Counts a call that was answered with a response of `size` bytes.
  @inline(__always)
  func countAnswered(_ size: Int) {
    unsafe Self.increase(header.pointee.answered, by: 1)
    unsafe Self.increase(header.pointee.answerBytes, by: UInt64(size))
  }

  /// Counts a call that ended, once its caller has seen the ending.
  func countEnded(_ ending: CallStateMachine.Ending) {
    let counts = counts(of: ending)
    unsafe Self.increase(header.pointee.answered, by: counts.answered)
    unsafe Self.increase(header.pointee.failed, by: counts.failed)
    unsafe Self.increase(header.pointee.cancelled, by: counts.cancelled)
    unsafe Self.increase(header.pointee.expired, by: counts.expired)
    unsafe Self.increase(header.pointee.answerBytes, by: counts.answerBytes)
  }

  /// Returns what the call in this slot, which has ended, adds to the counters.
  private func counts(of ending: CallStateMachine.Ending) -> HostBridgeStatistics {
    var counts = HostBridgeStatistics()
    switch ending {
    case .answered where outcome == .response: counts.answered = 1
    case .answered, .terminated, .closed: counts.failed = 1
    case .cancelled: counts.cancelled = 1
    case .expired: counts.expired = 1
    }
    if ending == .answered, outcome.isFromHost { counts.answerBytes = UInt64(answerSize) }
    return counts
  }

  /// Adds this slot's counters to `sum`; the counters of one slot are read consistently.
  func addCounts(to sum: inout HostBridgeStatistics) {
    var counts = readCounts()
    while true {
      let again = readCounts()
      if again == counts { break }
      counts = again
    }
    sum.add(counts.sum)
  }

  private struct Counts: Equatable {
    var word: UInt64
    var sum = HostBridgeStatistics()
  }

  private func readCounts() -> Counts {
    var counts = Counts(word: unsafe header.pointee.word.load(ordering: .acquiring))
    counts.sum.answered = unsafe header.pointee.answered.load(ordering: .acquiring)
    counts.sum.failed = unsafe header.pointee.failed.load(ordering: .acquiring)
    counts.sum.cancelled = unsafe header.pointee.cancelled.load(ordering: .acquiring)
    counts.sum.expired = unsafe header.pointee.expired.load(ordering: .acquiring)
    counts.sum.requestBytes = unsafe header.pointee.requestBytes.load(ordering: .acquiring)
    counts.sum.answerBytes = unsafe header.pointee.answerBytes.load(ordering: .acquiring)
    counts.sum.made = unsafe header.pointee.made.load(ordering: .acquiring)
    let ended = counts.sum.answered &+ counts.sum.failed &+ counts.sum.cancelled &+ counts.sum.expired
    counts.sum.inFlight = counts.sum.made &- ended
    // A decided call counts as ended even if its caller, which counts it, has yet to run.
    if counts.sum.inFlight == 1, let (_, state) = load(), state.isDecided, let ending = state.ending {
      counts.sum.inFlight = 0
      counts.sum.add(self.counts(of: ending))
    }
    return counts
  }

  @inline(__always)
  private static func increase(_ counter: borrowing Atomic<UInt64>, by count: UInt64) {
    counter.store(counter.load(ordering: .relaxed) &+ count, ordering: .releasing)
  }
}
