extension HostBridge {
  /// Answers calls of `wireName` with `body`, in bytes, for a host that is written in Swift. `HostCall` offers the same
  /// for types.
  ///
  /// `body` runs in a task of its own for each call, which is cancelled if nobody waits for the answer any more.
  /// Registering a name again replaces its handler; calls that were made stay with the old one.
  ///
  /// - Parameter executor: What the task prefers, such as the bridge's ``loop``; nil, the default, for the global pool.
  /// - Returns: The registration, to end it with; it may be ignored.
  /// - Throws: ``HostCallCode/invalidArgument`` if `wireName` can't be one, ``HostCallCode/unavailable`` if the bridge
  ///   is closed.
  @discardableResult
  public func handleBytes(
    _ wireName: String, executorPreference executor: (any TaskExecutor)? = nil, _ body: @escaping ExposedFunction
  ) throws(BridgeError) -> HostRegistration {
    let name = try WireName(checking: wireName)
    return try register(SwiftHandler(self, name, Exposure(function: body, executor: executor)).functions, as: name)
  }

  /// Registers functions that are written in Swift, and run where those of a host in C would.
  ///
  /// - Throws: ``HostCallCode/unavailable`` if the bridge is closed.
  @discardableResult
  package func register(
    _ functions: SwiftFunctions, as name: WireName
  ) throws(BridgeError) -> HostRegistration {
    let handler = HostHandler(HostFunctions(functions), name)
    do throws(StatusError) {
      try register(handler)
    } catch {
      // They own what they hold, and nobody else will release them.
      handler.functions.release(on: handleNumber)
      throw .bridgeClosed.named(name.text)
    }
    return HostRegistration(bridge: self, handler: handler)
  }

  func register(_ functions: HostFunctions, as name: WireName) throws(StatusError) {
    try register(HostHandler(functions, name))
  }

  private func register(_ handler: HostHandler) throws(StatusError) {
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
