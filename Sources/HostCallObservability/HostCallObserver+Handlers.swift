// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if Observability
internal import HostBridgeCore
public import HostCall

extension HostCallObserver {
  /// Observes a call or a stream that is handled, from before its request is decoded to its end.
  public func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
    var observed = ObservedCall(.server, call.wireName, callID: call.callID)
    observed.requestSize = call.requestSize
    // A bridge has a handler for each call that reaches an interceptor; a server may have none.
    let instruments = call.callID == nil ? metrics.beginServed(observed) : metrics.begin(observed)
    let span = tracing.start(observed, from: call.peer, extractingFrom: call.metadata)
    let outcome = await tracing.handling(span) { await next(call) }
    observed.end(outcome)
    var named: CallInstruments?
    if call.callID == nil {
      named = metrics.endServed(observed, outcome)
      if named == nil { tracing.hideName(of: observed, span) }
    }
    end(observed, instruments, counting: named, span)
    return outcome
  }
}
#endif
