// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The items of one stream to the host, between the host that sends them and the reader that takes them.
///
///     sent ≤ granted ≤ taken + buffer         so at most `buffer` items are ever kept
///
///     granted: ────────────────────────────────────►│ credit: the host may send up to here
///     sent:    ─────────────────────────►│
///     taken:   ─────────────►│   items   │              grant again once half the buffer is taken
///
/// The call's ``CallStateMachine`` says whether the stream has ended; items do not change it. A sender looks at that
/// state with this lock held, and a thread that ends the stream in order acquires the lock once afterwards, so that the
/// reader finds every item that was accepted before it finds the end.
///
/// The host is told of credit only after it has used what it was told of: `owesCredit` is set by the send that does, or
/// is refused, and cleared by the callback thread that tells it.
///
/// *Taken* counts the items that the reader has returned. The thread that gives up a stream freezes the count, after
/// which no item is returned any more, so the number that the host learns is exact.
///
/// Ownership: retained by the ``StreamPool``, so a late sender finds an object, and sees that it is not of its call any
/// more. Thread safety: guarded by its lock; `taken` is atomic; only the reader calls the functions marked as its.
package final class StreamState: CallWaiter, @unchecked Sendable {
  /// The result of sending an item.
  enum Sent {
    case accepted
    /// It was accepted, and the reader must be resumed, or ``StreamState/notice`` be queued.
    case acceptedWithNews(wakesReader: Bool, isNoticeDue: Bool)
    case noCredit
    case noMemory
    /// The stream has ended, or is another call by now.
    case ended
  }

  private struct State: Sendable {
    /// The call; `nil` while no call uses the object.
    var call: CallReference?
    var items = ItemBuffer()
    /// The numbers of items since the stream began: what the host may send, was told, and has sent.
    var granted: UInt64 = 0
    var announced: UInt64 = 0
    var sent: UInt64 = 0
    /// The number of items of the calls that used the object before.
    var sentEarlier: UInt64 = 0
    /// Whether the host has used up the credit that it was told of, or been refused.
    var owesCredit = false
    /// Whether ``StreamState/notice`` is in the queue of the callback thread.
    var isNoticeQueued = false
    /// Whether the reader is suspended.
    var isWaiting = false
    /// Whether the call has ended and no other thread accesses it any more.
    var hasArrived = false
    var silence = StreamSilence()
    var watch = StreamWatch()
  }

  private let state = Guarded(State())
  private let taken = TakenCount()
  private let currentCallID = Atomic<UInt64>(0)
  private let currentBuffer = Atomic(1)
  /// The entry of the callback thread's queue that tells the host of credit.
  private(set) lazy var notice = CreditNotice(self)

  init() { super.init(isStream: true) }

  deinit { state.withLock { $0.items.free() } }

  // MARK: The life of the object

  /// Prepares the object for a new stream.
  ///
  /// - Parameters:
  ///   - buffer: The number of items that the host may send in advance, at least 1.
  ///   - silence: How long the host may send nothing while it has credit; `nil` for no limit.
  func prepare(buffer: Int, silence: Duration?) {
    currentBuffer.store(buffer, ordering: .releasing)
    _ = notice
    taken.reset()
    state.withLock { state in
      state.granted = UInt64(buffer)
      state.announced = UInt64(buffer)
      state.silence = StreamSilence(limit: silence)
    }
  }

  /// Assigns the object to a call, before its `invoke`.
  func begin(_ call: CallReference) {
    state.withLock { $0.call = call }
    currentCallID.store(call.id, ordering: .releasing)
  }

  /// The number of items that the host may send in advance.
  ///
  /// A thread may read it while the object is prepared for another stream; that thread then finds its call ended.
  var buffer: Int { currentBuffer.load(ordering: .acquiring) }

  /// The ID of the call that uses the object, or was the last to do so; 0 if none has.
  @inline(__always)
  var callID: UInt64 { currentCallID.load(ordering: .relaxed) }

  /// Ends the use of the object by its call, and drops the items that are left.
  func reset() {
    state.withLock { state in
      let isNoticeQueued = state.isNoticeQueued
      let sentEarlier = state.sentEarlier &+ state.sent
      var items = state.items
      items.removeAll()
      state = State()
      state.sentEarlier = sentEarlier
      state.items = items
      // The callback thread finds nothing to do, or credit of the next call.
      state.isNoticeQueued = isNoticeQueued
    }
  }

  // MARK: The host

  /// Accepts an item of the call `id`.
  ///
  /// - Parameter now: Returns the time; called only if there is a limit of silence.
  @inline(__always)
  func send(_ id: UInt64, _ item: UnsafeRawBufferPointer, now: () -> Deadline) -> Sent {
    state.withLock { state in
      guard let call = state.call, call.id == id, call.slot.takesItems(id) else { return .ended }
      guard state.sent < state.granted else {
        state.owesCredit = true
        return .noCredit
      }
      guard unsafe state.items.append(item) else { return .noMemory }
      state.sent &+= 1
      var isNoticeDue = false
      if state.sent >= state.announced {
        state.owesCredit = true
        isNoticeDue = state.sent < state.granted && !state.isNoticeQueued
        if isNoticeDue { state.isNoticeQueued = true }
      }
      if state.silence.limit != nil { state.silence.last = now() }
      guard state.isWaiting || isNoticeDue else { return .accepted }
      defer { state.isWaiting = false }
      return .acceptedWithNews(wakesReader: state.isWaiting, isNoticeDue: isNoticeDue)
    }
  }

  /// Waits for sends that have seen the stream open.
  func passSends() {
    state.withLock { _ in }
  }

  // MARK: The callback thread

  /// Returns the credit to tell the host of, and the call; `nil` if the host needs none, or has used it already.
  func takeCredit() -> (call: CallReference, more: UInt32)? {
    state.withLock { state in
      state.isNoticeQueued = false
      guard let call = state.call, state.owesCredit, state.sent < state.granted else { return nil }
      state.owesCredit = false
      let more = UInt32(clamping: state.granted - state.announced)
      state.announced += UInt64(more)
      return (call, more)
    }
  }

  /// Gives up the stream, unless that has been done: no further item is returned.
  ///
  /// - Returns: The number of items that the reader has returned.
  @discardableResult
  func freeze() -> UInt64 {
    taken.freeze()
  }

  /// Returns the number of items that the reader has returned, if the call `id` was given up; `nil` otherwise.
  func taken(ifGivenUp id: UInt64) -> UInt64? {
    // With the lock held, the stream is not prepared for another call.
    state.withLock { state in
      guard let call = state.call, call.id == id, let ending = call.slot.state(of: id)?.ending, ending != .answered
      else { return nil }
      return freeze()
    }
  }

  /// Records that the call has ended; a stream that the host has not ended itself returns no further item.
  override func arrive() -> Bool {
    // The reader cannot leave the call before it finds `hasArrived`.
    let call = state.withLock { $0.call }
    if let call, call.slot.state(of: call.id)?.ending != .answered { freeze() }
    return state.withLock { state in
      state.hasArrived = true
      defer { state.isWaiting = false }
      return state.isWaiting
    }
  }

  // MARK: The reader

  /// Whether the call has ended and no other thread accesses it any more.
  var hasArrived: Bool { state.withLock { $0.hasArrived } }

  /// Exchanges the reader's empty buffer for the items that have been sent.
  ///
  /// - Returns: Whether the stream had ended before, so that no further items come.
  func exchange(_ front: inout ItemBuffer) -> Bool {
    let empty = front
    let (items, hasArrived) = state.withLock { state in
      defer { if !state.items.isEmpty { state.items = empty } }
      return (state.items, state.hasArrived)
    }
    if !items.isEmpty { front = items }
    return hasArrived
  }

  /// Counts an item that the reader is about to return; returns false if the stream has been given up.
  @inline(__always)
  func take() -> Bool {
    taken.take()
  }

  /// Suspends the reader; returns false if there is an item or the end, so that it must not suspend.
  func suspend(_ waiter: Waiter) -> Bool {
    state.withLock { state in
      guard state.items.isEmpty, !state.hasArrived else { return false }
      self.waiter = waiter
      state.isWaiting = true
      return true
    }
  }

  /// Grants credit for `items` more, which the reader has taken.
  ///
  /// - Parameter now: Returns the time; called only if there is a limit of silence.
  /// - Returns: Whether to queue ``notice``, and the time at which the host's silence is too long.
  func grant(_ items: Int, now: () -> Deadline) -> (isNoticeDue: Bool, silenceDue: Deadline) {
    state.withLock { state in
      let hadCredit = state.sent < state.granted
      state.granted &+= UInt64(items)
      if !hadCredit, state.silence.limit != nil { state.silence.last = now() }
      let isNoticeDue = state.owesCredit && !state.isNoticeQueued
      if isNoticeDue { state.isNoticeQueued = true }
      return (isNoticeDue, hadCredit ? .never : state.silence.due)
    }
  }

  /// Records that ``notice`` could not be queued, because the bridge is closed.
  func dropNotice() {
    state.withLock { $0.isNoticeQueued = false }
  }

  // MARK: Statistics

  /// Whether a call uses the object and has not ended, and the number of items of all calls that have used it.
  var counts: (isOpen: Bool, items: UInt64) {
    state.withLock { state in
      let callState = state.call.flatMap { $0.slot.state(of: $0.id) }
      return (callState.map { $0.ending == nil } ?? false, state.sentEarlier &+ state.sent)
    }
  }

  // MARK: Silence

  /// Starts the time of silence; returns when it ends.
  func startSilence(at now: Deadline) -> Deadline {
    state.withLock { state in
      state.silence.last = now
      return state.silence.due
    }
  }

  /// Returns the call if its host has been silent for too long, and otherwise when that may next be so.
  func checkSilence(at now: Deadline) -> (expired: CallReference?, next: Deadline) {
    state.withLock { state in
      guard let call = state.call, state.sent < state.granted, !state.silence.isOver else { return (nil, .never) }
      guard state.silence.due <= now else { return (nil, state.silence.due) }
      state.silence.isOver = true
      return (call, .never)
    }
  }

  /// How long the host may send nothing while it has credit; `nil` for no limit.
  var silenceLimit: Duration? { state.withLock { $0.silence.limit } }

  /// The limit of silence if it has ended the stream.
  var exceededSilence: Duration? { state.withLock { $0.silence.isOver ? $0.silence.limit : nil } }

  // MARK: The watch for stale calls

  /// Returns the call if its host has had credit and sent nothing for `limit`, once for each such time.
  func checkStale(at now: Deadline, _ limit: Duration) -> CallReference? {
    state.withLock { state in
      guard let call = state.call else { return nil }
      let isStale = state.watch.check(sent: state.sent, hasCredit: state.sent < state.granted, at: now, limit)
      return isStale ? call : nil
    }
  }

  /// Whether the stream may still have to be reported as stale.
  var isWatched: Bool {
    state.withLock { $0.call != nil && $0.sent < $0.granted && !$0.watch.isReported }
  }
}

/// Tells the host of credit, as an entry of the callback thread's queue.
final class CreditNotice: WorkItem, @unchecked Sendable {  // immutable, except for WorkItem's link
  /// The stream, which lives as long as the bridge.
  unowned let stream: StreamState

  init(_ stream: StreamState) {
    self.stream = stream
  }
}
