internal import Synchronization

// What is counted of the calls that had a slot. Only the caller that has it now writes the counters, so that they need
// no atomic addition, which in one place for all callers would cost more than all else that a call does here.
extension CallSlot {
  /// A call was made.
  func countMade(_ requestSize: Int) {
    unsafe Self.increase(header.pointee.made, by: 1)
    unsafe Self.increase(header.pointee.requestBytes, by: UInt64(requestSize))
  }

  /// The call ended, and its caller has seen how.
  func countEnded(_ ending: CallStateMachine.Ending) {
    switch ending {
    case .answered where outcome == .response: unsafe Self.increase(header.pointee.answered, by: 1)
    case .answered, .closed: unsafe Self.increase(header.pointee.failed, by: 1)
    case .cancelled: unsafe Self.increase(header.pointee.cancelled, by: 1)
    case .expired: unsafe Self.increase(header.pointee.expired, by: 1)
    }
    if ending == .answered, outcome != .tooLarge {
      unsafe Self.increase(header.pointee.answerBytes, by: UInt64(answerSize))
    }
  }

  /// Adds this slot's to `sum`: its own numbers are those of one moment, and so is the sum if no call is moving.
  func addCounts(to sum: inout HostBridgeStatistics) {
    var counts = readCounts()
    while true {
      let again = readCounts()
      if again == counts { break }
      counts = again
    }
    sum.made += counts.sum.made
    sum.answered += counts.sum.answered
    sum.failed += counts.sum.failed
    sum.cancelled += counts.sum.cancelled
    sum.expired += counts.sum.expired
    sum.inFlight += counts.sum.inFlight
    sum.requestBytes += counts.sum.requestBytes
    sum.answerBytes += counts.sum.answerBytes
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
    // A call that has ended and whose caller has not counted it yet, since it is about to be resumed.
    let state = CallStateMachine(bits: UInt8(truncatingIfNeeded: counts.word))
    if counts.word != 0, counts.sum.inFlight == 1, state.isDecided, let ending = state.ending {
      counts.sum.inFlight = 0
      switch ending {
      case .answered where outcome == .response: counts.sum.answered += 1
      case .answered, .closed: counts.sum.failed += 1
      case .cancelled: counts.sum.cancelled += 1
      case .expired: counts.sum.expired += 1
      }
      if ending == .answered, outcome != .tooLarge { counts.sum.answerBytes += UInt64(answerSize) }
    }
    return counts
  }

  private static func increase(_ counter: borrowing Atomic<UInt64>, by count: UInt64) {
    counter.store(counter.load(ordering: .relaxed) &+ count, ordering: .releasing)
  }
}
