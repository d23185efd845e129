// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Finds calls that have been pending for too long.
///
/// A value, guarded by the lock of the bridge that owns it.
///
/// Calls do not record when they start. Instead, the watch records the newest call ID from time to time: once the limit
/// has passed since such a checkpoint, a pending call with that ID or an older one is stale. So a call is reported when
/// its age is between the limit and 1.25 times the limit.
///
/// A stream is stale if its host has credit and has sent nothing for that time, however long it has been open: the
/// watch compares the number of its items from one check to the next. It is reported again after a further item.
struct StaleCallWatch {
  private struct Checkpoint {
    let newestID: UInt64
    /// When the calls up to `newestID` are stale.
    let due: Deadline
  }

  private let limit: Duration?
  private let interval: Duration
  private var checkpoints: [Checkpoint] = []
  /// The time of the next check.
  private(set) var nextCheck = Deadline(nanoseconds: 0)
  /// Calls up to this ID have been reported.
  private var reportedID: UInt64 = 0

  /// - Parameter limit: How long a call may be pending; `nil` for no limit.
  init(_ limit: Duration?) {
    self.limit = limit.map { max(.milliseconds(1), $0) }
    interval = (self.limit ?? .zero) / 4
  }

  /// A Boolean value that indicates whether there is a limit.
  var isEnabled: Bool { limit != nil }

  /// Returns whether a call may still have to be reported.
  func isWatching(_ table: PendingTable) -> Bool {
    !checkpoints.isEmpty || table.slots.newestID > reportedID || table.streams.isWatched
  }

  /// Checks for stale calls, if a check is due.
  ///
  /// - Parameter name: Returns the wire name of a handler; `nil` if it has been released.
  /// - Returns: The stale calls that have not been reported before.
  mutating func check(
    _ table: PendingTable, at now: Deadline, name: (HandlerReference) -> String?
  ) -> [StaleCall] {
    guard let limit, nextCheck <= now else { return [] }
    var dueID = reportedID
    while let checkpoint = checkpoints.first, checkpoint.due <= now {
      dueID = checkpoint.newestID
      checkpoints.removeFirst()
    }
    var calls: [StaleCall] = []
    if dueID > reportedID {
      table.slots.forEachCall { call, state in
        guard !state.isStream, call.id > reportedID, call.id <= dueID else { return }
        if let stale = Self.staleCall(call, limit, name) { calls.append(stale) }
      }
      reportedID = dueID
    }
    for stream in table.streams.stale(at: now, limit) {
      if let stale = Self.staleCall(stream, limit, name) { calls.append(stale) }
    }
    let newestID = table.slots.newestID
    if newestID > (checkpoints.last?.newestID ?? reportedID) {
      checkpoints.append(Checkpoint(newestID: newestID, due: Deadline(after: limit, from: now)))
    }
    nextCheck = Deadline(after: interval, from: now)
    return calls.sorted { $0.callID < $1.callID }
  }

  /// Returns the report of a call; `nil` if it has ended.
  private static func staleCall(
    _ call: CallReference, _ age: Duration, _ name: (HandlerReference) -> String?
  ) -> StaleCall? {
    guard let state = call.slot.state(of: call.id), state.ending == nil, state.isInvoked else { return nil }
    // Compared by address only: the call may return the handler at any time.
    guard let name = call.slot.handler.flatMap(name), call.slot.isTaken(by: call.id) else { return nil }
    return StaleCall(wireName: name, callID: call.id, age: age, isInsideInvoke: state.stage == .invoking)
  }
}
