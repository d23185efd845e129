/// Finds the calls that have been pending for longer than they should.
///
/// A value, guarded by the bridge that owns it.
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
  func isWatching(_ table: PendingTable) -> Bool { !marks.isEmpty || table.slots.newestID > reportedID }

  /// Looks whether there are such calls, if it is time to.
  ///
  /// - Parameter name: Returns the wire name of a handler; nil if it has been released.
  /// - Returns: Those that were not reported before.
  mutating func look(
    _ table: PendingTable, at now: Deadline, name: (HandlerReference) -> String?
  ) -> [StaleCall] {
    guard isOn, nextLook <= now else { return [] }
    var dueID = reportedID
    while let mark = marks.first, now.nanoseconds - mark.time.nanoseconds >= limit {
      dueID = mark.newestID
      marks.removeFirst()
    }
    var calls: [StaleCall] = []
    if dueID > reportedID {
      table.slots.forEachCall { call, state in
        guard state.ending == nil, state.isInvoked, call.id > reportedID, call.id <= dueID else { return }
        // By its address only: the call may give the handler back at any moment.
        guard let name = call.slot.handler.flatMap(name), call.slot.isTaken(by: call.id) else { return }
        calls.append(
          StaleCall(
            wireName: name, callID: call.id, age: .nanoseconds(limit), isInsideInvoke: state.stage == .invoking))
      }
      reportedID = dueID
    }
    let newestID = table.slots.newestID
    if newestID > (marks.last?.newestID ?? reportedID) { marks.append(Mark(newestID: newestID, time: now)) }
    nextLook = Deadline(nanoseconds: now.nanoseconds + interval)
    return calls.sorted { $0.callID < $1.callID }
  }
}
