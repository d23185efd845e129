// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  /// Returns the function that the core exposes under `name`, for a request of `requestSize` bytes.
  ///
  /// - Parameters:
  ///   - kind: Whether the host expects a response or a stream.
  ///   - fingerprint: That of the schema that the host was compiled for; `nil` to omit the check.
  func exposedFunction(
    _ name: WireName, kind: CallKind = .call, requestSize: UInt, fingerprint: UInt64?
  ) throws(StatusError) -> TaskFunction {
    try checkOpen()
    if closing.isDraining { throw .closed }
    guard let function = exposed.lookUp(name) else {
      // A close may have removed the functions since the first check.
      if inbound.isClosed { throw .closed }
      throw StatusError(.notRegistered, .nothingExposed, text: name.text)
    }
    guard function.kind == kind else {
      throw StatusError(.notRegistered, kind == .call ? .isStream : .isNoStream, text: name.text)
    }
    guard requestSize <= UInt(configuration.maximumPayloadSize) else {
      throw .tooLarge("request", size: requestSize, limit: configuration.maximumPayloadSize)
    }
    if let fingerprint { try check(fingerprint, of: function, named: name) }
    return function
  }

  func beginInbound(
    _ reply: HostReply, deadline: Deadline, stream: InboundStream? = nil, _ publish: (UInt64) -> Void
  ) throws(StatusError) -> InboundCall {
    switch inbound.begin(reply, deadline: deadline, stream: stream, publish) {
    case .call(let call):
      announceDeadline(deadline)
      return call
    case .closed: throw .closed
    case .full: throw StatusError(.resourceExhausted, .tooManyCalls, first: UInt64(inbound.limit))
    }
  }

  /// Runs the function for a call to the core, in a task.
  func runInbound(
    _ call: InboundCall, of name: WireName, with function: TaskFunction, payload: HostMemory, options: InboundOptions
  ) {
    let id = call.id
    if options.deadline <= clock.now {
      // Another thread may have ended the call since its ID was published.
      if let call = inbound.finish(id) {
        call.expire(at: options.deadline)
        giveUp(call)
      }
      return
    }
    let request = BridgeRequest(
      bridge: HostBridge(self), wireName: name, callID: id, payload: payload, options: options,
      stream: call.stream)
    let context = CallContext(answering: options.metadata, deadline: options.deadline, clock: clock)
    let task = function.start { [self] in
      let answer = await function.run(request, in: context)
      if let call = inbound.finish(id) { send(answer, to: call) }
    }
    // The call was already cancelled or closed, so nothing else would cancel the task.
    if !inbound.attach(task, to: call) { task.cancelElsewhere() }
  }

  func cancelInbound(_ callID: UInt64) throws(StatusError) {
    try checkOpen()
    guard inbound.end(callID, giveUp) else { throw .unknownCall(callID) }
  }

  /// Queues the reply to a call that was ended by anything but its function, and ends its stream.
  ///
  /// Only changes states and enqueues.
  func giveUp(_ call: InboundCall) {
    for sender in call.stream?.giveUp() ?? [] { taskThread.resume(sender) }
    callbackThread.append(call)
  }

  /// Queues the reply to a call, and ends its stream.
  func end(_ call: InboundCall) {
    // Items that are sent from now on are refused; those before are in the queue of the callback thread.
    for sender in call.stream?.end() ?? [] { taskThread.resume(sender) }
    callbackThread.append(call)
  }

  /// Ends the calls to the core whose deadline has passed, with a reply that says so.
  func expireInbound(at now: Deadline) {
    inbound.expire(at: now) { call in
      call.expire(at: now)
      giveUp(call)
    }
  }

  private func send(_ answer: BridgeAnswer, to call: InboundCall) {
    var (outcome, payload) = Outcome.encoded(answer)
    if payload.count > configuration.maximumPayloadSize {
      let error = BridgeError.tooLarge(
        "answer", size: payload.count, limit: configuration.maximumPayloadSize, callID: call.id)
      (outcome, payload) = Outcome.encoded(.error(error.code, message: error.message))
    }
    call.setAnswer(outcome, payload)
    end(call)
  }
}
