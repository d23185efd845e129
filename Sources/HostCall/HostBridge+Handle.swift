public import HostBridgeCore

extension HostBridge {
  /// Answers the core's calls of `type`, for a host that is written in Swift.
  ///
  /// `body` runs in a task of its own for each call, which is cancelled when the call has ended otherwise. What it
  /// throws reaches the caller: the call's declared failure typed, a ``HostCallError`` that it creates with its code
  /// and message, a `CancellationError` as ``HostCallCode/cancelled``, and anything else as ``HostCallCode/unknown``
  /// with its description. The error of a call that `body` makes in turn crosses as ``HostCallCode/unknown`` too, with
  /// that call's name, code and failure in words. To catch it with its type, state the type, since Swift infers `any
  /// Error` in closures:
  ///
  ///     do throws(HostCallError<ProfileFailure>) { … } catch { … error.failure … }
  ///
  /// - Parameters:
  ///   - type: The call.
  ///   - executor: What the task prefers, such as the bridge's ``HostBridgeCore/HostBridge/loop``. Nil, the default,
  ///     for the threads of the package: one for each processor, at least two, for all bridges of the process. A
  ///     handler that blocks holds one of them.
  ///   - body: What answers it.
  /// - Returns: The registration, to end it with; it may be ignored.
  /// - Throws: ``HostCallCode/unavailable`` if the bridge is closed, ``HostCallCode/invalidArgument`` if the call has
  ///   no valid wire name, or states the raw format for a type that can't have it, ``HostCallCode/failedPrecondition``
  ///   if the core makes a call of that name with another schema (``HostBridgeConfiguration/schemaCheck``).
  @discardableResult
  public func handle<C: HostCallable>(
    _ type: C.Type, executorPreference executor: (any TaskExecutor)? = nil,
    _ body: @escaping @Sendable (C, HostCallContext) async throws -> C.Response
  ) throws(HostCallError<Never>) -> HostRegistration {
    do throws(BridgeError) {
      let format = try format(of: C.self)
      return try handle(format.named(), executorPreference: executor) { request in
        await format.answer(request, body)
      }
    } catch {
      throw HostCallError(error)
    }
  }

  /// Lets the host call `body` by the wire name of `type`.
  ///
  /// `body` runs in a task of its own for each call, and never on a thread of the host. The task is cancelled when the
  /// host gives the call up or the bridge is closed. What it throws reaches the host as for
  /// ``handle(_:executorPreference:_:)``; a request that does not decode is answered with
  /// ``HostCallCode/invalidArgument`` and where it is wrong. Exposing a name again replaces what was there.
  ///
  /// - Parameters:
  ///   - type: The call.
  ///   - executor: As for ``handle(_:executorPreference:_:)``.
  ///   - body: What answers it.
  /// - Throws: As ``handle(_:executorPreference:_:)``, but nothing about schemas: the host learns them from the
  ///   ``descriptor()``.
  public func expose<C: HostCallable>(
    _ type: C.Type, executorPreference executor: (any TaskExecutor)? = nil,
    _ body: @escaping @Sendable (C, HostCallContext) async throws -> C.Response
  ) throws(HostCallError<Never>) {
    do throws(BridgeError) {
      let format = try format(of: C.self)
      try expose(format.named(), executorPreference: executor) { request in
        await format.answer(request, body)
      }
    } catch {
      throw HostCallError(error)
    }
  }

  /// How calls of `type` cross this bridge.
  ///
  /// - Throws: If they can't.
  package func format<C: HostCallable>(of type: C.Type) throws(BridgeError) -> CallFormat<C> {
    // Before any lock that all bridges share: in a forked child, a thread that is not there may hold it.
    if isClosed { throw .bridgeClosed }
    let format = CallFormat(type, configuration)
    try format.check()
    return format
  }
}
