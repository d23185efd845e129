internal import HostBridgeCore

/// The answers that are to be given later, in order of their times; of those of one time, in the order in which their
/// calls came.
final class DelayedAnswers: Sendable {
  struct Entry: Sendable {
    let callID: UInt64
    let due: Deadline
    let delivery: AnswerDelivery
    /// Nil while it is being made.
    var answer: BridgeAnswer?
  }

  /// What there is to do at a time.
  enum Next: Sendable {
    /// Nothing before this moment.
    case later(Deadline)
    /// The next one is due, and not there yet.
    case unmade
    /// This one, which was taken out.
    case give(BridgeAnswer, Entry)
  }

  private let entries = Guarded<[Entry]>([])

  func insert(_ entry: Entry) {
    entries.withLock { entries in
      entries.insert(entry, at: entries.firstIndex { $0.due > entry.due } ?? entries.endIndex)
    }
  }

  /// The answer of a call has been made.
  func set(_ answer: BridgeAnswer, for callID: UInt64) {
    entries.withLock { entries in
      guard let index = entries.firstIndex(where: { $0.callID == callID }) else { return }
      entries[index].answer = answer
    }
  }

  func next(at now: Deadline) -> Next {
    entries.withLock { entries in
      guard let first = entries.first else { return .later(.never) }
      guard first.due <= now else { return .later(first.due) }
      guard let answer = first.answer else { return .unmade }
      entries.removeFirst()
      return .give(answer, first)
    }
  }
}
