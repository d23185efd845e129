// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The pending calls to the host: their slots, deadlines and counters, and the limit on calls in flight.
///
/// Lock-free, except when a call waits for a permit, carries metadata or is refused, or the slot table grows. Each step
/// changes a call's ``CallStateMachine`` by compare-and-swap and returns the action, which the bridge performs.
@safe package final class PendingTable: @unchecked Sendable {  // each part is Sendable
  let slots: SlotTable
  package let limiter: ConcurrencyLimiter
  private let unretainedLimiter: Unmanaged<ConcurrencyLimiter>
  private let contexts = PendingContexts()
  let streams = StreamPool()
  /// The latest stream for each end of an ID, where its sender finds it sooner than in the slots.
  private let latestStreams = InlineArray<16, Atomic<UInt>> { _ in Atomic(0) }
  private let closed = Atomic<Bool>(false)
  private let lateAnswers = Atomic<UInt64>(0)
  /// A lower bound of the deadlines of all pending and queued calls.
  private let earliest = AtomicDeadline()

  /// Creates a table; if memory is lacking, it is not ``isUsable``.
  ///
  /// - Parameters:
  ///   - limit: The maximum number of calls in flight, at least 1.
  ///   - onGrowth: Runs after the slot table has grown, on the thread of a caller.
  package init(limit: Int, onGrowth: @escaping @Sendable () -> Void = {}) {
    slots = SlotTable(onGrowth: onGrowth)
    limiter = ConcurrencyLimiter(limit: limit)
    unsafe unretainedLimiter = Unmanaged.passUnretained(limiter)
  }

  /// A Boolean value that indicates whether calls can be made.
  var isUsable: Bool { slots.isUsable }

  var isClosed: Bool { closed.load(ordering: .sequentiallyConsistent) }

  // MARK: The caller's side

  /// Takes a permit of the ``limiter``, without retaining it.
  @inline(__always)
  func tryAcquirePermit() -> Bool { unsafe unretainedLimiter._withUnsafeGuaranteedRef { $0.tryAcquire() } }

  /// Gives back a permit.
  ///
  /// - Returns: The queued call that receives the permit, whose task must be resumed.
  @inline(__always)
  func releasePermit() -> QueuedCall? { unsafe unretainedLimiter._withUnsafeGuaranteedRef { $0.release() } }

  /// Gives a new call its ID and slot; the caller must have a permit of the ``limiter``.
  ///
  /// - Returns: The call; `nil` if memory for another slot is lacking.
  @inline(__always)
  func reserve(requestSize: Int, encodings: CallEncodings, deadline: Deadline) -> CallReference? {
    guard let (id, slot) = slots.reserve(inFlight: { limiter.inFlight }) else { return nil }
    slot.encodings = encodings
    if deadline != .never { slot.deadline = deadline }
    slot.countMade(requestSize)
    return CallReference(id: id, slot: slot)
  }

  /// Attaches a context, which is carried, to a call before its `invoke`.
  func attach(_ context: CallContext, to call: CallReference) {
    contexts.insert(context, of: call.id)
    call.slot.attachments.hasContext = true
  }

  /// Frees the slot of a call that nothing needs any more.
  @inline(__always)
  func free(_ call: CallReference) {
    if !call.slot.attachments.isEmpty { detach(call) }
    call.slot.free()
  }

  @inline(never)
  private func detach(_ call: CallReference) {
    let attachments = call.slot.attachments
    if attachments.hasContext { contexts.remove(call.id) }
    if let stream = attachments.stream { streams.recycle(stream) }
    call.slot.attachments = CallAttachments()
  }

  /// Records the deadline of an invoked call for the next sweep.
  func record(_ deadline: Deadline, of call: CallReference) {
    slots.record(deadline, of: call)
    record(deadline)
  }

  /// Records the deadline of a queued or pending call for the next sweep.
  ///
  /// Call this only when a sweep can already find the call, since a sweep discards earlier records.
  func record(_ deadline: Deadline) {
    earliest.lower(to: deadline)
  }

  // MARK: Endings

  /// Ends `call`, if it has not ended.
  func end(_ call: CallReference, _ ending: CallStateMachine.Ending) -> CallStateMachine.EndAction {
    call.slot.change(call.id) { $0.end(ending) } ?? CallStateMachine.EndAction()
  }

  /// Claims the call `id` for an answer; returns `nil` if it is not pending, or a stream for which this is no end.
  ///
  /// - Parameter isResponse: Whether the answer is a response with bytes, which a stream does not have; evaluated only
  ///   if the call is in no state of the fast path.
  @inline(__always)
  func claim(_ id: UInt64, isResponse: @autoclosure () -> Bool) -> CallReference? {
    if let slot = slots.find(id) {
      typealias FastPath = CallStateMachine.FastPath
      if slot.compareExchange(id, expected: FastPath.invoking, desired: FastPath.claimed)
        || slot.compareExchange(id, expected: FastPath.waiting, desired: FastPath.claimedWaiting)
        || claimOtherwise(id, slot, isResponse: isResponse())
      {
        return CallReference(id: id, slot: slot)
      }
    }
    if !isResponse() || !isPendingStream(id) { lateAnswers.add(1, ordering: .relaxed) }
    return nil
  }

  /// Claims a call that is in no state of the fast path; returns false if that is impossible.
  @inline(never)
  private func claimOtherwise(_ id: UInt64, _ slot: CallSlot, isResponse: Bool) -> Bool {
    let action = slot.change(id) { isResponse && $0.isStream ? CallStateMachine.EndAction() : $0.end(.answered) }
    guard action?.stands == true else { return false }
    // The reader finds the end after the items of the sends that have seen the stream open.
    slot.attachments.streamReference?.with { $0.passSends() }
    return true
  }

  /// Returns whether `id` is a stream that has not ended and that the host knows.
  func isPendingStream(_ id: UInt64) -> Bool { slots.find(id)?.takesItems(id) == true }

  /// Makes `stream` that of a call, before its `invoke`.
  func attach(_ stream: StreamState, to call: CallReference) {
    stream.begin(call)
    call.slot.attachments.setStream(stream)
    latestStreams[Int(call.id % 16)].store(StreamReference(stream).bits, ordering: .releasing)
  }

  /// Returns the stream `id`, which may have ended; `nil` if there is no such stream.
  @inline(__always)
  func stream(_ id: UInt64) -> StreamReference? {
    let latest = StreamReference(bits: latestStreams[Int(id % 16)].load(ordering: .acquiring))
    if let latest, latest.with({ $0.callID == id }) { return latest }
    return slots.find(id)?.attachments.streamReference
  }

  /// Decides a claimed call, after its bytes have been copied.
  @inline(__always)
  func finish(_ call: CallReference) -> CallStateMachine.EndAction {
    typealias FastPath = CallStateMachine.FastPath
    if call.slot.compareExchange(call.id, expected: FastPath.claimed, desired: FastPath.answered) {
      return CallStateMachine.EndAction(stands: true, releasesPermit: true)
    }
    if call.slot.compareExchange(call.id, expected: FastPath.claimedWaiting, desired: FastPath.answeredWaiting) {
      return CallStateMachine.EndAction(stands: true, releasesPermit: true, returnsHandler: true, notifiesCaller: true)
    }
    return call.slot.change(call.id) { $0.finish() } ?? CallStateMachine.EndAction()
  }

  /// Refuses new calls and answers from now on.
  func close() {
    closed.store(true, ordering: .sequentiallyConsistent)
    slots.close()
  }

  /// Calls `body` with every call that has not ended.
  ///
  /// - Parameter includesReserved: Whether to include calls whose `invoke` has not started.
  func forEachPending(includesReserved: Bool, _ body: (CallReference) -> Void) {
    slots.forEachCall { call, state in
      if state.ending == nil, includesReserved || state.isInvoked { body(call) }
    }
  }

  /// Finds the pending and queued calls whose deadline has passed.
  ///
  /// - Parameters:
  ///   - end: Ends a pending call.
  ///   - resume: Resumes the task of a queued call, which has been refused.
  func expire(at now: Deadline, end: (CallReference) -> Void, resume: (QueuedCall) -> Void) {
    guard earliestDeadline <= now else { return }
    // Calls made from now on record their own deadlines; the sweep below finds all others.
    earliest.store(.never)
    // Queued calls come first, so that the permits of expired calls do not go to calls that have expired as well.
    let next = limiter.expire(at: now, resume)
    record(min(next, slots.forEachExpired(at: now, end)))
  }

  /// A lower bound of the deadlines of all pending and queued calls.
  var earliestDeadline: Deadline { earliest.load() }

  /// Returns unused slot memory to the system.
  func trim() {
    slots.trim(inFlight: limiter.inFlight)
  }

  // MARK: Queries

  /// Returns what the host may know about the call `id`; `nil` if it is not pending.
  func info(_ id: UInt64) -> PendingCallInfo? {
    guard let slot = slots.find(id), let state = slot.state(of: id), state.ending == nil, state.isKnownToHost else {
      return nil
    }
    let stream = state.isStream ? slot.attachments.stream : nil
    if stream != nil { reach(.streamFound) }
    let info = PendingCallInfo(
      encodings: slot.encodings, deadline: slot.deadline, hasContext: slot.attachments.hasContext,
      isStream: state.isStream, credit: stream?.buffer ?? 0, silence: stream?.silenceLimit)
    // The slot may have changed hands in between; the loads above acquire, so this check comes after them.
    return slot.isTaken(by: id) ? info : nil
  }

  /// Returns the metadata of the call `id`; `nil` if it is not pending.
  ///
  /// Takes no lock for a call without any.
  func metadata(of id: UInt64) -> HostCallMetadata? {
    guard let info = info(id) else { return nil }
    guard info.hasContext else { return HostCallMetadata() }
    let context = contexts.of(id)
    // A call that is still pending has not been freed since.
    return self.info(id) == nil ? nil : context?.metadata ?? HostCallMetadata()
  }

  /// Returns the context that the call `id` carries; `nil` if it carries none, or is not pending.
  func context(of id: UInt64) -> CallContext? {
    let context = contexts.of(id)
    return info(id) == nil ? nil : context
  }

  /// The number of calls that have a context and have not been freed.
  package var countWithContext: Int { contexts.count }

  /// The number of occupied slots, including those of ended calls whose host has yet to be notified.
  var count: Int {
    var count = 0
    slots.forEachCall { _, _ in count += 1 }
    return count
  }

  /// The counters of all calls to the host, and of the streams among them.
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
    streams.addCounters(to: &sum)
    return sum
  }
}
