// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

// A call to the host takes a permit, an ID with a slot, and the handler; it runs `invoke`, waits, and takes the
// outcome. The types in CallAttempt.swift enforce this order.
extension BridgeStorage {
  // MARK: Starting a call

  /// Waits for a permit of the limiter on calls in flight.
  func waitForPermit(_ deadline: Deadline) async throws(BridgeError) {
    let limiter = pending.limiter
    let deadline = bounded(deadline)
    guard configuration.overloadPolicy == .wait else {
      limiter.countFailure()
      throw .tooManyCalls
    }
    try await limiter.acquire(waitingUntil: deadline) {
      pending.record(deadline)
      announceDeadline(deadline)
    }
  }

  /// Returns the earlier of `deadline` and the one that the current task's calls inherit.
  package func bounded(_ deadline: Deadline) -> Deadline {
    CallContext.current?.bounded(deadline, on: clock) ?? deadline
  }

  /// Gives back a permit of the limiter on calls in flight.
  @inline(__always)
  func releasePermit() {
    if let call = pending.releasePermit() { taskThread.resume(call) }
  }

  /// Gives an admitted call its ID and runs the host's `invoke`.
  ///
  /// Never inlined: it depends on the current thread, whose identity must not be cached across a suspension of its
  /// asynchronous callers.
  @inline(never)
  func begin(
    _ target: CallTarget, encodings: CallEncodings, request: UnsafeRawBufferPointer, deadline: Deadline,
    group: CallWaiter?
  ) throws(BridgeError) -> CallReference {
    let context = CallContext.inherited
    let deadline = context?.bounded(deadline, on: clock) ?? deadline
    guard let call = pending.reserve(requestSize: request.count, encodings: encodings, deadline: deadline) else {
      releasePermit()
      pending.limiter.countFailure()
      throw .noMemoryForCall
    }
    if let context, context.isCarried { pending.attach(context, to: call) }
    // A close that this check misses finds the call in its slot.
    if pending.isClosed { end(call, .closed) }
    if hostcall_task_is_cancelled() { end(call, .cancelled) }
    if deadline != .never, deadline <= clock.now { end(call, .expired) }
    guard let handler = try hold(target, call) else {
      throw refuse(call, unimplemented(call, target.call))
    }
    handler.with { handler in
      reach(.handlerFound)
      typealias FastPath = CallStateMachine.FastPath
      let invoking = handler.hasOwnState ? ownState(of: handler, group, call) : FastPath.invoking
      guard call.slot.compareExchange(call.id, expected: FastPath.reserved, desired: invoking) else {
        // The call has ended; its caller finds out after this.
        return returnHandler(of: call.slot)
      }
      if deadline != .never {
        pending.record(deadline, of: call)
        announceDeadline(deadline)
      }
      unsafe handler.functions.invoke(call.id, request, on: handleNumber)
    }
    if let group { join(group, call) }
    return call
  }

  /// Returns the error of a call for which no handler is registered.
  private func unimplemented(_ call: CallReference, _ named: NamedCall) -> BridgeError {
    .unimplemented(
      call.id, named, isOfOtherKind: registry.handler(of: named.name, named.kind.other) != nil,
      isOmitted: named.schema != nil && declared.omits(named.name))
  }

  /// Returns the state of a call that is invoked, if it is queued or a stream, to whose slot the stream is attached.
  @inline(never)
  private func ownState(of handler: HostHandler, _ group: CallWaiter?, _ call: CallReference) -> UInt64 {
    typealias FastPath = CallStateMachine.FastPath
    guard handler.kind == .stream else { return FastPath.invokingQueued }
    // A handler of a stream is found by calls of streams only.
    if let group { unsafe unsafeDowncast(group, to: StreamOpening.self).attach(to: call, in: pending) }
    return handler.isQueued ? FastPath.invokingQueuedStream : FastPath.invokingStream
  }

  /// Makes the call's slot hold the handler of `target`, after comparing schemas; returns `nil` if none is registered.
  @inline(__always)
  private func hold(_ target: CallTarget, _ call: CallReference) throws(BridgeError) -> HandlerReference? {
    if let found = try hold(target.cell, of: target, for: call) { return found }
    if target.cell.isKept { return nil }
    return try holdByName(target, call)
  }

  /// Holds the handler for a call by name: a handler may have been registered, perhaps in another cell, while the call
  /// waited for its permit.
  @inline(never)
  private func holdByName(_ target: CallTarget, _ call: CallReference) throws(BridgeError) -> HandlerReference? {
    guard let cell = registry.lookUp(target.call.name, target.call.kind) else { return nil }
    return try hold(cell, of: target, for: call)
  }

  @inline(__always)
  private func hold(
    _ cell: HandlerCell, of target: CallTarget, for call: CallReference
  ) throws(BridgeError) -> HandlerReference? {
    while let found = hold(cell, call.slot) {
      if found.with({ target.hasChecked($0) }) { return found }
      // Compared without holding the handler, since comparing schemas may run user code.
      returnHandler(of: call.slot)
      if let handler = registry.handler(of: target.call.name, target.call.kind) {
        try check(handler, against: target, for: call)
      }
    }
    return nil
  }

  /// Sets the slot's hazard pointer to the handler of `cell`; returns `nil` if none is registered.
  @inline(__always)
  private func hold(_ cell: HandlerCell, _ slot: CallSlot) -> HandlerReference? {
    while let found = cell.handler {
      slot.handler = found
      if cell.handler?.bits == found.bits { return found }
      // The thread that replaced the handler may have seen it in the slot.
      returnHandler(of: slot)
    }
    return nil
  }

  private func check(_ handler: HostHandler, against target: CallTarget, for call: CallReference) throws(BridgeError) {
    do throws(BridgeError) {
      try check(handler, for: target.call)
      target.didCheck(handler)
    } catch {
      throw refuse(call, error)
    }
  }

  /// Ends a call that was not invoked; returns `error`, unless the call had already ended otherwise.
  private func refuse(_ call: CallReference, _ error: BridgeError) -> BridgeError {
    let action = pending.end(call, .closed)
    perform(action, on: call)
    let other = takeError(call)
    return action.stands ? error : other
  }

  // MARK: The wait

  /// Suspends until the call ends.
  ///
  /// Cancelling the task ends the call.
  @inline(__always)
  func wait(for call: CallReference) async {
    guard startWaiting(call, .notSuspended) else { return }
    // The suspension comes last: continuing after it would cost a check of the current executor.
    await suspendTask { waiter in
      call.slot.suspend(waiter)
    } onCancel: {
      cancel(call)
    }
  }

  /// Starts to wait after `invoke` has returned; returns false if the call is already decided.
  @inline(__always)
  private func startWaiting(_ call: CallReference, _ waiter: Waiter) -> Bool {
    typealias FastPath = CallStateMachine.FastPath
    call.slot.waiter = waiter
    if call.slot.compareExchange(call.id, expected: FastPath.invoking, desired: FastPath.waiting)
      || call.slot.change(call.id, { $0.startWaiting() }) == true
    {
      return true
    }
    finishInvoke(of: call)
    return false
  }

  /// Completes the return of `invoke`: returns the handler of a decided call, or queues the notification of its host.
  ///
  /// - Returns: Whether the call is decided.
  @discardableResult
  private func finishInvoke(of call: CallReference) -> Bool {
    guard let state = call.slot.state(of: call.id) else { return true }
    guard state.stage == .invoking else { return state.isDecided }
    switch call.slot.change(call.id, { $0.returnFromInvoke() }) {
    case .wait: return false
    case .returnHandler: returnHandler(of: call.slot)
    case nil: break  // the slot belongs to another call by now
    case .notifyHost: notifyHost(of: call)
    }
    return true
  }

  /// Starts to wait for a call of a batch, or for the end of a stream, as soon as `invoke` has returned.
  private func join(_ group: CallWaiter, _ call: CallReference) {
    if group.isStream { return join(unsafe unsafeDowncast(group, to: StreamOpening.self), call) }
    let batch = unsafe unsafeDowncast(group, to: BatchWaiter.self)
    if startWaiting(call, Waiter(batch)) { batch.expect() }
  }

  @inline(never)
  private func join(_ opening: StreamOpening, _ call: CallReference) {
    guard let stream = opening.stream else { return }
    if !startWaiting(call, Waiter(stream)) { _ = stream.arrive() }
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
        outcome, call.slot.attachments.stream == nil ? "answer" : "item", size: UInt(bitPattern: call.slot.answerSize),
        limit: configuration.maximumPayloadSize, callID: call.id)
    }
    return call.slot.withAnswer { bytes in .answered(call.id, with: outcome, payload: bytes) }
  }

  /// Leaves a call whose outcome has been taken; the slot may be reused afterwards.
  @inline(__always)
  func leave(_ call: CallReference) {
    // Only a decision causes a notification, and only the callback thread ends it: without one the slot can be freed.
    guard
      call.slot.isAnswered(call.id) || call.slot.state(of: call.id)?.owesNotification == false
        || call.slot.change(call.id, { $0.leave() }) == .free
    else { return }
    pending.free(call)
    // A retired handler may have been waiting for this call.
    if registry.isRetiring { callbackThread.requestScan() }
  }

  /// Cancels and leaves a call whose caller dropped it.
  func abandon(_ call: CallReference) {
    end(call, .cancelled)
    // Another thread may be copying an answer at this moment.
    while !finishInvoke(of: call) { hostcall_thread_sleep_briefly() }
    _ = takeError(call)
  }

  // MARK: Endings

  /// Ends a call without an answer, if it has not ended.
  ///
  /// Only changes states and enqueues; runs no user or host code.
  func end(_ call: CallReference, _ ending: CallStateMachine.Ending) {
    perform(pending.end(call, ending), on: call)
  }

  /// Ends a call, for a cancellation handler of its caller's task, if it has not ended.
  ///
  /// Resumes the task on the current thread, because ``TaskThread`` would wait for the task's other handlers.
  func cancel(_ call: CallReference) {
    perform(pending.end(call, .cancelled), on: call, isCancelling: true)
  }

  /// Performs the action of an ending; another call may occupy the slot afterwards.
  ///
  /// - Parameter isCancelling: Whether this is a cancellation handler of the caller's task.
  @inline(__always)
  func perform(_ action: CallStateMachine.EndAction, on call: CallReference, isCancelling: Bool = false) {
    if action.releasesPermit { releasePermit() }
    if action.returnsHandler { returnHandler(of: call.slot) }
    if action.notifiesHost { notifyHost(of: call) }
    reach(.handlerReturned)
    if action.notifiesCaller { notifyCaller(of: call.slot, isCancelling: isCancelling) }
  }

  /// Queues the host's `cancel` on the callback thread; if the host has none, or has not taken the call from its queue,
  /// only returns the handler.
  private func notifyHost(of call: CallReference) {
    let slot = call.slot
    if slot.state(of: call.id)?.isQueued == true {
      // Before the handler is returned, so that nothing of it is queued when it is released.
      delivery.queue?.withdraw(call.id)
    } else if slot.handler?.with({ $0.functions.hasCancel }) == true {
      return callbackThread.append(slot)
    }
    returnHandler(of: slot)
    // The caller cannot have left: it is waiting to be notified, or runs on this thread.
    _ = slot.change(call.id) { $0.finishNotification() }
  }

  /// Clears the slot's hazard pointer.
  @inline(__always)
  func returnHandler(of slot: CallSlot) {
    slot.handler = nil
    // The retiring thread sets this flag before it scans the slots.
    if registry.isRetiring { callbackThread.requestScan() }
  }

  /// Notifies the waiting caller of a decided call, and resumes it if its task has suspended; another call may occupy
  /// the slot afterwards.
  private func notifyCaller(of slot: CallSlot, isCancelling: Bool) {
    let waiter = slot.notifyCaller()
    if let group = waiter.group {
      guard group.arrive() else { return }
      if isCancelling { group.waiter?.resume() } else { taskThread.resume(group) }
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
