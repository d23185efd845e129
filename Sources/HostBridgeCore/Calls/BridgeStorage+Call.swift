internal import CBridgePlatform

// The way of a call to the host: a place, an ID with a slot, the handler, `invoke`; then the wait, and the outcome. The
// values of CallAttempt.swift see to the order.
extension BridgeStorage {
  // MARK: Before the host

  /// Waits for a place among the calls in flight.
  func waitForPlace(_ deadline: Deadline) async throws(BridgeError) {
    let limiter = pending.limiter
    guard configuration.overloadPolicy == .wait else {
      limiter.countFailure()
      throw .tooManyCalls
    }
    try await limiter.enter(waitingUntil: deadline) {
      pending.note(deadline)
      noteDeadline(deadline)
    }
  }

  /// A place among the calls in flight is free again.
  @inline(__always)
  func leavePlace() {
    if let turn = pending.leave() { taskThread.resume(turn) }
  }

  /// Gives a call that has a place its ID, and invokes the host's function.
  ///
  /// Not inlined: what it does depends on the thread, whose identity must not be carried across a suspension of its
  /// asynchronous callers.
  @inline(never)
  func begin(
    _ site: CallSite, _ encodings: CallEncodings, _ request: UnsafeRawBufferPointer, _ deadline: Deadline,
    _ batch: BatchWaiter?
  ) throws(BridgeError) -> CallReference {
    guard let call = pending.reserve(requestSize: request.count, encodings, deadline) else {
      leavePlace()
      pending.limiter.countFailure()
      throw .noMemoryForCall
    }
    // A close that the call does not see here sees the call in its slot.
    if pending.isClosed { end(call, .closed) }
    if hostcall_task_is_cancelled() { end(call, .cancelled) }
    if deadline != .never, deadline <= clock.now { end(call, .expired) }
    guard let handler = try hold(site, call) else {
      throw refuse(call, .unimplemented(call.id, site.call.name.text))
    }
    handler.with { handler in
      reach(.handlerFound)
      typealias Usual = CallStateMachine.Usual
      guard call.slot.swap(call.id, from: Usual.reserved, to: Usual.invoking) else {
        // It has ended, and its caller finds that out.
        return returnHandler(of: call.slot)
      }
      if deadline != .never {
        pending.note(deadline, of: call)
        noteDeadline(deadline)
      }
      unsafe handler.functions.invoke(call.id, request, on: handleNumber)
    }
    if let batch { join(batch, call) }
    return call
  }

  /// Has the call's slot hold the handler of `site`, whose schema fits; nil if none is registered.
  @inline(__always)
  private func hold(_ site: CallSite, _ call: CallReference) throws(BridgeError) -> HandlerReference? {
    if let found = try hold(site.cell, site, call) { return found }
    if site.cell.isKept { return nil }
    return try holdLater(site, call)
  }

  /// As ``hold(_:_:)``, for a call by name: while it waited for its place, a handler may have been registered for the first
  /// time, or again in another cell.
  @inline(never)
  private func holdLater(_ site: CallSite, _ call: CallReference) throws(BridgeError) -> HandlerReference? {
    guard let cell = registry.lookUp(site.call.name) else { return nil }
    return try hold(cell, site, call)
  }

  @inline(__always)
  private func hold(
    _ cell: HandlerCell, _ site: CallSite, _ call: CallReference
  ) throws(BridgeError) -> HandlerReference? {
    while let found = hold(cell, call.slot) {
      if found.with({ site.hasChecked($0) }) { return found }
      // Without holding it: comparing schemas may run code of users.
      returnHandler(of: call.slot)
      if let handler = registry.handler(of: site.call.name) { try check(handler, site, call) }
    }
    return nil
  }

  /// Has a slot hold the handler of `cell`, which then stays until the call gives it back; nil if none is registered.
  @inline(__always)
  private func hold(_ cell: HandlerCell, _ slot: CallSlot) -> HandlerReference? {
    while let found = cell.handler {
      slot.handler = found
      if cell.handler?.bits == found.bits { return found }
      // The thread that replaced it may have seen it in the slot.
      returnHandler(of: slot)
    }
    return nil
  }

  private func check(_ handler: HostHandler, _ site: CallSite, _ call: CallReference) throws(BridgeError) {
    do throws(BridgeError) {
      try check(handler, for: site.call)
      site.didCheck(handler)
    } catch {
      throw refuse(call, error)
    }
  }

  /// Ends a call that has not been invoked, with `error` unless it has ended otherwise.
  private func refuse(_ call: CallReference, _ error: BridgeError) -> BridgeError {
    let action = pending.end(call, .closed)
    perform(action, on: call)
    let other = takeError(call)
    return action.stands ? error : other
  }

  // MARK: The wait

  /// Suspends until the call has ended.
  ///
  /// Cancelling the task ends it.
  @inline(__always)
  func wait(for call: CallReference) async {
    guard startWaiting(call, .notSuspended) else { return }
    // Nothing is left to do after the suspension: a function that goes on has to ask the runtime for its executor first.
    await suspendTask { waiter in
      call.slot.suspend(waiter)
    } onCancel: {
      cancel(call)
    }
  }

  /// The caller of `call`, whose `invoke` has returned, waits; false if the call is decided, so that it need not.
  @inline(__always)
  private func startWaiting(_ call: CallReference, _ waiter: Waiter) -> Bool {
    typealias Usual = CallStateMachine.Usual
    call.slot.waiter = waiter
    if call.slot.swap(call.id, from: Usual.invoking, to: Usual.waiting)
      || call.slot.change(call.id, { $0.startWaiting() }) == true
    {
      return true
    }
    _ = hasReturned(call)
    return false
  }

  /// What a caller does when `invoke` has returned and its call may be decided.
  ///
  /// - Returns: Whether it is.
  private func hasReturned(_ call: CallReference) -> Bool {
    guard let state = call.slot.state(of: call.id) else { return true }
    guard state.stage == .invoking else { return state.isDecided }
    switch call.slot.change(call.id, { $0.returnFromInvoke() }) {
    case .wait: return false
    case .returnHandler: returnHandler(of: call.slot)
    case nil: break  // it is another call's by now
    case .tellHost: tellHost(of: call)
    }
    return true
  }

  /// The caller of a call of a batch waits as soon as `invoke` has returned.
  private func join(_ batch: BatchWaiter, _ call: CallReference) {
    if startWaiting(call, Waiter(batch)) { batch.expect() }
  }

  /// Suspends until all calls of a batch have ended.
  ///
  /// Cancelling the task ends those that have not.
  package func wait(for batch: BatchWaiter, _ calls: [CallReference?]) async {
    guard unsafe batch.expected > 0 else { return }
    await suspendTask { waiter in
      batch.suspend(waiter)
    } onCancel: {
      for case let call? in calls { cancel(call) }
    }
  }

  // MARK: The outcome

  /// Takes the error of a call that ended without a response, counts it, and leaves the call.
  @inline(never)
  func takeError(_ call: CallReference) -> BridgeError {
    guard let ending = call.slot.state(of: call.id)?.ending else { return .bridgeClosed }
    call.slot.countEnded(ending)
    defer { leave(call) }
    guard ending.hasBytes else { return .ended(call.id, ending) }
    let outcome = call.slot.outcome
    if !outcome.isFromHost {
      return .notCopied(
        outcome, UInt(bitPattern: call.slot.answerSize), limit: configuration.maximumPayloadSize, callID: call.id)
    }
    return call.slot.withAnswer { bytes in .answered(call.id, outcome, bytes) }
  }

  /// The caller has taken the outcome, and does not look at the call again.
  @inline(__always)
  func leave(_ call: CallReference) {
    // Only the thread for callbacks ends a notice, and only a decision begins one: so without one, the slot is free.
    guard
      call.slot.isAnswered(call.id) || call.slot.state(of: call.id)?.hasNotice == false
        || call.slot.change(call.id, { $0.leave() }) == .free
    else { return }
    call.slot.free()
    // A handler that was replaced may have waited for this call.
    if registry.isRetiring { callbackThread.lookAgain() }
  }

  /// Ends a call that its caller has forgotten.
  func abandon(_ call: CallReference) {
    end(call, .cancelled)
    // Another thread may be copying an answer at this moment.
    while !hasReturned(call) { hostcall_thread_pause() }
    _ = takeError(call)
  }

  // MARK: Endings

  /// Ends a call without an answer, if it has not ended.
  ///
  /// Marks and enqueues, no more.
  func end(_ call: CallReference, _ ending: CallStateMachine.Ending) {
    perform(pending.end(call, ending), on: call)
  }

  /// Ends a call, for a cancellation handler of its caller's task, if it has not ended.
  ///
  /// Resumes the task here: ``TaskThread`` would wait for the handlers that come after this one.
  private func cancel(_ call: CallReference) {
    perform(pending.end(call, .cancelled), on: call, isCancelling: true)
  }

  /// Does what has become due with an ending; afterwards the call may be gone.
  ///
  /// - Parameter isCancelling: Whether this is a cancellation handler of the caller's task.
  @inline(__always)
  func perform(_ action: CallStateMachine.EndAction, on call: CallReference, isCancelling: Bool = false) {
    if action.freesPlace { leavePlace() }
    if action.returnsHandler { returnHandler(of: call.slot) }
    if action.tellsHost { tellHost(of: call) }
    reach(.handlerReturned)
    if action.tellsCaller { tellCaller(of: call.slot, isCancelling: isCancelling) }
  }

  /// Has the host told that the call was given up, on the thread for callbacks; only gives the handler back if it has no
  /// `cancel`.
  private func tellHost(of call: CallReference) {
    let slot = call.slot
    if slot.handler?.with({ $0.functions.hasCancel }) == true { return callbackThread.append(slot) }
    returnHandler(of: slot)
    // The caller has not left: it waits to be told, or is on this thread.
    _ = slot.change(call.id) { $0.finishNotice() }
  }

  /// The call does not need its handler any more.
  @inline(__always)
  func returnHandler(of slot: CallSlot) {
    slot.handler = nil
    // The thread that retires a handler says so before it looks into the slots.
    if registry.isRetiring { callbackThread.lookAgain() }
  }

  /// Tells the waiting caller of a decided call, and resumes it if its task has suspended; afterwards the call may be gone.
  private func tellCaller(of slot: CallSlot, isCancelling: Bool) {
    let waiter = slot.tellCaller()
    if let batch = waiter.batch {
      guard batch.arrive() else { return }
      if isCancelling { batch.waiter?.resume() } else { taskThread.resume(batch) }
    } else if waiter.isNotSuspended {
      return
    } else if isCancelling {
      waiter.resume()
    } else {
      // The caller stays suspended, and so the slot its own, until the thread has resumed it.
      slot.waiter = waiter
      taskThread.resume(slot)
    }
  }
}
