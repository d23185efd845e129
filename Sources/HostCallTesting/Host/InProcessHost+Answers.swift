public import HostCall
internal import HostBridgeCore

extension InProcessHost {
  /// Answers calls of `type` with what `body` returns or throws.
  ///
  /// Answering a type again, in any of these ways, replaces its answer; calls that have come stay with the old one.
  ///
  /// - Parameters:
  ///   - type: The calls.
  ///   - delivery: When, from where and how often; ``AnswerDelivery/once`` unless said.
  ///   - body: Runs once for each call, when it comes, in a task of its own, which is cancelled when the host is told
  ///     that nobody waits any more. What it throws reaches the caller as from `bridge.handle`.
  /// - Throws: `unavailable` if the host is closed, `invalidArgument` if the call has no
  ///   valid wire name or format.
  public func answer<C: HostCallable>(
    _ type: C.Type, _ delivery: AnswerDelivery = .once,
    with body: @escaping @Sendable (C) async throws -> C.Response
  ) throws(HostCallError<Never>) {
    try register(type) { format in
      .inTask(delivery) { request in
        do {
          return format.answer(response: try await body(request))
        } catch {
          return format.answer(error: error)
        }
      }
    }
  }

  /// Answers calls of `type` before the host's function returns, on the thread of the caller, who so is never
  /// suspended.
  ///
  /// - Parameters:
  ///   - type: The calls.
  ///   - body: Runs for each call where the caller does, who waits for it: it should not block. What it throws reaches
  ///     the caller as from `bridge.handle`.
  /// - Throws: As ``answer(_:_:with:)``.
  public func answerInsideInvoke<C: HostCallable>(
    _ type: C.Type, with body: @escaping @Sendable (C) throws -> C.Response
  ) throws(HostCallError<Never>) {
    try register(type) { format in
      .insideInvoke { request in
        do {
          return format.answer(response: try body(request))
        } catch {
          return format.answer(error: error)
        }
      }
    }
  }

  /// Answers calls of `type` with bytes as they are, for responses that do not decode, or that another version wrote.
  ///
  /// - Parameters:
  ///   - type: The calls.
  ///   - delivery: As for ``answer(_:_:with:)``.
  ///   - bytes: The response: CBOR, or raw where the call's response crosses raw. Nothing is checked here.
  /// - Throws: As ``answer(_:_:with:)``.
  public func answer<C: HostCallable>(
    _ type: C.Type, _ delivery: AnswerDelivery = .once, bytes: [UInt8]
  ) throws(HostCallError<Never>) {
    try register(type) { _ in .inTask(delivery) { _ in .response(bytes) } }
  }

  /// Answers calls of `type` with the failure that they declare.
  ///
  ///     try host.fail(FetchProfile.self, with: ProfileFailure(code: "not_found", retryable: false))
  ///
  /// - Parameters:
  ///   - type: The calls.
  ///   - delivery: As for ``answer(_:_:with:)``.
  ///   - failure: What their callers find in the error's `failure`.
  /// - Throws: As ``answer(_:_:with:)``.
  public func fail<C: HostCallable>(
    _ type: C.Type, _ delivery: AnswerDelivery = .once, with failure: C.Failure
  ) throws(HostCallError<Never>) {
    try register(type) { format in .inTask(delivery) { _ in format.answer(error: failure) } }
  }

  /// Answers calls of `type` with an error.
  ///
  /// - Parameters:
  ///   - type: The calls.
  ///   - delivery: As for ``answer(_:_:with:)``.
  ///   - code: One of gRPC's sixteen, which are those that a host can answer with.
  ///   - message: What happened, in words.
  /// - Throws: As ``answer(_:_:with:)``, and `invalidArgument` for another code.
  public func fail<C: HostCallable>(
    _ type: C.Type, _ delivery: AnswerDelivery = .once, code: HostCallCode, message: String
  ) throws(HostCallError<Never>) {
    guard (1...16).contains(code.rawValue) else {
      throw HostCallError(
        code: .invalidArgument,
        message: "no host can answer with \(code); a declared failure is given by fail(_:with:)",
        wireName: C.wireName)
    }
    try register(type) { _ in .inTask(delivery) { _ in .error(code, message: message) } }
  }

  /// Takes calls of `type`, and answers none of them: each ends with its deadline, its task's cancellation, or the
  /// host's close.
  ///
  /// - Throws: As ``answer(_:_:with:)``.
  public func neverAnswer<C: HostCallable>(_ type: C.Type) throws(HostCallError<Never>) {
    try register(type) { _ in .never }
  }
}
