extension HostBridge {
  /// Answers calls of `wireName` with `body`, in bytes, for a host that is written in Swift.
  ///
  /// `HostCall` offers the same for types.
  ///
  /// `body` runs in a task of its own for each call, which is cancelled if the call is given up. Registering a name again
  /// replaces its handler; calls that were made stay with the old one.
  ///
  /// - Parameters:
  ///   - wireName: The name of the calls.
  ///   - executor: What the task prefers, such as the bridge's ``loop``; nil, the default, for the threads that
  ///     ``exposeBytes(_:executorPreference:_:)`` describes.
  ///   - body: What answers them.
  /// - Returns: The registration, to end it with; it may be ignored.
  /// - Throws: ``HostCallCode/invalidArgument`` if `wireName` can't be one, ``HostCallCode/unavailable`` if the bridge
  ///   is closed.
  @discardableResult
  public func handleBytes(
    _ wireName: String, executorPreference executor: (any TaskExecutor)? = nil, _ body: @escaping ExposedFunction
  ) throws(BridgeError) -> HostRegistration {
    let call = NamedCall(try WireName(checking: wireName))
    return try handle(call, executorPreference: executor, body)
  }

  /// As ``handleBytes(_:executorPreference:_:)``, with the schema that the handler is made for.
  package func handle(
    _ call: NamedCall, executorPreference executor: (any TaskExecutor)?, _ body: @escaping ExposedFunction
  ) throws(BridgeError) -> HostRegistration {
    let exposure = Exposure(function: body, executor: executor)
    return try register(SwiftHandler(storage, call.name, exposure).functions, for: call)
  }

  /// Registers functions that are written in Swift, and run where those of a host in C would.
  ///
  /// - Throws: ``HostCallCode/unavailable`` if the bridge is closed, ``HostCallCode/failedPrecondition`` if the core's
  ///   schema of the call is another than the one that they are made for.
  @discardableResult
  package func register(
    _ functions: SwiftFunctions, for call: NamedCall
  ) throws(BridgeError) -> HostRegistration {
    let handler = HostHandler(HostFunctions(functions), call.name, call.schema.map { .type($0) } ?? .unchecked)
    do throws(StatusError) {
      try storage.register(handler)
    } catch {
      // They own what they hold, and nothing else will release them.
      handler.functions.release(on: storage.handleNumber)
      // There is no other reason.
      let code: HostCallCode = error.status == .schemaMismatch ? .failedPrecondition : .unavailable
      throw BridgeError(code: code, message: error.message, wireName: call.name.text)
    }
    return HostRegistration(bridge: self, handler: handler)
  }

  /// Removes `handler`, if it is still registered; whether it was.
  func unregister(_ handler: HostHandler) -> Bool {
    guard case .done(let handler) = storage.registry.remove(handler.wireName, onlyIf: handler) else { return false }
    storage.callbackThread.append(handler)
    return true
  }

  // What InProcessHost needs, as a host in C has it from its header.

  /// Answers a call as a host in C does, by what is behind `hostcall_complete`; returns what that returns.
  package func completeAsHost(_ callID: UInt64, _ answer: BridgeAnswer) -> Status {
    let (outcome, payload) = Outcome.crossing(answer)
    do throws(StatusError) {
      try storage.complete(callID, outcome, payload)
      return .ok
    } catch {
      return error.status
    }
  }

  /// How the request and the response of the call `callID` are encoded, if it is pending.
  package func encodings(of callID: UInt64) -> CallEncodings? { try? storage.pendingCall(callID).encodings }

  /// The time that is left until the deadline of the call `callID`, if it is pending and has one.
  package func remaining(of callID: UInt64) -> Duration? {
    (try? storage.pendingCall(callID)).flatMap { storage.remaining(until: $0.deadline) }
  }
}

extension BridgeStorage {
  func register(_ handler: HostHandler) throws(StatusError) {
    try checkOpen()
    try checkSchema(of: handler)
    switch registry.register(handler) {
    case .done(let replaced):
      if let replaced { callbackThread.append(replaced) }
      reportIfUndeclared(handler.wireName)
    case .closed: throw .closed
    }
  }

  func unregister(_ name: WireName) throws(StatusError) {
    try checkOpen()
    switch registry.remove(name) {
    case .done(let handler): callbackThread.append(handler)
    case .closed: throw .closed
    case .notRegistered: throw StatusError(.notRegistered, .nothingRegistered, text: name.text)
    }
  }

  func unregisterAll() throws(StatusError) {
    try checkOpen()
    guard registry.removeAll(isFinal: false, { callbackThread.append($0) }) else { throw .closed }
  }

  /// Checks that no close has begun.
  ///
  /// The tables refuse one after the other: a function that asked its own table alone could go on after another had said
  /// that the bridge is closing.
  func checkOpen() throws(StatusError) {
    if closing.isClosing { throw .closed }
  }
}
