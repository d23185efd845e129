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
  ///   request or the answer is too large, ``HostCallCode/unavailable`` if the bridge is closed, and
  ///   ``HostCallCode/invalidArgument`` if `wireName` can't be one.
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
    let call = try begin(
      WireName(checking: wireName), request, requestEncoding, responseEncoding, Deadline(after: timeout))
    if let outcome = pending.outcome(of: call) { return (call.id, try outcome.get()) }
    await withTaskCancellationHandler {
      unsafe await withUnsafeContinuation { continuation in
        let waiter = unsafe Waiter(continuation)
        if !pending.suspend(call, waiter) { waiter.resume() }
      }
    } onCancel: {
      // May run under locks of the runtime: it marks and enqueues, no more.
      perform(pending.end(call, .cancelled, .cancelled(call)))
    }
    guard let outcome = pending.outcome(of: call) else {
      preconditionFailure("a call is resumed only when it has ended")
    }
    return (call.id, try outcome.get())
  }

  /// Everything up to the point where the caller would suspend: a call ID, the host's function, its `invoke`.
  private func begin(
    _ wireName: WireName, _ request: [UInt8], _ requestEncoding: PayloadEncoding,
    _ responseEncoding: PayloadEncoding, _ deadline: Deadline
  ) throws(BridgeError) -> PendingCall {
    guard request.count <= configuration.maximumPayloadSize else {
      throw .tooLarge(
        "request", request.count, limit: configuration.maximumPayloadSize, wireName.text, callID: nil)
    }
    let (call, isMostUrgent) = try pending.reserve(
      wireName, requestEncoding: requestEncoding, responseEncoding: responseEncoding, requestSize: request.count,
      deadline: deadline)
    // Whatever becomes of this call: those that follow count on the loop to know its deadline.
    if isMostUrgent { loop.wake() }
    guard let handler = registry.lookUp(wireName) else {
      perform(pending.end(call, .closed, .unimplemented(call)))
      return call
    }
    if Task.isCancelled {
      perform(pending.end(call, .cancelled, .cancelled(call)))
    } else if deadline <= .now {
      perform(pending.end(call, .expired, .expired(call)))
    }
    guard pending.startInvoking(call, handler) else {
      drop(handler)
      return call
    }
    handler.functions.invoke(call.id, request, on: handleNumber)
    let (action, released) = pending.finishInvoking(call)
    drop(released)
    if action == .tellHost { loop.push(.tellHost(call)) }
    if closing.isClosing { loop.wake() }
    return call
  }

  /// Carries out what is to be done about a call that has ended.
  func perform(_ effect: PendingTable.Effect) {
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
