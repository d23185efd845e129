// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import HostBridgeCore
public import HostCall

extension HostCallObserver {
  /// Observes a call that is handled.
  public func intercept<C: HostCallable>(
    _ call: HostIncomingCall<C>, next: HostHandlerNext<C>
  ) async -> HostCallOutcome<C> {
    var observed = ObservedCall(.server, call.context.wireName, callID: call.context.callID)
    observed.requestSize = call.requestSize
    let instruments = metrics.begin(observed)
    let span = tracing.start(observed, extractingFrom: call.context.metadata)
    let start = ContinuousClock.now
    let outcome = await tracing.handling(span) { await next(call) }
    observed.end(outcome, since: start)
    end(observed, instruments, span)
    return outcome
  }

  /// Observes a stream that is handled, from its beginning to its end.
  public func interceptStream<S: HostStreamable>(
    _ call: HostIncomingCall<S>, next: HostStreamHandlerNext<S>
  ) async -> HostStreamEnd<S.Failure> {
    var observed = ObservedCall(.server, call.context.wireName, callID: call.context.callID)
    observed.requestSize = call.requestSize
    let instruments = metrics.begin(observed)
    let span = tracing.start(observed, extractingFrom: call.context.metadata)
    let start = ContinuousClock.now
    let ending = await tracing.handling(span) { await next(call) }
    observed.end(ending, since: start)
    end(observed, instruments, span)
    return ending
  }
}
#endif
