// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The unanswered calls to the core.
///
/// Call IDs start at 1, independently of calls to the host. The thread that removes a call from the table answers it,
/// so there is exactly one answer: from the function, a cancellation, its deadline, or the close.
package final class InboundTable: Sendable {
  /// The result of adding a call.
  enum Entry {
    case call(InboundCall)
    case full
    case closed
  }

  private struct State: Sendable {
    var calls: [UInt64: InboundCall] = [:]
    var lastID: UInt64 = 0
    /// The number of calls whose `reply` has not returned or been queued.
    var unreplied = 0
    /// The number of calls whose `reply` is queued, or that the host has taken and is not done with.
    var queued = 0
    /// The number of calls whose function has not returned, those that the host has cancelled included.
    var running = 0
    var isClosed = false
    /// Whether answers of functions come too late.
    var refusesAnswers = false
  }

  let limit: Int
  private let state = Guarded(State())
  /// A lower bound of the deadlines of all calls.
  private let earliest = AtomicDeadline()

  /// Creates a table.
  ///
  /// - Parameter limit: How many calls may be unanswered at once, and how many functions may run.
  package init(limit: Int) {
    self.limit = limit
  }

  /// Adds a call, after passing its ID to `publish`.
  ///
  /// - Parameter stream: The items, if the call is a stream.
  func begin(
    _ reply: HostReply, deadline: Deadline, stream: InboundStream? = nil, _ publish: (UInt64) -> Void
  ) -> Entry {
    state.withLock { state in
      guard !state.isClosed else { return .closed }
      guard max(state.unreplied + state.queued, state.running) < limit else { return .full }
      state.lastID += 1
      state.unreplied += 1
      state.running += 1
      let call = InboundCall(id: state.lastID, reply: reply, deadline: deadline, stream: stream)
      publish(call.id)
      state.calls[call.id] = call
      if deadline != .never { earliest.lower(to: deadline) }
      return .call(call)
    }
  }

  /// Attaches the task that runs the function, to be cancelled with the call; returns false if the call is already
  /// cancelled or closed, so that the task has to be.
  func attach(_ task: Task<Void, Never>, to call: InboundCall) -> Bool {
    state.withLock { state in
      guard state.calls[call.id] === call else { return call.hasRun }
      call.task = task
      return true
    }
  }

  /// Removes a call and ends it; returns false if another thread has.
  ///
  /// - Parameter body: Ends the call; it runs with the lock held, so it must only enqueue. A task that is attached
  ///   afterwards is cancelled, and must find the call ended.
  @discardableResult
  func end(_ id: UInt64, _ body: (InboundCall) -> Void) -> Bool {
    state.withLock { state in
      guard let call = state.calls.removeValue(forKey: id) else { return false }
      reach(.callRemoved)
      body(call)
      return true
    }
  }

  /// A lower bound of the deadlines of all calls; ``Deadline/never`` if there are none.
  var earliestDeadline: Deadline { earliest.load() }

  /// Removes the calls whose deadline has passed.
  ///
  /// - Parameter body: Receives each call; runs with the lock held, so it must only enqueue.
  func expire(at now: Deadline, _ body: (InboundCall) -> Void) {
    guard earliestDeadline <= now else { return }
    state.withLock { state in
      var next = Deadline.never
      for call in state.calls.values {
        let due = min(call.deadline, call.stream?.silenceDue ?? .never)
        if due <= now {
          state.calls[call.id] = nil
          body(call)
        } else {
          next = min(next, due)
        }
      }
      earliest.store(next)
    }
  }

  /// Records when the silence of a stream is too long, for the next sweep.
  func record(_ silenceDue: Deadline) {
    // With the lock held, since a sweep replaces earlier records.
    state.withLock { _ in earliest.lower(to: silenceDue) }
  }

  /// Returns the call `id`, if it has no answer.
  func find(_ id: UInt64) -> InboundCall? { state.withLock { $0.calls[id] } }

  /// Refuses new calls from now on.
  func refuse() {
    state.withLock { $0.isClosed = true }
  }

  /// Refuses new calls, and answers of functions, from now on; the calls stay until ``close(_:)``.
  func refuseAnswers() {
    state.withLock { ($0.isClosed, $0.refusesAnswers) = (true, true) }
  }

  /// Refuses new calls from now on, and removes all calls.
  ///
  /// - Parameter body: Receives each call; runs with the lock held, so it must only enqueue.
  func close(_ body: (InboundCall) -> Void) {
    state.withLock { state in
      state.isClosed = true
      for call in state.calls.values { body(call) }
      state.calls = [:]
    }
  }

  /// Records that the `reply` of a call has returned, or was queued.
  ///
  /// - Parameter isDone: Whether it has returned; otherwise, ``didFinishReply()`` is called once the host is done with
  ///   it, possibly before this.
  func didReply(isDone: Bool) {
    state.withLock { state in
      state.unreplied -= 1
      if !isDone { state.queued += 1 }
    }
  }

  /// Records that the host is done with a `reply` that was queued.
  func didFinishReply() {
    state.withLock { $0.queued -= 1 }
  }

  /// Records that the function of a call has returned, and removes the call to answer it; `nil` if another thread has,
  /// or a close will.
  func finish(_ id: UInt64) -> InboundCall? {
    state.withLock { state in
      state.running -= 1
      guard !state.refusesAnswers, let call = state.calls.removeValue(forKey: id) else { return nil }
      call.hasRun = true
      return call
    }
  }

  /// Whether the `reply` of every call has returned or been queued.
  var isReplied: Bool { state.withLock { $0.unreplied == 0 } }

  package var isClosed: Bool { state.withLock { $0.isClosed } }
}

/// A call to the core.
///
/// `task` and `hasRun` are guarded by the lock of the ``InboundTable`` until the call is removed; no task is attached
/// afterwards. The answer belongs to the thread that removed the call from the table, and after that to the callback
/// thread.
final class InboundCall: WorkItem, @unchecked Sendable {
  let id: UInt64
  let deadline: Deadline
  /// The items that answer the call; `nil` unless it is a stream.
  let stream: InboundStream?
  private let reply: HostReply
  fileprivate(set) var task: Task<Void, Never>?
  /// A Boolean value that indicates whether the function has returned and answers the call.
  fileprivate var hasRun = false
  private var outcome = Outcome.cancelled
  private var payload: [UInt8] = []
  /// Whether the function's task is cancelled after the reply, which is not the function's own answer.
  private var cancelsTask = true

  init(id: UInt64, reply: HostReply, deadline: Deadline, stream: InboundStream? = nil) {
    self.id = id
    self.stream = stream
    self.reply = reply
    self.deadline = deadline
  }

  /// Sets the answer; without one, the reply is that the call was cancelled.
  func setAnswer(_ outcome: Outcome, _ payload: [UInt8]) {
    self.outcome = outcome
    self.payload = payload
    cancelsTask = false
  }

  /// Sets the reply of a call whose deadline has passed, or of a stream that was silent for too long; the task is then
  /// cancelled.
  func expire(at now: Deadline) {
    if deadline > now, let limit = stream?.silenceLimit {
      fail(.functionSilent(for: limit))
    } else {
      fail(.noAnswerOfFunctionInTime)
    }
  }

  /// Sets the reply of a call that the bridge ends with an error, and whose task is then cancelled.
  func fail(_ error: BridgeError) {
    (outcome, payload) = Outcome.encoded(.error(error.code, message: error.message))
  }

  /// Replies; returns false if the host still has to take the reply from its queue.
  func sendReply(on bridge: UInt64) -> Bool {
    // The function has returned before the callback thread found that memory for one of its items was lacking.
    if outcome == .response, stream?.isIncomplete == true { fail(.noMemoryForItem) }
    return reply.send(outcome, payload: payload, of: id, on: bridge)
  }

  /// Cancels the task, unless its function has answered.
  func cancelTask() {
    if cancelsTask { task?.cancelElsewhere() }
  }
}
