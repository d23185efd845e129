extension HostBridge {
  /// Lets the host call `function` under `wireName`, in bytes; `HostCall` offers the same for types.
  ///
  /// The function runs in a task of its own for each call, never on a thread of the host. The task is cancelled if the
  /// host cancels the call or the bridge is closed. Exposing a name again replaces its function. At most
  /// ``HostBridgeConfiguration/maximumInboundCalls`` calls run at once.
  ///
  /// - Parameters:
  ///   - wireName: The name under which the host calls the function.
  ///   - executor: The executor that the task prefers, such as the bridge's ``executor``. `nil`, the default, selects
  ///     the package's pool, which all bridges share: one thread per processor, at least two. A function that blocks
  ///     holds one of them. Child tasks, actors and code after `Task.sleep` stay on the pool; `Task {}` and
  ///     `Task.detached` use Swift's global pool.
  ///   - function: The function that answers the calls.
  /// - Throws: ``HostCallCode/invalidArgument`` if `wireName` is not a valid name, ``HostCallCode/unavailable`` if the
  ///   bridge is closed.
  public func exposeBytes(
    _ wireName: String, executorPreference executor: (any TaskExecutor)? = nil, _ function: @escaping ExposedFunction
  ) throws(HostSetupError) {
    try expose(NamedCall(WireName(registering: wireName)), executorPreference: executor, function)
  }

  /// Exposes a function like ``exposeBytes(_:executorPreference:_:)``, with a schema for the host.
  package func expose(
    _ call: NamedCall, executorPreference executor: (any TaskExecutor)?, _ function: @escaping ExposedFunction
  ) throws(HostSetupError) {
    let taskFunction = TaskFunction(body: function, executor: executor, schema: call.schema)
    guard storage.exposed.expose(taskFunction, as: call.name) else {
      throw HostSetupError(.bridgeClosed.named(call.name.text))
    }
  }
}

extension BridgeStorage {
  /// Returns the function that the core exposes under `name`, for a request of `requestSize` bytes.
  func exposedFunction(_ name: WireName, requestSize: UInt) throws(StatusError) -> TaskFunction {
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
    return function
  }

  func beginInbound(_ reply: HostReply, _ publish: (UInt64) -> Void) throws(StatusError) -> InboundCall {
    switch inbound.begin(reply, publish) {
    case .call(let call): return call
    case .closed: throw .closed
    case .full: throw StatusError(.resourceExhausted, .tooManyCalls, first: UInt64(inbound.limit))
    }
  }

  /// Runs the function for a call from the host, in a task.
  func runInbound(_ call: InboundCall, of name: WireName, with function: TaskFunction, payload: HostMemory) {
    let id = call.id
    let request = BridgeRequest(bridge: HostBridge(self), wireName: name, callID: id, payload: payload)
    let task = function.start { [self] in
      let answer = await function.body(request)
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

  private func send(_ answer: BridgeAnswer, to call: InboundCall) {
    var (outcome, payload) = Outcome.crossing(answer)
    if payload.count > configuration.maximumPayloadSize {
      let error = BridgeError.tooLarge(
        "answer", size: payload.count, limit: configuration.maximumPayloadSize, callID: call.id)
      (outcome, payload) = Outcome.crossing(.error(error.code, message: error.message))
    }
    call.setAnswer(outcome, payload)
    callbackThread.append(call)
  }
}
