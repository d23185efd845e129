// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The limit on the time for which a stream's sender may send nothing while it has credit.
struct StreamSilence: Sendable {
  /// The limit; `nil` for none.
  var limit: Duration?
  /// When the sender last sent an item, or received credit after it had none.
  var last = Deadline.never
  /// Whether the limit has ended the stream.
  var isOver = false

  /// When the silence is too long, if there is credit; ``Deadline/never`` without a limit.
  var due: Deadline {
    guard let limit, last != .never else { return .never }
    return Deadline(after: limit, from: last)
  }
}

/// What the watch for stale calls remembers of a stream: since when its host has sent nothing although it had credit.
struct StreamWatch: Sendable {
  private var sent: UInt64 = 0
  private var since: Deadline?
  /// Whether the host has been reported since its last item.
  private(set) var isReported = false

  /// Returns whether the host has become stale.
  mutating func check(sent: UInt64, hasCredit: Bool, at now: Deadline, _ limit: Duration) -> Bool {
    guard hasCredit else {
      since = nil
      return false
    }
    guard let since, sent == self.sent else {
      self.since = now
      self.sent = sent
      isReported = false
      return false
    }
    guard !isReported, Deadline(after: limit, from: since) <= now else { return false }
    isReported = true
    return true
  }
}
