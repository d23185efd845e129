// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The delayed answers, ordered by due time and, for equal times, by the arrival of their calls.
final class DelayedAnswers: Sendable {
  struct Entry: Sendable {
    let callID: UInt64
    let due: Deadline
    let delivery: AnswerDelivery
    /// The answer; `nil` until it is available.
    var answer: BridgeAnswer?
  }

  /// The next step at a given time.
  enum Next: Sendable {
    /// Nothing is due before this time.
    case later(Deadline)
    /// The next answer is due but not available yet.
    case notReady
    /// This answer was due and has been removed.
    case ready(BridgeAnswer, Entry)
  }

  private let entries = Guarded<[Entry]>([])

  func insert(_ entry: Entry) {
    entries.withLock { entries in
      entries.insert(entry, at: entries.firstIndex { $0.due > entry.due } ?? entries.endIndex)
    }
  }

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
      guard let answer = first.answer else { return .notReady }
      entries.removeFirst()
      return .ready(answer, first)
    }
  }
}
