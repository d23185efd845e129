// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostBridge {
  /// Answers calls of `wireName` in bytes, for a host that is written in Swift; `HostCall` offers the same for types.
  ///
  /// `body` runs in a task of its own for each call, which is cancelled if the call is. Registering a name again
  /// replaces its handler; calls that were already made stay with the old one.
  ///
  /// - Parameters:
  ///   - wireName: The name of the calls.
  ///   - executor: The executor that the task prefers, such as the bridge's ``executor``; `nil` selects the threads
  ///     that ``exposeBytes(_:executorPreference:_:)`` describes.
  ///   - body: The closure that answers the calls.
  /// - Returns: The registration, with which the handler can be unregistered.
  /// - Throws: ``HostCallCode/invalidArgument`` if `wireName` is not a valid name, ``HostCallCode/unavailable`` if the
  ///   bridge is closed.
  @discardableResult
  public func handleBytes(
    _ wireName: String, executorPreference executor: (any TaskExecutor)? = nil, _ body: @escaping ExposedFunction
  ) throws(HostSetupError) -> HostRegistration {
    let call = NamedCall(try WireName(registering: wireName))
    return try handle(call, executorPreference: executor, body)
  }

  /// Answers calls like ``handleBytes(_:executorPreference:_:)``, with the schema that the handler was compiled for.
  package func handle(
    _ call: NamedCall, executorPreference executor: (any TaskExecutor)?, _ body: @escaping ExposedFunction
  ) throws(HostSetupError) -> HostRegistration {
    let taskFunction = TaskFunction(body: intercepted(body), executor: executor, kind: call.kind)
    return try register(SwiftHandler(taskFunction, for: call.name, on: storage).functions, for: call)
  }

  /// Registers functions that are written in Swift and run on the same threads as those of a host in C.
  ///
  /// - Throws: ``HostCallCode/unavailable`` if the bridge is closed, ``HostCallCode/failedPrecondition`` if their
  ///   schema does not match the core's.
  @discardableResult
  package func register(
    _ functions: SwiftFunctions, for call: NamedCall
  ) throws(HostSetupError) -> HostRegistration {
    let handler = HostHandler(
      HostFunctions(functions), for: call.name, kind: call.kind,
      schema: call.schema.map { .type($0) } ?? .unchecked)
    do throws(StatusError) {
      try storage.register(handler)
    } catch {
      // A failed registration leaves the functions with their owner, and nothing else would release them.
      handler.functions.release(on: storage.handleNumber)
      throw HostSetupError(error, registering: call.name)
    }
    return HostRegistration(bridge: self, subject: .handler(handler))
  }

  /// Unregisters `handler` if it is still registered; returns whether it was.
  func unregister(_ handler: HostHandler) -> Bool {
    guard case .done(let handler) = storage.registry.remove(handler.wireName, onlyIf: handler) else { return false }
    storage.callbackThread.append(handler)
    return true
  }
}
