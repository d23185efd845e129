/// The calls to the host that are pending: call ID → ``PendingCall``, with their states, deadlines and counts.
///
/// Every method takes the table's lock for a moment, changes the state of a call by its ``CallStateMachine``, and
/// returns what is to be done as an ``Effect``, which the bridge carries out after the lock is gone.
package final class PendingTable: Sendable {
  /// What is to be done about a call that has ended.
  package struct Effect: Sendable {
    package var action: CallStateMachine.EndAction
    package var call: PendingCall
    /// The handler whose lease is to be dropped, once the table has forgotten the call.
    var handler: HostHandler?
    /// The caller to resume.
    var waiter: Waiter?
  }

  /// What became of an answer.
  package enum AnswerResult: Sendable {
    case accepted(Effect)
    case unknownCall
    case closed
  }

  /// Whether an answer would be taken now.
  package enum Answerable: Hashable, Sendable {
    case yes, unknownCall, closed
  }

  fileprivate struct State: Sendable {
    var calls: [UInt64: PendingCall] = [:]
    var lastID: UInt64 = 0
    var isClosed = false
    /// How many callers are inside `invoke`.
    var invoking = 0
    /// No pending call has an earlier deadline.
    var earliestDeadline = Deadline.never
    var statistics = HostBridgeStatistics()
  }

  private let state = Guarded(State())

  package init() {}

  /// Gives a new call its ID.
  ///
  /// - Returns: The call, and whether its deadline is earlier than all others, so that the loop has to be woken.
  /// - Throws: ``HostCallCode/unavailable`` if the table is closed.
  package func reserve(
    _ wireName: WireName, requestEncoding: PayloadEncoding = .cbor, responseEncoding: PayloadEncoding = .cbor,
    requestSize: Int = 0, deadline: Deadline = .never
  ) throws(BridgeError) -> (call: PendingCall, isMostUrgent: Bool) {
    try state.withLock { state throws(BridgeError) in
      guard !state.isClosed else { throw .bridgeClosed(wireName.text) }
      state.lastID += 1
      let call = PendingCall(
        id: state.lastID, wireName: wireName, requestEncoding: requestEncoding, responseEncoding: responseEncoding,
        deadline: deadline)
      state.calls[call.id] = call
      state.statistics.made += 1
      state.statistics.inFlight += 1
      state.statistics.requestBytes += UInt64(requestSize)
      let isMostUrgent = deadline < state.earliestDeadline
      if isMostUrgent { state.earliestDeadline = deadline }
      return (call, isMostUrgent)
    }
  }

  /// The caller is about to invoke `handler`, whose lease the table keeps from now on; false if the call has ended
  /// meanwhile, so that it must not, and the lease stays the caller's.
  func startInvoking(_ call: PendingCall, _ handler: HostHandler?) -> Bool {
    state.withLock { state in
      guard call.state.startInvoking() else { return false }
      call.handler = handler
      state.invoking += 1
      return true
    }
  }

  /// The caller's `invoke` has returned.
  func finishInvoking(_ call: PendingCall) -> (action: CallStateMachine.InvokedAction, handler: HostHandler?) {
    state.withLock { state in
      state.invoking -= 1
      let action = call.state.finishInvoking()
      return (action, action == .forget ? state.forget(call) : nil)
    }
  }

  /// The caller suspends; false if the call has ended meanwhile, so that it must not.
  func suspend(_ call: PendingCall, _ waiter: Waiter) -> Bool {
    state.withLock { _ in
      guard call.state.suspend() else { return false }
      call.waiter = waiter
      return true
    }
  }

  /// How the call ended; nil while it has not.
  package func outcome(of call: PendingCall) -> Result<[UInt8], BridgeError>? {
    state.withLock { _ in call.outcome }
  }

  /// Whether an answer to `id` would be taken now. One that would not is remembered as late.
  package func isAnswerable(_ id: UInt64) -> Answerable {
    state.withLock { state in
      if state.isClosed { return .closed }
      if let call = state.calls[id], call.state.ending == nil, call.state.stage != .reserved { return .yes }
      state.refuseAnswer(id)
      return .unknownCall
    }
  }

  /// Answers the call `id` with what `outcome` makes of it.
  package func answer(
    _ id: UInt64, size: Int, _ outcome: (PendingCall) -> Result<[UInt8], BridgeError>
  ) -> AnswerResult {
    state.withLock { state in
      if state.isClosed { return .closed }
      guard let call = state.calls[id], call.state.ending == nil else {
        state.refuseAnswer(id)
        return .unknownCall
      }
      let effect = state.end(call, .answered, outcome(call))
      if effect.action == .refuse { return .unknownCall }
      state.statistics.answerBytes += UInt64(size)
      return .accepted(effect)
    }
  }

  /// Ends `call` without an answer, if it has not ended.
  package func end(
    _ call: PendingCall, _ ending: CallStateMachine.Ending, _ error: BridgeError
  ) -> Effect {
    state.withLock { state in state.end(call, ending, .failure(error)) }
  }

  /// Ends every call whose deadline has passed.
  ///
  /// Complexity: linear in the number of pending calls, but only when a deadline may have passed.
  ///
  /// - Returns: What is to be done, and when to look again.
  package func expire(at now: Deadline) -> (effects: [Effect], next: Deadline) {
    state.withLock { state in
      guard state.earliestDeadline <= now else { return ([], state.earliestDeadline) }
      var effects: [Effect] = []
      var next = Deadline.never
      for call in state.calls.values where call.state.ending == nil {
        if call.deadline <= now {
          effects.append(state.end(call, .expired, .failure(.expired(call))))
        } else {
          next = min(next, call.deadline)
        }
      }
      state.earliestDeadline = next
      return (effects, next)
    }
  }

  /// Refuses new calls and answers from now on, and ends every pending call with `error`.
  package func close(_ error: (PendingCall) -> BridgeError) -> [Effect] {
    state.withLock { state in
      state.isClosed = true
      return state.endAll(error)
    }
  }

  /// Ends every pending call with `error`, and goes on.
  package func failAll(_ error: (PendingCall) -> BridgeError) -> [Effect] {
    state.withLock { state in state.endAll(error) }
  }

  /// The loop is about to tell the host that the call has ended; nil if that is not to be done.
  func claimTelling(_ call: PendingCall) -> HostHandler? {
    state.withLock { _ in call.state.claimTelling() ? call.handler : nil }
  }

  /// The call is done with; returns the handler whose lease is to be dropped.
  func forget(_ call: PendingCall) -> HostHandler? {
    state.withLock { state in state.forget(call) }
  }

  /// The call `id`, if it is pending and the host may know it.
  package func pendingCall(_ id: UInt64) -> (call: PendingCall?, isClosed: Bool) {
    state.withLock { state in
      guard !state.isClosed, let call = state.calls[id], call.state.ending == nil, call.state.stage != .reserved else {
        return (nil, state.isClosed)
      }
      return (call, false)
    }
  }

  /// No pending call has an earlier deadline.
  package var earliestDeadline: Deadline { state.withLock { $0.earliestDeadline } }

  /// How many callers are inside `invoke`.
  package var invokingCount: Int { state.withLock { $0.invoking } }

  /// How many calls the table still knows, ended ones that the host has to be told of among them.
  package var count: Int { state.withLock { $0.calls.count } }

  package var statistics: HostBridgeStatistics { state.withLock { $0.statistics } }
}

extension PendingTable.State {
  fileprivate mutating func end(
    _ call: PendingCall, _ ending: CallStateMachine.Ending, _ outcome: Result<[UInt8], BridgeError>
  ) -> PendingTable.Effect {
    let action = call.state.end(ending)
    var effect = PendingTable.Effect(action: action, call: call)
    if action == .refuse { return effect }
    call.outcome = outcome
    count(ending, outcome)
    effect.waiter = call.waiter
    call.waiter = nil
    if action == .forget || action == .resume { effect.handler = forget(call) }
    return effect
  }

  fileprivate mutating func endAll(_ error: (PendingCall) -> BridgeError) -> [PendingTable.Effect] {
    calls.values.filter { $0.state.ending == nil }.sorted { $0.id < $1.id }
      .map { call in end(call, .closed, .failure(error(call))) }
  }

  fileprivate mutating func forget(_ call: PendingCall) -> HostHandler? {
    calls[call.id] = nil
    defer { call.handler = nil }
    return call.handler
  }

  /// Counts an answer that is dropped. The call it was meant for, if it ended without one, needs no telling any more.
  fileprivate mutating func refuseAnswer(_ id: UInt64) {
    statistics.late += 1
    _ = calls[id]?.state.end(.answered)
  }

  private mutating func count(_ ending: CallStateMachine.Ending, _ outcome: Result<[UInt8], BridgeError>) {
    statistics.inFlight -= 1
    switch (ending, outcome) {
    case (.answered, .success): statistics.answered += 1
    case (.answered, .failure), (.closed, _): statistics.failed += 1
    case (.cancelled, _): statistics.cancelled += 1
    case (.expired, _): statistics.expired += 1
    }
  }
}
