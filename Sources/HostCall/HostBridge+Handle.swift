// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridge {
  /// Answers the core's calls of `type`, for a host that is written in Swift.
  ///
  /// `body` runs in a task of its own for each call, which is cancelled if the call ends otherwise. The caller receives
  /// what it throws: the call's declared failure as a typed failure; a ``HostCallError`` that it creates, with its code
  /// and message; a `CancellationError` as ``HostCallCode/cancelled``; and any other error as ``HostCallCode/unknown``
  /// with its description. The error of a call that `body` itself makes also becomes ``HostCallCode/unknown``, with
  /// that call's name, code and failure in its message. To catch such an error with its type, state the type, since
  /// Swift infers `any Error` in closures:
  ///
  ///     do throws(HostCallError<ProfileFailure>) { … } catch { … error.failure … }
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - executor: The executor that the task prefers, such as the bridge's ``HostBridgeCore/HostBridge/executor``.
  ///     `nil`, the default, selects the package's pool, which all bridges share: one thread per processor, at least
  ///     two. A handler that blocks occupies one of these threads.
  ///   - body: The closure that answers the calls.
  /// - Returns: The registration, with which the handler can be unregistered.
  /// - Throws: ``HostCallCode/unavailable`` if the bridge is closed, ``HostCallCode/invalidArgument`` if the call has
  ///   no valid wire name or states the raw format for an unsuitable type, ``HostCallCode/failedPrecondition`` if the
  ///   core makes a call of that name with a different schema (``HostBridgeConfiguration/schemaCheck``).
  @discardableResult
  public func handle<C: HostCallable>(
    _ type: C.Type, executorPreference executor: (any TaskExecutor)? = nil,
    _ body: @escaping @Sendable (C, HostCallContext) async throws -> C.Response
  ) throws(HostSetupError) -> HostRegistration {
    let (format, call) = try format(of: C.self)
    let interceptors = configuration.handlerInterceptors
    return try handle(call, executorPreference: executor) { request in
      if request.origin == nil, interceptors.isEmpty { return await format.answer(request, body) }
      return await format.answer(request, through: request.serverInterceptors + interceptors, body)
    }
  }

  /// Lets the host call `body` under the wire name of `type`.
  ///
  /// `body` runs in a task of its own for each call, never on a thread of the host. The task is cancelled if the host
  /// cancels the call, its deadline passes, or the bridge is closed. What it throws reaches the host as described for
  /// ``handle(_:executorPreference:_:)``; a request that cannot be decoded is answered with
  /// ``HostCallCode/invalidArgument`` and the place of the error. Exposing a name again replaces its function.
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - executor: As for ``handle(_:executorPreference:_:)``.
  ///   - body: The closure that answers the calls.
  /// - Throws: As ``handle(_:executorPreference:_:)``, except for schema mismatches: the host checks the
  ///   ``descriptor()``.
  public func expose<C: HostCallable>(
    _ type: C.Type, executorPreference executor: (any TaskExecutor)? = nil,
    _ body: @escaping @Sendable (C, HostCallContext) async throws -> C.Response
  ) throws(HostSetupError) {
    let (format, call) = try format(of: C.self)
    let interceptors = configuration.handlerInterceptors
    guard !interceptors.isEmpty else {
      return try expose(call, executorPreference: executor) { request in await format.answer(request, body) }
    }
    try expose(call, executorPreference: executor) { request in
      await format.answer(request, through: interceptors, body)
    }
  }

  /// Returns the format of calls of `type` on this bridge, and their name and schema.
  ///
  /// - Throws: An error with the reason if such calls cannot be made.
  package func format<C: HostRequest>(
    of type: C.Type
  ) throws(HostSetupError) -> (format: CallFormat<C>, call: NamedCall) {
    // Checked before any process-wide lock is acquired, since no thread releases such a lock in a forked child.
    if isClosed { throw HostSetupError(.bridgeClosed) }
    let format = CallFormat(type, configuration)
    do throws(BridgeError) {
      return (format, try format.named())
    } catch {
      throw HostSetupError(error)
    }
  }
}
