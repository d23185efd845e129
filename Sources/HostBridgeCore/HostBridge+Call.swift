extension HostBridge {
  /// Calls a function of the host, in bytes.
  ///
  /// `HostCall` offers the same for types.
  ///
  /// The host's function is invoked on the calling thread. If it answers before it returns, so does this, without
  /// suspending; otherwise the caller is suspended, and resumed by the bridge's loop, or by the handler's task if the
  /// handler is in Swift.
  ///
  /// - Parameters:
  ///   - wireName: The name under which the host registered the function.
  ///   - request: The encoded request.
  ///   - requestEncoding: How it is encoded; the host can ask.
  ///   - responseEncoding: How the response has to be encoded; the host can ask.
  ///   - timeout: How long to wait at most, counted from now; nil to wait for as long as it takes. Zero and less is
  ///     over before the host is called.
  /// - Returns: The encoded response.
  /// - Throws: ``HostCallCode/failed`` with the failure's bytes, ``HostCallCode/unknown`` or another code with the
  ///   host's message, ``HostCallCode/unimplemented`` if no such function is registered,
  ///   ``HostCallCode/deadlineExceeded``, ``HostCallCode/cancelled``, ``HostCallCode/resourceExhausted`` if the request
  ///   or the answer is too large, or too many calls are in flight and may not wait, ``HostCallCode/unavailable`` if
  ///   the bridge is closed, and ``HostCallCode/invalidArgument`` if `wireName` can't be one.
  public func callBytes(
    _ wireName: String, _ request: [UInt8], requestEncoding: PayloadEncoding = .cbor,
    responseEncoding: PayloadEncoding = .cbor, timeout: Duration? = nil
  ) async throws(BridgeError) -> [UInt8] {
    let name = try WireName(checking: wireName)
    do throws(BridgeError) {
      return try await answer(
        to: nil, named: { NamedCall(name) }, request, requestEncoding: requestEncoding,
        responseEncoding: responseEncoding,
        timeout: timeout
      ).payload
    } catch {
      throw error.named(wireName)
    }
  }

  /// As ``callBytes(_:_:requestEncoding:responseEncoding:timeout:)``, with the call's ID, for errors that are found
  /// later.
  ///
  /// - Parameters:
  ///   - type: What the handler is remembered by for the next call, so that its name is not needed then.
  ///   - name: The wire name and the schema, asked for when they are needed.
  /// - Throws: Errors that do not name the call.
  package func answer(
    to type: ObjectIdentifier?, named name: () throws(BridgeError) -> NamedCall, _ request: [UInt8],
    requestEncoding: PayloadEncoding, responseEncoding: PayloadEncoding, timeout: Duration?
  ) async throws(BridgeError) -> (callID: UInt64, payload: [UInt8]) {
    let deadline = deadline(after: timeout)
    if try !enter(requestSize: request.count) { try await waitForPlace(deadline) }
    let call = try unsafe begin(type, name, request.span.bytes, requestEncoding, responseEncoding, deadline)
    if !isDecided(call) { await wait(for: call) }
    return (call.id, try takeOutcome(call))
  }

  // The steps of a call. What must not suspend and what may are apart, so that a call which is answered at once is
  // a few plain function calls.

  /// Takes a place among the calls in flight; false if the call has to wait for one.
  ///
  /// - Throws: If the request can't be made at all, before anything is counted.
  package func enter(requestSize: Int) throws(BridgeError) -> Bool {
    guard requestSize <= configuration.maximumPayloadSize else {
      throw .tooLarge("request", requestSize, limit: configuration.maximumPayloadSize)
    }
    if pending.isClosed { throw .bridgeClosed }
    return pending.admission.enter()
  }

  /// Whether the outcome of a call is there to be taken.
  package func isDecided(_ call: PendingCall) -> Bool { pending.isDecided(call) }

  /// Suspends until a call has ended.
  ///
  /// Cancelling the task ends it.
  package func wait(for call: PendingCall) async {
    await suspend {
      pending.suspend(call, $0)
    } onCancel: {
      end(call, .cancelled)
    }
  }

  /// Waits for a place among the calls in flight; returns when the call has one.
  package func waitForPlace(_ deadline: Deadline) async throws(BridgeError) {
    let admission = pending.admission
    guard configuration.overloadPolicy == .wait else {
      admission.countFailure()
      throw .tooManyCalls
    }
    guard let turn = try takeTurn(deadline) else { return }
    await suspend {
      admission.suspend(turn, $0)
    } onCancel: {
      admission.cancel(turn)
    }
    try admission.result(of: turn)?.get()
    admission.begin()
  }

  /// A turn to wait for; nil if there was a place after all.
  private func takeTurn(_ deadline: Deadline) throws(BridgeError) -> Turn? {
    switch pending.admission.enter(orWaitUntil: deadline) {
    case .place: return nil
    case .closed: throw .bridgeClosed
    case .turn(let turn):
      if pending.note(deadline) { bridgeLoop.wake() }
      return turn
    }
  }

  /// Gives a call that has a place its ID, and invokes the host's function.
  ///
  /// It may have ended when this returns.
  ///
  /// Not inlined: what it does depends on the thread, whose identity must not be carried across a suspension of its
  /// asynchronous callers.
  @inline(never)
  package func begin(
    _ type: ObjectIdentifier?, _ name: () throws(BridgeError) -> NamedCall, _ request: RawSpan,
    _ requestEncoding: PayloadEncoding, _ responseEncoding: PayloadEncoding, _ deadline: Deadline
  ) throws(BridgeError) -> PendingCall {
    var call = pending.reserve(
      requestSize: request.byteCount, requestEncoding: requestEncoding, responseEncoding: responseEncoding,
      deadline: deadline)
    do throws(BridgeError) {
      while let (handler, epoch) = try findHandler(type, name) {
        call.slot.handler = handler
        if Task.isCancelled {
          end(call, .cancelled)
        } else if deadline != .never, deadline <= clock.now {
          end(call, .expired)
        }
        guard pending.startInvoking(call) else { return call }
        if registry.epoch == epoch, !pending.isClosed {
          call.epoch = epoch
          if deadline != .never, pending.note(deadline) { bridgeLoop.wake() }
          handler.with { $0.functions.invoke(call.id, request, on: handleNumber) }
          return call
        }
        // The handler may be gone already, or the close may have passed this call by.
        pending.stopInvoking(call)
        call.slot.handler = nil
        noteUseEnded()
        if pending.isClosed { end(call, .closed) }
      }
    } catch {
      abandon(call)
      throw error
    }
    if pending.isClosed {
      end(call, .closed)
      return call
    }
    abandon(call)
    throw .unimplemented(call.id, try name().name.text)
  }

  private func findHandler(
    _ type: ObjectIdentifier?, _ name: () throws(BridgeError) -> NamedCall
  ) throws(BridgeError) -> (handler: HandlerReference, epoch: UInt64)? {
    if let type, let found = registry.cache.lookUp(type), found.epoch == registry.epoch { return found }
    let call = try name()
    declared.note(call)
    guard let (handler, epoch) = registry.lookUp(call.name) else { return nil }
    try check(handler, for: call)
    let reference = HandlerReference(handler)
    if let type { registry.cache.store(reference, epoch: epoch, for: type) }
    return (reference, epoch)
  }

  /// Ends a call that has not been invoked and that the bridge itself refuses.
  private func abandon(_ call: PendingCall) {
    end(call, .closed)
    _ = try? takeOutcome(call)
  }

  /// Ends a call without an answer, if it has not ended.
  ///
  /// Marks and enqueues, no more.
  func end(_ call: PendingCall, _ ending: CallStateMachine.Ending) {
    if pending.end(call, ending) == .resumeAndTellHost { bridgeLoop.push(call.slot) }
  }

  /// Takes the outcome of a call that is decided, counts it, and leaves the call.
  package func takeOutcome(_ call: PendingCall) throws(BridgeError) -> [UInt8] {
    try takeOutcome(call) { slot throws(BridgeError) in slot.takeAnswer() }
  }

  /// As ``takeOutcome(_:)``, for who has no need of an array: `body` reads the response where it lies.
  package func withOutcome<Response>(
    _ call: PendingCall, _ body: (RawSpan) throws(BridgeError) -> Response
  ) throws(BridgeError) -> Response {
    try takeOutcome(call) { slot throws(BridgeError) in try slot.withAnswer(body) }
  }

  private func takeOutcome<Response>(
    _ call: PendingCall, _ response: (CallSlot) throws(BridgeError) -> Response
  ) throws(BridgeError) -> Response {
    guard let ending = call.slot.load(call.id)?.state.ending else {
      preconditionFailure("a call is resumed only when it has ended")
    }
    call.slot.countEnded(ending)
    defer { leave(call) }
    guard ending == .answered else { throw .ended(call.id, ending) }
    let outcome = call.slot.outcome
    if outcome == .response { return try response(call.slot) }
    throw .answered(call.id, outcome, call.slot.takeAnswer(), limit: configuration.maximumPayloadSize)
  }

  private func leave(_ call: PendingCall) {
    switch pending.leave(call) {
    case .leaveToLoop: break
    case .tellHost: bridgeLoop.push(call.slot)
    case .forget:
      // Who replaced the handler meanwhile may have seen it in the slot, and waits for this.
      if call.epoch != 0, call.epoch != registry.epoch { noteUseEnded() }
    }
  }

  /// The handler of an answered call is not needed any more, although its caller has not left.
  ///
  /// When that runs is for its executor to say, and a close must not wait for it. For whoever resumes the caller, or is
  /// the caller.
  func endUse(_ slot: CallSlot) {
    // Held, as nothing else does once no slot has it.
    guard let handler = slot.handler?.with({ $0 }) else { return }
    slot.handler = nil
    pending.admission.synchronize()
    if handler.isRetired { noteUseEnded() }
  }

  /// Has the loop look again which retired handlers are free.
  private func noteUseEnded() {
    registry.noteUseEnded()
    bridgeLoop.wake()
  }

  /// Suspends the task until the waiter that `isAccepted` was given is resumed; not at all if that returns false.
  ///
  /// - Parameter onCancel: May run under locks of the runtime: it marks and enqueues, no more.
  func suspend(
    unlessRefused isAccepted: (Waiter) -> Bool, onCancel: @Sendable () -> Void
  ) async {
    await withTaskCancellationHandler {
      unsafe await withUnsafeContinuation { continuation in
        let waiter = unsafe Waiter(continuation)
        if !isAccepted(waiter) { waiter.resume() }
      }
    } onCancel: {
      onCancel()
    }
  }
}
