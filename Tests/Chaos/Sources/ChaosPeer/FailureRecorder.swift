// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostCall

/// Prints how often each call was attempted that failed, and why it failed in the end.
///
///     attempts ID COUNT MESSAGE
struct FailureRecorder: HostCallInterceptor {
  func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
    let outcome = await next(call)
    if case .failure(let error) = outcome.result, let work = call.request as? any Work {
      ChaosPeer.write("attempts \(work.id) \(outcome.attempts) \(error.message.prefix(200).replacing("\n", with: " "))")
    }
    return outcome
  }
}
