// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The rest of a call's way through the interceptors of its handler.
///
/// Thread safety: safe from any task.
public struct HostHandlerNext<C: HostCallable>: Sendable {
  typealias Body = @Sendable (C, HostCallContext) async throws -> C.Response

  private var interceptors: ArraySlice<any HostHandlerInterceptor>
  private let format: CallFormat<C>
  private let body: Body

  /// - Parameters:
  ///   - interceptors: The interceptors, the outermost first.
  ///   - format: The format of the call.
  ///   - body: The handler.
  init(_ interceptors: [any HostHandlerInterceptor], _ format: CallFormat<C>, _ body: @escaping Body) {
    self.interceptors = interceptors[...]
    self.format = format
    self.body = body
  }

  /// Passes a call on.
  ///
  /// - Parameter call: The call, whose request may have been changed.
  /// - Returns: The outcome as it would be answered.
  public func callAsFunction(_ call: HostIncomingCall<C>) async -> HostCallOutcome<C> {
    let start = ContinuousClock.now
    guard let first = interceptors.first else {
      do {
        return outcome(.success(try await body(call.request, call.context)), of: call, since: start)
      } catch {
        return outcome(.failure(error), of: call, since: start)
      }
    }
    var next = self
    next.interceptors = interceptors.dropFirst()
    let outcome = await first.intercept(call, next: next)
    if outcome.answer != nil { return outcome }
    return self.outcome(outcome.result.mapError { $0 }, of: call, since: start)
  }

  /// Returns an outcome with its encoded answer.
  private func outcome(
    _ result: Result<C.Response, any Error>, of call: HostIncomingCall<C>, since start: ContinuousClock.Instant
  ) -> HostCallOutcome<C> {
    let answer =
      switch result {
      case .success(let response): format.answer(response: response)
      case .failure(let error): format.answer(error: error)
      }
    var sizes = CallMeasurements(request: call.requestSize, callID: call.context.callID)
    let answered: Result<C.Response, HostCallError<C.Failure>>
    switch answer {
    case .response(let bytes):
      sizes.response = bytes.count
      answered = result.mapError { HostCallError(code: .internal, message: "\($0)") }
    case .failure(let bytes):
      sizes.response = bytes.count
      answered = .failure(format.error(answer, of: call.context))
    case .error: answered = .failure(format.error(answer, of: call.context))
    }
    return HostCallOutcome(
      answered, sizes, duration: start.duration(to: .now), attempts: 1, answer: answer)
  }
}
