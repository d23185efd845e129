/// Finds the calls that have been pending for longer than they should.
///
/// A value; belongs to the loop.
///
/// No call has to note when it began. From time to time the newest call ID is noted, with the time: what has that ID or
/// an older one and is still pending when so much time has passed is late. So a call is reported once it is older than
/// the limit, and before it is older than the limit and a quarter of it.
struct StaleCallWatch {
  private struct Mark {
    let newestID: UInt64
    let time: Deadline
  }

  private let limit: Int64
  private let interval: Int64
  private var marks: [Mark] = []
  /// When to look again.
  private(set) var nextLook = Deadline(nanoseconds: 0)
  /// What has this ID or an older one has been reported.
  private var reportedID: UInt64 = 0

  /// - Parameter limit: How long a call may take; nil for as long as it likes.
  init(_ limit: Duration?) {
    self.limit = limit.map { max(1_000_000, Deadline.nanoseconds(of: $0)) } ?? .max
    interval = max(1, self.limit / 4)
  }

  /// Whether there is a limit.
  var isOn: Bool { limit != .max }

  /// Whether there may be a call that is yet to be reported.
  func isWatching(_ table: PendingTable) -> Bool { !marks.isEmpty || table.newestID > reportedID }

  /// Looks whether there are such calls.
  ///
  /// - Parameter name: Knows the wire name of a handler, or that it is none any more.
  /// - Returns: Those that were not reported before, and when to look again.
  mutating func look(
    _ table: PendingTable, at now: Deadline, name: (HandlerReference) -> String?
  ) -> (calls: [StaleCall], next: Deadline) {
    guard nextLook <= now else { return ([], nextLook) }
    var dueID = reportedID
    while let mark = marks.first, now.nanoseconds - mark.time.nanoseconds >= limit {
      dueID = mark.newestID
      marks.removeFirst()
    }
    var calls: [StaleCall] = []
    if dueID > reportedID {
      table.forEachCall { call, state in
        guard state.ending == nil, state.isInvoked, call.id > reportedID, call.id <= dueID else { return }
        // The handler is asked for by its address only: what another thread writes into a slot may be gone.
        guard let name = call.slot.handler.flatMap(name), call.slot.load(call.id) != nil else { return }
        calls.append(
          StaleCall(
            wireName: name, callID: call.id, age: .nanoseconds(limit), isInsideInvoke: state.stage == .invoking))
      }
      reportedID = dueID
    }
    if table.newestID > (marks.last?.newestID ?? reportedID) {
      marks.append(Mark(newestID: table.newestID, time: now))
    }
    nextLook = Deadline(nanoseconds: now.nanoseconds + interval)
    return (calls, nextLook)
  }
}
