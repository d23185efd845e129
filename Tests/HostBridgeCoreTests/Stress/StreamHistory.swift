// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore

/// A stream as its two sides saw it, in either direction, and what must hold of it.
struct StreamHistory: Sendable {
  /// How a stream ended.
  enum End: Sendable, Equatable {
    case success
    case error(HostCallCode)
  }

  // MARK: The sender

  /// The number of items that were accepted.
  var accepted: UInt64 = 0
  /// The end that the sender gave the stream, and that was accepted.
  var sentEnd: End?
  /// The number of items taken, each time that the sender was told it.
  var taken: [UInt64] = []
  /// Whether the sender was told of the end by a refusal, and need not be told again.
  var isRefused = false

  // MARK: The receiver

  /// Whether it has opened the stream; if not, nothing else is known of it.
  var isOpened = false
  /// The number of items for which it had granted credit, or was about to.
  var granted: UInt64 = 0
  /// The numbers of the items that it received.
  var items: [UInt64] = []
  /// Each end that it received.
  var ends: [End] = []
  /// Whether an item came after the end.
  var isLate = false
  /// Whether it left the stream before the end.
  var isDropped = false

  // MARK: What may have ended the stream early

  var mayExpire = false
  var mayBeCancelled = false
  var mayBeClosed = false

  /// Records an item that the receiver received.
  mutating func receive(_ number: UInt64) {
    isLate = isLate || !ends.isEmpty
    items.append(number)
  }

  /// Records the end that the receiver received.
  mutating func end(_ end: End, isClosing: Bool) {
    ends.append(end)
    mayBeClosed = isClosing
  }

  /// Returns what is wrong with a stream of a bridge that is closed.
  ///
  /// - Parameters:
  ///   - closed: The code with which a close ends the stream for its receiver.
  ///   - isOrdered: Whether the receiver handled one item after the other.
  func violations(closed: HostCallCode, isOrdered: Bool) -> [String] {
    guard isOpened else { return [] }
    var found: [String] = []
    func expect(_ condition: Bool, _ text: String) {
      if !condition { found.append("\(text): \(self)") }
    }
    let count = UInt64(items.count)
    expect((isOrdered ? items : items.sorted()) == Array(0..<count), "items are missing, repeated or out of order")
    expect(!isLate || !isOrdered, "an item came after the end")
    expect(ends.count == (isDropped ? 0 : 1), "the receiver did not see one end")
    expect(count <= accepted && accepted <= granted, "more items than were sent, or than there was credit for")
    expect(Set(taken).count <= 1, "the sender was told different numbers of items taken")
    if let taken = taken.first { expect(taken == count, "the number of items taken is wrong") }
    if let sentEnd {
      expect(taken.isEmpty, "a stream has two ends")
      guard let end = ends.first else { return found }
      expect(count == accepted, "items before the end are missing")
      expect(end == sentEnd, "the receiver saw another end")
      return found
    }
    for end in ends {
      let mayBe =
        end == .error(closed) && mayBeClosed || end == .error(.cancelled) && mayBeCancelled
        || end == .error(.deadlineExceeded) && mayExpire
      expect(mayBe, "an end came from nowhere")
    }
    // A sender from which there is no item may not have been reached.
    if count > 0, !isRefused { expect(!taken.isEmpty, "the sender was not told of the end") }
    return found
  }
}
