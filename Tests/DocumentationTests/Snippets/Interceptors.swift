// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall

/// Reports calls that take long or fail.
struct SlowCalls: HostCallInterceptor {
  let report: @Sendable (String) -> Void

  func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
    let outcome = await next(call)
    if outcome.duration > .seconds(1) || outcome.code != nil {
      report("\(call.wireName): \(outcome.duration), \(outcome.code?.description ?? "a response")")
    }
    return outcome
  }

  func interceptStream<S: HostStreamable>(
    _ call: HostOutgoingCall<S>, next: HostStreamNext<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure> {
    try await next(call).onEnd { end in report("\(call.wireName): \(end.elements) elements, \(end.ending)") }
  }
}

/// Makes an idempotent call a second time if it cannot reach its handler.
struct SecondAttempt: HostCallInterceptor {
  func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
    let outcome = await next(call)
    return outcome.code == .unavailable && C.isIdempotent ? await next(call) : outcome
  }
}

/// Admits calls and streams that carry the token of their name.
struct TokenCheck: HostHandlerInterceptor {
  let tokens: [String: String]

  func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
    guard let token = call.metadata["token"], token == tokens[call.wireName] else {
      return HostBytesOutcome(.error(.permissionDenied, message: "the token does not fit"))
    }
    return await next(call)
  }
}

func interceptedBridge(_ report: @escaping @Sendable (String) -> Void) -> HostBridge {
  var configuration = HostBridgeConfiguration()
  configuration.callInterceptors = [SlowCalls(report: report), SecondAttempt()]
  configuration.handlerInterceptors = [TokenCheck(tokens: ["fetch_profile": "secret"])]
  let bridge = HostBridge(configuration: configuration)
  return bridge
}
