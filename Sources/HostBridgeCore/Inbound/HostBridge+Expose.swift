extension HostBridge {
  /// Lets the host call `function` under `wireName`, in bytes.
  ///
  /// `HostCall` offers the same for types.
  ///
  /// The function runs in a task of its own for each call, and never on a thread of the host. The task is cancelled if
  /// the host gives the call up or the bridge is closed. Exposing a name again replaces what was there. At most
  /// ``HostBridgeConfiguration/maximumInboundCalls`` calls run at once.
  ///
  /// - Parameters:
  ///   - wireName: The name under which the host calls it.
  ///   - executor: What the task prefers, such as the bridge's ``loop``. Nil, the default, for the threads of the package:
  ///     two, or as many as there are processors, for all bridges of the process. A function that blocks holds one of them;
  ///     child tasks and actors stay there, and so does code after `Task.sleep`, while `Task {}` and `Task.detached` go to
  ///     Swift's global pool.
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
    guard storage.exposed.expose(exposure, as: call.name) else { throw .bridgeClosed.named(call.name.text) }
  }
}

extension BridgeStorage {
  /// The function that the core exposes under `name`, for a request of `requestSize` bytes.
  func exposedFunction(_ name: WireName, requestSize: UInt) throws(StatusError) -> Exposure {
    try checkOpen()
    if inbound.isClosed { throw .closed }
    guard let function = exposed.lookUp(name) else {
      // A close that began since the first look has taken the functions away.
      if inbound.isClosed { throw .closed }
      throw StatusError(.notRegistered, .nothingExposed, text: name.text)
    }
    guard requestSize <= UInt(configuration.maximumPayloadSize) else {
      throw .tooLarge("request", requestSize, limit: configuration.maximumPayloadSize)
    }
    return function
  }

  func beginInbound(_ reply: HostReply, _ publish: (UInt64) -> Void) throws(StatusError) -> InboundCall {
    switch inbound.begin(reply, publish) {
    case .call(let call): return call
    case .closed: throw .closed
    case .full: throw StatusError(.resourceExhausted, .tooManyCalls, UInt64(inbound.limit), UInt64(inbound.limit))
    }
  }

  /// Runs the function for a call of the host, in a task.
  func runInbound(_ call: InboundCall, _ name: WireName, _ exposure: Exposure, _ payload: HostMemory) {
    let id = call.id
    let request = BridgeRequest(bridge: HostBridge(self), wireName: name, callID: id, payload: payload)
    let task = exposure.start { [self] in
      let answer = await exposure.function(request)
      inbound.didRun()
      if let call = inbound.take(id) { send(answer, to: call) }
    }
    // Answered, given up or closed already: then nothing else would cancel it.
    if !inbound.attach(task, to: call) { task.cancelElsewhere() }
  }

  func cancelInbound(_ callID: UInt64) throws(StatusError) {
    try checkOpen()
    guard let call = inbound.take(callID) else { throw .unknownCall(callID) }
    callbackThread.append(call)
  }

  private func send(_ answer: BridgeAnswer, to call: InboundCall) {
    var (outcome, payload) = Outcome.crossing(answer)
    if payload.count > configuration.maximumPayloadSize {
      let error = BridgeError.tooLarge(
        "answer", payload.count, limit: configuration.maximumPayloadSize, callID: call.id)
      (outcome, payload) = Outcome.crossing(.error(error.code, message: error.message))
    }
    call.setAnswer(outcome, payload)
    callbackThread.append(call)
  }
}
