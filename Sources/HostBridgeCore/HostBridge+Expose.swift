extension HostBridge {
  /// Lets the host call `function` under `wireName`, in bytes.
  ///
  /// `HostCall` offers the same for types.
  ///
  /// The function runs in a task of its own for each call, and never on a thread of the host. The task is cancelled if
  /// the host gives the call up or the bridge is closed. Exposing a name again replaces what was there.
  ///
  /// - Parameters:
  ///   - wireName: The name under which the host calls it.
  ///   - executor: What the task prefers, such as the bridge's ``loop``; nil, the default, for the global pool.
  ///   - function: What answers it.
  /// - Throws: ``HostCallCode/invalidArgument`` if `wireName` can't be one, ``HostCallCode/unavailable`` if the bridge
  ///   is closed.
  public func exposeBytes(
    _ wireName: String, executorPreference executor: (any TaskExecutor)? = nil, _ function: @escaping ExposedFunction
  ) throws(BridgeError) {
    try expose(NamedCall(WireName(checking: wireName)), executorPreference: executor, function)
  }

  /// As ``exposeBytes(_:executorPreference:_:)``, with the schema that the host is told.
  package func expose(
    _ call: NamedCall, executorPreference executor: (any TaskExecutor)?, _ function: @escaping ExposedFunction
  ) throws(BridgeError) {
    let exposure = Exposure(function: function, executor: executor, schema: call.schema)
    guard exposed.expose(exposure, as: call.name) else { throw .bridgeClosed.named(call.name.text) }
  }

  func exposedFunction(_ name: WireName, requestSize: UInt) throws(StatusError) -> Exposure {
    if inbound.isClosed { throw .closed }
    guard let function = exposed.lookUp(name) else {
      // A close that began since the first look has taken the functions away.
      if inbound.isClosed { throw .closed }
      throw StatusError(.notRegistered, "the core exposes nothing under \"\(name.text)\"")
    }
    guard requestSize <= UInt(configuration.maximumPayloadSize) else {
      throw StatusError(
        .resourceExhausted,
        "the request has \(requestSize) bytes; the limit is \(configuration.maximumPayloadSize)")
    }
    return function
  }

  func beginInbound(_ reply: HostReply, _ publish: (UInt64) -> Void) throws(StatusError) -> InboundCall {
    guard let call = inbound.begin(reply, publish) else { throw .closed }
    return call
  }

  func runInbound(_ call: InboundCall, _ name: WireName, _ exposure: Exposure, _ payload: [UInt8]) {
    let request = BridgeRequest(
      bridge: self, wireName: name.text, callID: call.id, payload: payload, encoding: nil,
      responseEncoding: nil, remaining: nil)
    let id = call.id
    let task = Task.detached(executorPreference: exposure.executor) { [self] in
      let answer = await exposure.function(request)
      guard let call = inbound.take(id) else { return }
      send(answer, to: call, name)
    }
    // Answered, given up or closed already: then there is nobody left to cancel it.
    if !inbound.attach(task, to: call) { task.cancelElsewhere() }
  }

  func cancelInbound(_ callID: UInt64) throws(StatusError) {
    if inbound.isClosed { throw .closed }
    guard let call = inbound.take(callID) else { throw .unknownCall(callID) }
    giveUp(call)
  }

  /// Answers a call that was taken out of the table with "given up", and cancels the task that worked on it.
  func giveUp(_ call: InboundCall) {
    bridgeLoop.push(.giveUp(call.reply, call.task))
  }

  private func send(_ answer: BridgeAnswer, to call: InboundCall, _ name: WireName) {
    var (outcome, payload) = Outcome.crossing(answer)
    if payload.count > configuration.maximumPayloadSize {
      let error = BridgeError.tooLarge(
        "answer", payload.count, limit: configuration.maximumPayloadSize, callID: call.id)
      (outcome, payload) = Outcome.crossing(.error(error.code, message: error.message))
    }
    bridgeLoop.push(.reply(call.reply, outcome, payload))
  }
}
