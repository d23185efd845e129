internal import Synchronization

/// The calls to the host that are pending: call ID → slot of the ring, with their states, deadlines and counts.
///
/// What a call goes through takes no lock, but where it has to wait for its turn. Each step changes the state of a call
/// by its ``CallStateMachine``, in one compare-and-swap, and returns what is to be done about it, which the bridge
/// carries out.
package final class PendingTable: Sendable {
  /// What became of an answer that a host gives.
  enum Claim: Sendable {
    /// It is taken; its bytes are to be copied into the slot.
    case taken(PendingCall)
    case unknownCall
    case closed
  }

  let ring: SlotRing
  let admission: Admission
  private let lastID = Atomic<UInt64>(0)
  private let closed = Atomic<Bool>(false)
  private let lateAnswers = Atomic<UInt64>(0)
  /// No pending call and no turn has an earlier deadline, in nanoseconds.
  private let earliest = Atomic<Int64>(Deadline.never.nanoseconds)

  /// - Parameters:
  ///   - limit: How many calls may be in flight, from 1.
  ///   - resume: Enqueues a waiter to be resumed; must not do more.
  init(limit: Int, resume: @escaping @Sendable (Waiter) -> Void) {
    ring = SlotRing(limit: limit)
    admission = Admission(limit: limit, resume: resume)
  }

  var isClosed: Bool { closed.load(ordering: .sequentiallyConsistent) }

  // MARK: The caller's side

  /// Gives a new call its ID and its slot.
  ///
  /// Only for who has a place of the ``admission``.
  func reserve(
    requestSize: Int, requestEncoding: PayloadEncoding, responseEncoding: PayloadEncoding, deadline: Deadline
  ) -> PendingCall {
    while true {
      let id = lastID.add(1, ordering: .relaxed).newValue
      let slot = ring[id]
      guard slot.take(id) else { continue }
      slot.encodings = (requestEncoding, responseEncoding)
      if deadline != .never { slot.deadline = deadline }
      slot.countMade(requestSize)
      return PendingCall(id: id, slot: slot)
    }
  }

  /// The caller is about to invoke the host's function; false if the call has ended, so that it must not.
  func startInvoking(_ call: PendingCall) -> Bool {
    call.slot.change(call.id) { $0.startInvoking() } ?? false
  }

  /// The caller does not invoke it after all.
  func stopInvoking(_ call: PendingCall) {
    call.slot.change(call.id) { $0.stopInvoking() }
  }

  /// Notes a deadline; true if no other is earlier, so that the loop has to be woken.
  ///
  /// To be called when the loop can find it, since a sweep forgets what was noted before.
  func note(_ deadline: Deadline) -> Bool {
    var found = earliest.load(ordering: .sequentiallyConsistent)
    while deadline.nanoseconds < found {
      let (isDone, original) = earliest.weakCompareExchange(
        expected: found, desired: deadline.nanoseconds, ordering: .sequentiallyConsistent)
      if isDone { return true }
      found = original
    }
    return false
  }

  /// The caller suspends; false if the call is decided, so that it must not.
  func suspend(_ call: PendingCall, _ waiter: Waiter) -> Bool {
    call.slot.setWaiter(waiter)
    if call.slot.change(call.id, { $0.suspend() }) == true { return true }
    _ = call.slot.takeWaiter()
    return false
  }

  /// Whether the outcome is there to be taken.
  func isDecided(_ call: PendingCall) -> Bool { call.slot.load(call.id)?.state.isDecided ?? false }

  /// The caller has taken the outcome and counted it.
  func leave(_ call: PendingCall) -> CallStateMachine.LeaveAction {
    let action = call.slot.leave(call.id)
    if action == .forget { forget(call.slot) }
    return action
  }

  /// Everybody is done with the call that has `slot`.
  func forget(_ slot: CallSlot) {
    slot.free()
    admission.leave()
  }

  // MARK: Endings

  /// Ends `call` without an answer, if it has not ended.
  func end(_ call: PendingCall, _ ending: CallStateMachine.Ending) -> CallStateMachine.EndAction {
    call.slot.change(call.id) { $0.end(ending) } ?? .refuse
  }

  /// Claims the call `id` for an answer, if it has not ended.
  func claim(_ id: UInt64) -> Claim {
    if isClosed { return .closed }
    let slot = ring[id]
    if slot.change(id, { $0.end(.answered) }) == .copyAnswer { return .taken(PendingCall(id: id, slot: slot)) }
    lateAnswers.add(1, ordering: .relaxed)
    return .unknownCall
  }

  /// The answer of a claimed call has been copied.
  func finishAnswer(_ call: PendingCall) -> CallStateMachine.AnswerAction {
    call.slot.change(call.id) { $0.finishAnswer() } ?? .leaveToCaller
  }

  /// Refuses new calls and answers from now on, and ends every pending call.
  ///
  /// Those that wait for their turn go on waiting, until the ``admission`` is closed.
  ///
  /// - Returns: Those whose callers are to be resumed and whose host is to be told.
  func close() -> [CallSlot] {
    closed.store(true, ordering: .sequentiallyConsistent)
    var suspended: [CallSlot] = []
    endAll(where: { _ in true }, .closed) { suspended.append($0) }
    return suspended
  }

  /// Ends every call whose deadline has passed, and every waiting for a turn.
  ///
  /// Complexity: linear in the number of slots, but only when a deadline may have passed.
  ///
  /// - Parameter resume: Is given those whose callers are to be resumed and whose host is to be told.
  func expire(at now: Deadline, _ resume: (CallSlot) -> Void) {
    guard earliestDeadline <= now else { return }
    // Whoever makes a call from here on notes its deadline anew; all others are found below.
    earliest.store(Deadline.never.nanoseconds, ordering: .sequentiallyConsistent)
    // The turns before the calls, whose places must not go to those that are late themselves.
    var next = admission.expire(at: now)
    endAll(
      where: { call in
        let deadline = call.slot.deadline
        if deadline <= now { return true }
        // Noted in any case: a call that took the slot meanwhile notes its own.
        next = min(next, deadline)
        return false
      }, .expired, resume)
    _ = note(next)
  }

  private func endAll(
    where isMeant: (PendingCall) -> Bool, _ ending: CallStateMachine.Ending, _ resume: (CallSlot) -> Void
  ) {
    forEachCall { call, state in
      guard state.ending == nil, ending == .closed || state.isInvoked, isMeant(call) else { return }
      if end(call, ending) == .resumeAndTellHost { resume(call.slot) }
    }
  }

  /// Gives `body` every call that has a slot, in order of their IDs.
  func forEachCall(_ body: (PendingCall, CallStateMachine) -> Void) {
    let last = lastID.load(ordering: .sequentiallyConsistent)
    let count = UInt64(ring.count)
    // Those between are the last that had each slot; a call that is made meanwhile may be missed, and knows it.
    let first = last < count ? 1 : last - count + 1
    guard first <= last else { return }
    for id in first...last {
      let slot = ring[id]
      if let (found, state) = slot.load() { body(PendingCall(id: found, slot: slot), state) }
    }
  }

  // MARK: What there is

  /// What the host may know of the call `id`, if it is pending.
  func info(_ id: UInt64) -> PendingCallInfo? {
    let slot = ring[id]
    guard let (_, state) = slot.load(id), state.ending == nil, state.isInvoked else { return nil }
    let encodings = slot.encodings
    let info = PendingCallInfo(
      requestEncoding: encodings.request, responseEncoding: encodings.response, deadline: slot.deadline)
    // It was that call's only if it still is.
    return slot.load(id) == nil ? nil : info
  }

  /// No pending call and no turn has an earlier deadline.
  var earliestDeadline: Deadline { Deadline(nanoseconds: earliest.load(ordering: .sequentiallyConsistent)) }

  /// The ID of the newest call.
  var newestID: UInt64 { lastID.load(ordering: .relaxed) }

  /// How many calls have a slot, those among them that have ended and whose host has to be told.
  var count: Int {
    var count = 0
    forEachCall { _, _ in count += 1 }
    return count
  }

  /// What has been counted.
  ///
  /// Linear in the number of slots.
  package var statistics: HostBridgeStatistics {
    var sum = HostBridgeStatistics()
    let last = lastID.load(ordering: .acquiring)
    for index in 0..<min(UInt64(ring.count), last + 1) { ring[index].addCounts(to: &sum) }
    let counts = admission.counts
    sum.failed += counts.failed
    sum.cancelled += counts.cancelled
    sum.expired += counts.expired
    sum.waiting = counts.waiting
    sum.made += counts.failed + counts.cancelled + counts.expired + counts.waiting
    sum.late = lateAnswers.load(ordering: .relaxed)
    return sum
  }
}
