extension HostBridge {
  /// Calls a function of the host, in bytes. `HostCall` offers the same for types.
  ///
  /// The host's function is invoked on the calling thread. If it answers before it returns, so does this, without
  /// suspending; otherwise the caller is suspended, and resumed by the bridge's loop.
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
  ///   ``HostCallCode/deadlineExceeded``, ``HostCallCode/cancelled``, ``HostCallCode/resourceExhausted`` if the
  ///   request or the answer is too large, or too many calls are in flight and may not wait,
  ///   ``HostCallCode/unavailable`` if the bridge is closed, and ``HostCallCode/invalidArgument`` if `wireName` can't be
  ///   one.
  public func callBytes(
    _ wireName: String, _ request: [UInt8], requestEncoding: PayloadEncoding = .cbor,
    responseEncoding: PayloadEncoding = .cbor, timeout: Duration? = nil
  ) async throws(BridgeError) -> [UInt8] {
    try await answer(
      to: wireName, request, requestEncoding: requestEncoding, responseEncoding: responseEncoding, timeout: timeout
    ).payload
  }

  /// As ``callBytes(_:_:requestEncoding:responseEncoding:timeout:)``, with the call's ID, for errors that are found later.
  package func answer(
    to wireName: String, _ request: [UInt8], requestEncoding: PayloadEncoding, responseEncoding: PayloadEncoding,
    timeout: Duration?
  ) async throws(BridgeError) -> (callID: UInt64, payload: [UInt8]) {
    let call = try await start(
      WireName(checking: wireName), request, requestEncoding, responseEncoding, Deadline(after: timeout))
    if let outcome = pending.outcome(of: call) { return (call.id, try outcome.get()) }
    await suspend {
      pending.suspend(call, $0)
    } onCancel: {
      perform(pending.end(call, .cancelled, .cancelled(call)))
    }
    return (call.id, try outcome(ofEnded: call).get())
  }

  /// How a call ended whose caller has been resumed, or that has been found to have ended.
  func outcome(ofEnded call: PendingCall) -> Result<[UInt8], BridgeError> {
    guard let outcome = pending.outcome(of: call) else {
      preconditionFailure("a call is resumed only when it has ended")
    }
    return outcome
  }

  /// Everything up to the point where the caller would suspend for the answer: a call ID, the host's function, its
  /// `invoke`. Suspends only to wait for the call's turn.
  func start(
    _ wireName: WireName, _ request: [UInt8], _ requestEncoding: PayloadEncoding, _ responseEncoding: PayloadEncoding,
    _ deadline: Deadline
  ) async throws(BridgeError) -> PendingCall {
    guard request.count <= configuration.maximumPayloadSize else {
      throw .tooLarge(
        "request", request.count, limit: configuration.maximumPayloadSize, wireName.text, callID: nil)
    }
    let call = try await reserve(wireName, request.count, requestEncoding, responseEncoding, deadline)
    begin(call, request)
    return call
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

  /// Gives the call its ID, after waiting for its turn if too many are in flight.
  private func reserve(
    _ wireName: WireName, _ size: Int, _ requestEncoding: PayloadEncoding, _ responseEncoding: PayloadEncoding,
    _ deadline: Deadline
  ) async throws(BridgeError) -> PendingCall {
    var turn: Turn?
    while true {
      // Whatever becomes of this call: those that follow count on the loop to know its deadline.
      switch try pending.reserve(
        wireName, requestEncoding: requestEncoding, responseEncoding: responseEncoding, requestSize: size,
        deadline: deadline, turn: turn)
      {
      case .call(let call, let isMostUrgent):
        if isMostUrgent { loop.wake() }
        return call
      case .turn(let newTurn, let isMostUrgent):
        if isMostUrgent { loop.wake() }
        await suspend {
          pending.suspend(newTurn, $0)
        } onCancel: {
          resume(pending.cancel(newTurn))
        }
        try pending.result(of: newTurn)?.get()
        turn = newTurn
      }
    }
  }

  /// Invokes the host's function, unless the call ends before that.
  private func begin(_ call: PendingCall, _ request: [UInt8]) {
    guard let handler = registry.lookUp(call.wireName) else {
      perform(pending.end(call, .closed, .unimplemented(call)))
      return
    }
    if Task.isCancelled {
      perform(pending.end(call, .cancelled, .cancelled(call)))
    } else if call.deadline <= .now {
      perform(pending.end(call, .expired, .expired(call)))
    }
    guard pending.startInvoking(call, handler) else {
      drop(handler)
      return
    }
    handler.functions.invoke(call.id, request, on: handleNumber)
    let (action, released) = pending.finishInvoking(call)
    drop(released)
    if action == .tellHost { loop.push(.tellHost(call)) }
    if closing.isClosing { loop.wake() }
  }

  /// Carries out what is to be done about a call that has ended.
  func perform(_ effect: PendingTable.Effect) {
    resume(effect.admitted)
    switch effect.action {
    case .refuse, .leaveToCaller: break
    case .forget: drop(effect.handler)
    case .tellHost: loop.push(.tellHost(effect.call))
    case .resume:
      resume(effect.waiter)
      drop(effect.handler)
    case .resumeAndTellHost:
      resume(effect.waiter)
      loop.push(.tellHost(effect.call))
    }
  }

  private func resume(_ waiter: Waiter?) {
    if let waiter { loop.push(.resume(waiter)) }
  }
}
