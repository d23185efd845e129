internal import Synchronization

/// The calls to the host that are pending: their slots, deadlines and counts, and the limit on how many are in flight.
///
/// What a call goes through takes no lock, but where it has to wait for its turn. Each step changes the state of a call
/// by its ``CallStateMachine`` in one compare-and-swap, and returns what is to be done about it, which the bridge does.
@safe package final class PendingTable: @unchecked Sendable {  // each part is Sendable
  let slots: SlotTable
  package let limiter: ConcurrencyLimiter
  private let unretainedLimiter: Unmanaged<ConcurrencyLimiter>
  private let closed = Atomic<Bool>(false)
  private let lateAnswers = Atomic<UInt64>(0)
  /// No pending call and no turn has an earlier deadline, in nanoseconds.
  private let earliest = Atomic<Int64>(Deadline.never.nanoseconds)

  /// Creates a table; one that is not ``isUsable`` if there is no memory.
  ///
  /// - Parameters:
  ///   - limit: How many calls may be in flight, from 1.
  ///   - onGrowth: Runs when the slots have become more, on the thread of a caller.
  package init(limit: Int, onGrowth: @escaping @Sendable () -> Void = {}) {
    slots = SlotTable(onGrowth: onGrowth)
    limiter = ConcurrencyLimiter(limit: limit)
    unsafe unretainedLimiter = Unmanaged.passUnretained(limiter)
  }

  /// Whether calls may be made.
  var isUsable: Bool { slots.isUsable }

  var isClosed: Bool { closed.load(ordering: .sequentiallyConsistent) }

  // MARK: The caller's side

  /// Takes a place among the calls in flight, if there is one and nothing waits.
  ///
  /// As the ``limiter`` does, without retaining it.
  @inline(__always)
  func enter() -> Bool { unsafe unretainedLimiter._withUnsafeGuaranteedRef { $0.enter() } }

  /// Gives a place back.
  ///
  /// - Returns: The turn that has it now, whose task is to be resumed.
  @inline(__always)
  func leave() -> Turn? { unsafe unretainedLimiter._withUnsafeGuaranteedRef { $0.leave() } }

  /// Gives a new call its ID and its slot; for a caller that has a place of the ``limiter``.
  ///
  /// - Returns: Nil if there is no memory for another slot.
  @inline(__always)
  func reserve(requestSize: Int, _ encodings: CallEncodings, _ deadline: Deadline) -> CallReference? {
    guard let (id, slot) = slots.reserve(inFlight: { limiter.inFlight }) else { return nil }
    slot.encodings = encodings
    if deadline != .never { slot.deadline = deadline }
    slot.countMade(requestSize)
    return CallReference(id: id, slot: slot)
  }

  /// Notes the deadline of an invoked call, of which the watch on deadlines has to know then.
  func note(_ deadline: Deadline, of call: CallReference) {
    slots.note(deadline, of: call)
    note(deadline)
  }

  /// Notes the deadline of a turn, or of a call that can be found.
  ///
  /// To be called when a sweep can find it, since a sweep forgets what was noted before.
  func note(_ deadline: Deadline) {
    _ = earliest.min(deadline.nanoseconds, ordering: .sequentiallyConsistent)
  }

  // MARK: Endings

  /// Ends `call`, if it has not ended.
  func end(_ call: CallReference, _ ending: CallStateMachine.Ending) -> CallStateMachine.EndAction {
    call.slot.change(call.id) { $0.end(ending) } ?? CallStateMachine.EndAction()
  }

  /// Claims the call `id` for an answer; nil if it is not pending.
  @inline(__always)
  func claim(_ id: UInt64) -> CallReference? {
    if let slot = slots.find(id) {
      typealias Usual = CallStateMachine.Usual
      if slot.swap(id, from: Usual.invoking, to: Usual.claimed)
        || slot.swap(id, from: Usual.waiting, to: Usual.claimedWaiting)
        || slot.change(id, { $0.end(.answered) })?.stands == true
      {
        return CallReference(id: id, slot: slot)
      }
    }
    lateAnswers.add(1, ordering: .relaxed)
    return nil
  }

  /// The bytes of a claimed call have been copied.
  @inline(__always)
  func finish(_ call: CallReference) -> CallStateMachine.EndAction {
    typealias Usual = CallStateMachine.Usual
    if call.slot.swap(call.id, from: Usual.claimed, to: Usual.answered) {
      return CallStateMachine.EndAction(stands: true, freesPlace: true)
    }
    if call.slot.swap(call.id, from: Usual.claimedWaiting, to: Usual.answeredWaiting) {
      return CallStateMachine.EndAction(stands: true, freesPlace: true, returnsHandler: true, tellsCaller: true)
    }
    return call.slot.change(call.id) { $0.finish() } ?? CallStateMachine.EndAction()
  }

  /// Refuses new calls and answers from now on.
  func close() {
    closed.store(true, ordering: .sequentiallyConsistent)
    slots.close()
  }

  /// Calls `body` with every call that may have to be ended.
  ///
  /// - Parameter includesReserved: Whether also with those whose `invoke` has not started.
  func forEachUnended(includesReserved: Bool, _ body: (CallReference) -> Void) {
    slots.forEachCall { call, state in
      if state.ending == nil, includesReserved || state.isInvoked { body(call) }
    }
  }

  /// Finds the calls and turns whose deadline has passed.
  ///
  /// - Parameters:
  ///   - end: Ends a call.
  ///   - resume: Resumes the task of a turn, which has been refused.
  func expire(at now: Deadline, _ end: (CallReference) -> Void, _ resume: (Turn) -> Void) {
    guard earliestDeadline <= now else { return }
    // A call that is made from here on notes its own deadline; all others are found below.
    earliest.store(Deadline.never.nanoseconds, ordering: .sequentiallyConsistent)
    // The turns before the calls, whose places must not go to turns that are late themselves.
    let next = limiter.expire(at: now, resume)
    note(min(next, slots.forEachExpired(at: now, end)))
  }

  /// No pending call and no turn has an earlier deadline.
  var earliestDeadline: Deadline { Deadline(nanoseconds: earliest.load(ordering: .sequentiallyConsistent)) }

  /// Gives back memory that calls in flight do not need.
  func trim() {
    slots.trim(inFlight: limiter.inFlight)
  }

  // MARK: What there is

  /// What the host may know of the call `id`, if it is pending.
  func info(_ id: UInt64) -> PendingCallInfo? {
    guard let slot = slots.find(id), let state = slot.state(of: id), state.ending == nil, state.isInvoked else {
      return nil
    }
    let info = PendingCallInfo(encodings: slot.encodings, deadline: slot.deadline)
    // It was that call's only if it still is: the loads above acquire, so this one comes after them.
    return slot.isTaken(by: id) ? info : nil
  }

  /// How many calls have a slot, those among them that have ended and whose host has to be told.
  var count: Int {
    var count = 0
    slots.forEachCall { _, _ in count += 1 }
    return count
  }

  /// What has been counted.
  ///
  /// Complexity: linear in the number of slots.
  package var statistics: HostBridgeStatistics {
    var sum = slots.statistics
    let counts = limiter.counts
    sum.failed += counts.failed
    sum.cancelled += counts.cancelled
    sum.expired += counts.expired
    sum.waiting += counts.waiting
    sum.made += counts.failed + counts.cancelled + counts.expired + counts.waiting
    sum.late += lateAnswers.load(ordering: .relaxed)
    return sum
  }
}
