// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

// The caller's side.
extension CallRecorder {
  /// Records a call that is made.
  public func intercept<C: HostCallable>(
    _ call: HostOutgoingCall<C>, next: HostCallNext<C>
  ) async -> HostCallOutcome<C> {
    var draft = draft(of: call, .call)
    recordBeginning(draft)
    let outcome = await next(call)
    draft.setAttempts(outcome.attempts)
    draft.setSizes(request: outcome.requestSize, response: outcome.responseSize)
    switch outcome.result {
    case .success(let response):
      draft.setCall(bridge: call.bridge, callID: outcome.callID)
      draft.setResponse(RecordedPayload(response, options))
      write(draft.ended(nil))
    case .failure(let error):
      draft.setCall(bridge: call.bridge, callID: outcome.callID ?? error.callID)
      draft.setFailure(error.failure.flatMap { RecordedPayload($0, options) })
      write(draft.ended(error.code, error.message))
    }
    return outcome
  }

  /// Records a stream that is read, when its reading ends.
  public func interceptStream<S: HostStreamable>(
    _ call: HostOutgoingCall<S>, next: HostStreamNext<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure> {
    let draft = draft(of: call, .stream)
    recordBeginning(draft)
    do throws(HostCallError<S.Failure>) {
      let stream = try await next(call)
      return HostStream { [self] in
        RecordedIteration(stream.makeAsyncIterator(), draft, bridge: call.bridge, by: self)
      }
    } catch {
      var draft = draft
      draft.setCall(bridge: call.bridge, callID: error.callID)
      draft.setFailure(error.failure.flatMap { RecordedPayload($0, options) })
      write(draft.ended(error.code, error.message))
      throw error
    }
  }

  private func draft<C: HostRequest>(of call: HostOutgoingCall<C>, _ kind: CallRecord.Kind) -> RecordDraft {
    var draft = begin(kind, call.wireName, .toHost, at: .caller, parent: RecordedHandling.current(of: self)?.number)
    draft.setCall(bridge: call.bridge, callID: nil)
    draft.setEncodings(request: call.requestEncoding, response: call.responseEncoding)
    draft.setMetadata(call.metadata)
    draft.setRequest(RecordedPayload(call.request, options))
    return draft
  }
}
