extension HostBridge {
  /// Answers calls of `wireName` with `body`, in bytes, for a host that is written in Swift.
  ///
  /// `HostCall` offers the same for types.
  ///
  /// `body` runs in a task of its own for each call, which is cancelled if nobody waits for the answer any more.
  /// Registering a name again replaces its handler; calls that were made stay with the old one.
  ///
  /// - Parameters:
  ///   - wireName: The name of the calls.
  ///   - executor: What the task prefers, such as the bridge's ``loop``; nil, the default, for the global pool.
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
    try register(SwiftHandler(self, call.name, Exposure(function: body, executor: executor)).functions, for: call)
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
      try register(handler)
    } catch {
      // They own what they hold, and nobody else will release them.
      handler.functions.release(on: handleNumber)
      // There is no other reason.
      let code: HostCallCode = error.status == .schemaMismatch ? .failedPrecondition : .unavailable
      throw BridgeError(code: code, message: error.message, wireName: call.name.text)
    }
    return HostRegistration(bridge: self, handler: handler)
  }

  func register(
    _ functions: HostFunctions, as name: WireName, schema: HandlerSchema = .unchecked
  ) throws(StatusError) {
    try register(HostHandler(functions, name, schema))
  }

  private func register(_ handler: HostHandler) throws(StatusError) {
    try checkOpen()
    try checkSchema(of: handler)
    switch registry.register(handler) {
    case .done(let replaced):
      if let replaced { bridgeLoop.push(.retire(replaced)) }
    case .closed: throw .closed
    }
  }

  func unregister(_ name: WireName) throws(StatusError) {
    switch registry.remove(name) {
    case .done(let handler): bridgeLoop.push(.retire(handler))
    case .closed: throw .closed
    case .notRegistered: throw StatusError(.notRegistered, "nothing is registered under \"\(name.text)\"")
    }
  }

  func unregister(_ handler: HostHandler) -> Bool {
    guard case .done(let handler) = registry.remove(handler.wireName, onlyIf: handler) else { return false }
    bridgeLoop.push(.retire(handler))
    return true
  }

  func checkOpen() throws(StatusError) {
    if registry.isClosed { throw .closed }
  }
}
