// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostBridge {
  /// Lets the host call `function` under `wireName`, in bytes; `HostCall` offers the same for types.
  ///
  /// The function runs in a task of its own for each call, never on a thread of the host. The task is cancelled if the
  /// host cancels the call, its deadline passes, or the bridge is closed. Exposing a name again replaces its function.
  /// At most ``HostBridgeConfiguration/maximumInboundCalls`` calls run at once.
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
    let taskFunction = TaskFunction(
      body: intercepted(function), executor: executor, kind: call.kind, schema: call.schema)
    guard storage.exposed.expose(taskFunction, as: call.name) else {
      throw HostSetupError(.bridgeClosed.named(call.name.text))
    }
  }
}
