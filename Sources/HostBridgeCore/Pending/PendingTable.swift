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
    /// The caller whose turn has come, as the call's place is free.
    var admitted: Waiter?
  }

  /// What a new call gets.
  package enum Reservation: Sendable {
    /// Its ID; and whether its deadline is earlier than all others, so that the loop has to be woken.
    case call(PendingCall, isMostUrgent: Bool)
    /// A turn to wait for, as too many calls are in flight.
    case turn(Turn, isMostUrgent: Bool)
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

  struct State: Sendable {
    var calls: [UInt64: PendingCall] = [:]
    var lastID: UInt64 = 0
    var isClosed = false
    /// How many callers are inside `invoke`.
    var invoking = 0
    /// No pending call has an earlier deadline.
    var earliestDeadline = Deadline.never
    var statistics = HostBridgeStatistics()
    var admission: AdmissionQueue
    /// Whether a call waits for its turn when too many are in flight.
    let mayWait: Bool
  }

  let state: Guarded<State>

  /// - Parameters:
  ///   - limit: How many calls may be in flight.
  ///   - mayWait: Whether more of them wait for their turn; if not, they are refused.
  package init(limit: Int = .max, mayWait: Bool = true) {
    state = Guarded(State(admission: AdmissionQueue(limit: limit), mayWait: mayWait))
  }

  /// Gives a new call its ID, or a turn to wait for.
  ///
  /// - Parameter turn: The turn that has come, if the call had to wait for one.
  /// - Throws: ``HostCallCode/unavailable`` if the table is closed; ``HostCallCode/resourceExhausted`` if too many calls are
  ///   in flight and none may wait.
  package func reserve(
    _ wireName: WireName, requestEncoding: PayloadEncoding = .cbor, responseEncoding: PayloadEncoding = .cbor,
    requestSize: Int = 0, deadline: Deadline = .never, turn: Turn? = nil
  ) throws(BridgeError) -> Reservation {
    try state.withLock { state throws(BridgeError) in
      try state.admit(wireName, turn)
      if turn == nil, !state.admission.enter() {
        guard state.mayWait else {
          state.statistics.failed += 1
          throw .tooManyCalls(wireName.text)
        }
        state.statistics.waiting += 1
        let turn = state.admission.queue(wireName, deadline)
        return .turn(turn, isMostUrgent: state.isMostUrgent(deadline))
      }
      state.lastID += 1
      let call = PendingCall(
        id: state.lastID, wireName: wireName, requestEncoding: requestEncoding, responseEncoding: responseEncoding,
        deadline: deadline)
      state.calls[call.id] = call
      state.statistics.inFlight += 1
      state.statistics.requestBytes += UInt64(requestSize)
      return .call(call, isMostUrgent: state.isMostUrgent(deadline))
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

  /// Ends every call whose deadline has passed, and every waiting for a turn.
  ///
  /// Complexity: linear in the number of pending and waiting calls, but only when a deadline may have passed.
  ///
  /// - Returns: What is to be done, whom to resume, and when to look again.
  func expire(at now: Deadline) -> (effects: [Effect], waiters: [Waiter], next: Deadline) {
    state.withLock { state in
      guard state.earliestDeadline <= now else { return ([], [], state.earliestDeadline) }
      // Before the calls, whose places must not go to those that are late themselves.
      let (waiters, nextTurn) = state.expireTurns(at: now)
      var effects: [Effect] = []
      var next = nextTurn
      for call in state.calls.values where call.state.ending == nil {
        if call.deadline <= now {
          effects.append(state.end(call, .expired, .failure(.expired(call))))
        } else {
          next = min(next, call.deadline)
        }
      }
      state.earliestDeadline = next
      return (effects, waiters, next)
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
  /// Counts a new call, or one whose turn has come.
  fileprivate mutating func admit(_ wireName: WireName, _ turn: Turn?) throws(BridgeError) {
    if isClosed {
      if turn != nil {
        // Its place is nobody's any more.
        statistics.waiting -= 1
        statistics.failed += 1
      }
      throw .bridgeClosed(wireName.text)
    }
    if turn != nil { statistics.waiting -= 1 } else { statistics.made += 1 }
  }

  /// Notes a deadline; true if no other is earlier.
  fileprivate mutating func isMostUrgent(_ deadline: Deadline) -> Bool {
    guard deadline < earliestDeadline else { return false }
    earliestDeadline = deadline
    return true
  }

  fileprivate mutating func end(
    _ call: PendingCall, _ ending: CallStateMachine.Ending, _ outcome: Result<[UInt8], BridgeError>
  ) -> PendingTable.Effect {
    let action = call.state.end(ending)
    var effect = PendingTable.Effect(action: action, call: call)
    if action == .refuse { return effect }
    call.outcome = outcome
    count(ending, outcome)
    effect.admitted = handOn()
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
