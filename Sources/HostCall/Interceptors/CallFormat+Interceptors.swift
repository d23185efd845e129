// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

extension CallFormat {
  /// Returns an error with its failure encoded, which ``callError(_:)`` decodes.
  func bridgeError(_ error: HostCallError<C.Failure>) -> BridgeError {
    var result = BridgeError(
      code: error.code, message: error.message, wireName: error.wireName, callID: error.callID)
    guard let failure = error.failure else { return result }
    do {
      result.failure = try PayloadCodec.encode(failure, .cbor)
    } catch {
      result.code = .internal
      result.message =
        "the failure cannot be encoded as \(TypeName.of(C.Failure.self)): \(PayloadCodec.describe(error))"
    }
    return result
  }

  /// Returns the error that the caller receives with `answer`, as one that the handler has chosen.
  func error(_ answer: BridgeAnswer, of context: HostCallContext) -> HostCallError<C.Failure> {
    var error = BridgeError(code: .failed, message: "", wireName: context.wireName, callID: context.callID)
    switch answer {
    case .response: break
    case .failure(let bytes):
      error.message = "the handler answered with a failure"
      error.failure = bytes
    case .error(let code, let message):
      error.code = code
      error.message = message
    }
    return callError(error).answered()
  }
}

extension CallFormat where C: HostCallable {
  /// Decodes a request, has it pass `interceptors` to the handler `body`, and returns the answer.
  func answer(
    _ bytes: BridgeRequest, through interceptors: [any HostHandlerInterceptor],
    _ body: @escaping @Sendable (C, HostCallContext) async throws -> C.Response
  ) async -> BridgeAnswer {
    let format = with(requestEncoding: bytes.encoding, responseEncoding: bytes.responseEncoding)
    do throws(BridgeError) {
      let call = try format.incoming(bytes)
      let outcome = await HostHandlerNext(interceptors, format, body)(call)
      return outcome.answer ?? .error(.internal, message: "a call without an answer")
    } catch {
      return format.answer(error: error)
    }
  }
}

extension CallFormat {
  /// Decodes a request for the interceptors of its handler.
  func incoming(_ bytes: BridgeRequest) throws(BridgeError) -> HostIncomingCall<C> {
    try bytes.withPayload { span throws(BridgeError) in
      HostIncomingCall(
        request: try decodeRequest(span), context: HostCallContext(bytes), requestSize: span.byteCount)
    }
  }
}
