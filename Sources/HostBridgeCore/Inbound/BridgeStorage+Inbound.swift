// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  /// Returns the function that the core exposes under `name`, for a request of `requestSize` bytes.
  ///
  /// - Parameter fingerprint: That of the schema that the host was compiled for; `nil` to omit the check.
  func exposedFunction(
    _ name: WireName, requestSize: UInt, fingerprint: UInt64?
  ) throws(StatusError) -> TaskFunction {
    try checkOpen()
    if closing.isDraining { throw .closed }
    guard let function = exposed.lookUp(name) else {
      // A close may have removed the functions since the first check.
      if inbound.isClosed { throw .closed }
      throw StatusError(.notRegistered, .nothingExposed, text: name.text)
    }
    guard requestSize <= UInt(configuration.maximumPayloadSize) else {
      throw .tooLarge("request", size: requestSize, limit: configuration.maximumPayloadSize)
    }
    if let fingerprint { try check(fingerprint, of: function, named: name) }
    return function
  }

  func beginInbound(
    _ reply: HostReply, deadline: Deadline, _ publish: (UInt64) -> Void
  ) throws(StatusError) -> InboundCall {
    switch inbound.begin(reply, deadline: deadline, publish) {
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
        call.expire()
        callbackThread.append(call)
      }
      return
    }
    let request = BridgeRequest(
      bridge: HostBridge(self), wireName: name, callID: id, payload: payload, options: options)
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
    guard let call = inbound.take(callID) else { throw .unknownCall(callID) }
    callbackThread.append(call)
  }

  /// Ends the calls to the core whose deadline has passed, with a reply that says so.
  func expireInbound(at now: Deadline) {
    inbound.expire(at: now) { call in
      call.expire()
      callbackThread.append(call)
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
    callbackThread.append(call)
  }
}
