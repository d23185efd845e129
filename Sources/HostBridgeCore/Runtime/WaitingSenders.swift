// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A sender of a stream that waits for credit.
///
/// Accessed with the lock of the stream held.
class WaitingSender: Suspension, @unchecked Sendable {
  /// Whether the task was cancelled before it waited.
  final var isCancelled = false
}

/// The senders of a stream that wait for credit, in their order.
struct WaitingSenders<Sender: WaitingSender>: Sendable {
  private var senders: [Sender] = []

  var count: Int { senders.count }
  var isEmpty: Bool { senders.isEmpty }

  /// Makes a sender wait.
  mutating func append(_ sender: Sender, _ waiter: Waiter) {
    sender.waiter = waiter
    senders.append(sender)
  }

  /// Removes a sender whose task was cancelled; returns false if it does not wait yet, or any more.
  mutating func remove(_ sender: Sender) -> Bool {
    guard let index = senders.firstIndex(where: { $0 === sender }) else {
      sender.isCancelled = true
      return false
    }
    senders.remove(at: index)
    return true
  }

  /// Removes and returns the first `count` senders.
  mutating func takeFirst(_ count: Int) -> [Sender] {
    defer { senders.removeFirst(count) }
    return Array(senders.prefix(count))
  }

  /// Removes and returns all senders.
  mutating func takeAll() -> [Sender] {
    defer { senders = [] }
    return senders
  }
}
