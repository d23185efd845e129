// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

// The handler's side: the part in bytes writes the record, to which the typed part inside adds payloads.
extension CallRecorder {
  /// Records a call or a stream that is answered.
  public func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
    let direction = call.request?.isToCore == true ? CallRecord.Direction.toCore : .toHost
    var draft = begin(call.isStream ? .stream : .call, call.wireName, direction, at: .handler)
    draft.setCall(bridge: call.request?.bridge.storage.handleNumber ?? 0, callID: call.callID)
    draft.setEncodings(request: call.request?.encoding, response: call.request?.responseEncoding)
    draft.setMetadata(call.metadata)
    recordBeginning(draft)
    let handling = RecordedHandling(draft, by: self)
    let outcome = await RecordedHandling.$current.withValue(handling) { await next(call) }
    draft = handling.draft.withLock { $0 }
    draft.setSizes(request: call.requestSize, response: outcome.responseSize, elements: outcome.elements)
    addBytes(call, outcome.answer, to: &draft)
    let isGivenUp = call.request?.isGivenUp == true
    if case .error(let code, let message) = outcome.answer {
      write(draft.ended(code, message, isGivenUp: isGivenUp))
    } else {
      write(draft.ended(outcome.code))
    }
    return outcome
  }

  /// Records the payloads of a call that a typed handler answers.
  public func intercept<C: HostCallable>(
    _ call: HostIncomingCall<C>, next: HostHandlerNext<C>
  ) async -> HostCallOutcome<C> {
    let handling = begin(call)
    let outcome = await next(call)
    switch outcome.result {
    case .success(let response):
      if let payload = RecordedPayload(response, options) { handling?.draft.withLock { $0.setResponse(payload) } }
    case .failure(let error):
      if let failure = error.failure, let payload = RecordedPayload(failure, options) {
        handling?.draft.withLock { $0.setFailure(payload) }
      }
    }
    return outcome
  }

  /// Records the elements of a stream that a typed handler sends.
  public func interceptStream<S: HostStreamable>(
    _ call: HostIncomingCall<S>, next: HostStreamHandlerNext<S>
  ) async -> HostStreamEnd<S.Failure> {
    guard let handling = begin(call), options.recordsPayloads else { return await next(call) }
    let end = await next.onElement { [options] element in
      guard handling.draft.withLock({ $0.takesElements }) else { return }
      let payload = RecordedPayload(element, options)
      handling.draft.withLock { $0.addElement(payload) }
    }(call)
    if case .failed(let error) = end.ending, let failure = error.failure {
      let payload = RecordedPayload(failure, options)
      handling.draft.withLock { $0.setFailure(payload) }
    }
    return end
  }

  /// Adds what the typed part of a call knows at its beginning.
  private func begin<C: HostRequest>(_ call: HostIncomingCall<C>) -> RecordedHandling? {
    guard let handling = RecordedHandling.current(of: self) else { return nil }
    let format = CallFormat(C.self, call.context.bridge.configuration)
    let request = RecordedPayload(call.request, options)
    handling.draft.withLock { draft in
      let known = draft.record
      if known.requestEncoding == nil { draft.setEncodings(request: format.request, response: format.response) }
      draft.setRequest(request)
    }
    return handling
  }

  /// Adds the payloads of a handler in bytes, or of a request that a typed one could not decode.
  private func addBytes(_ call: HostIncomingBytes, _ answer: BridgeAnswer, to draft: inout RecordDraft) {
    guard options.recordsPayloads, let request = call.request, !draft.hasRequest else { return }
    draft.setRequest(RecordedPayload(request.payload, size: request.size, request.encoding, options))
    switch answer {
    case .response(let bytes):
      guard !call.isStream else { break }
      draft.setResponse(RecordedPayload(bytes, size: bytes.count, request.responseEncoding, options))
    case .failure(let bytes): draft.setFailure(RecordedPayload(bytes, size: bytes.count, .cbor, options))
    case .error: break
    }
  }
}
