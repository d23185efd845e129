// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall
internal import HostBridgeCore

extension InProcessHost {
  /// Answers calls of `type` with what `body` returns or throws.
  ///
  /// Setting another answer for a type replaces the previous one; calls that have already arrived keep the old one.
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - delivery: When, from which thread and how often to answer; ``AnswerDelivery/once`` by default.
  ///   - body: Computes the answer when a call arrives, in a separate task, which is cancelled if the call ends before
  ///     the answer. Errors that it throws reach the caller as from `bridge.handle`.
  /// - Throws: `unavailable` if the host is closed, `invalidArgument` if the call has no valid wire name or format.
  public func answer<C: HostCallable>(
    _ type: C.Type, _ delivery: AnswerDelivery = .once,
    with body: @escaping @Sendable (C) async throws -> C.Response
  ) throws(HostSetupError) {
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

  /// Answers calls of `type` inside `invoke`, on the thread of the caller, which therefore does not suspend.
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - body: Computes the answer on the caller's thread, and should not block. Errors that it throws reach the caller
  ///     as from `bridge.handle`.
  /// - Throws: As ``answer(_:_:with:)``.
  public func answerInsideInvoke<C: HostCallable>(
    _ type: C.Type, with body: @escaping @Sendable (C) throws -> C.Response
  ) throws(HostSetupError) {
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

  /// Answers calls of `type` with the given bytes, such as a response that cannot be decoded or that another version
  /// wrote.
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - delivery: As for ``answer(_:_:with:)``.
  ///   - bytes: The response: CBOR, or raw if the call's response is raw. The bytes are not checked.
  /// - Throws: As ``answer(_:_:with:)``.
  public func answer<C: HostCallable>(
    _ type: C.Type, _ delivery: AnswerDelivery = .once, bytes: [UInt8]
  ) throws(HostSetupError) {
    try register(type) { _ in .inTask(delivery) { _ in .response(bytes) } }
  }

  /// Answers calls of `type` with their declared failure.
  ///
  ///     try host.fail(FetchProfile.self, with: ProfileFailure(code: "not_found", retryable: false))
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - delivery: As for ``answer(_:_:with:)``.
  ///   - failure: The `failure` of the error that each caller receives.
  /// - Throws: As ``answer(_:_:with:)``.
  public func fail<C: HostCallable>(
    _ type: C.Type, _ delivery: AnswerDelivery = .once, with failure: C.Failure
  ) throws(HostSetupError) {
    try register(type) { format in .inTask(delivery) { _ in format.answer(error: failure) } }
  }

  /// Answers calls of `type` with an error.
  ///
  /// - Parameters:
  ///   - type: The type of the calls.
  ///   - delivery: As for ``answer(_:_:with:)``.
  ///   - code: One of gRPC's sixteen error codes; a host cannot send any other.
  ///   - message: The error message.
  /// - Throws: As ``answer(_:_:with:)``, and `invalidArgument` for any other code.
  public func fail<C: HostCallable>(
    _ type: C.Type, _ delivery: AnswerDelivery = .once, code: HostCallCode, message: String
  ) throws(HostSetupError) {
    guard code.isGRPC else {
      throw HostSetupError(
        code: .invalidArgument,
        message: "a host cannot answer with \(code); for a declared failure, use fail(_:with:)",
        wireName: C.wireName)
    }
    try register(type) { _ in .inTask(delivery) { _ in .error(code, message: message) } }
  }

  /// Accepts calls of `type` without answering them: each ends with its deadline, its cancellation, or the host's
  /// close.
  ///
  /// - Throws: As ``answer(_:_:with:)``.
  public func neverAnswer<C: HostCallable>(_ type: C.Type) throws(HostSetupError) {
    try register(type) { _ in .never }
  }
}
