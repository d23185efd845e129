// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

extension CallFormat where C: HostStreamable {
  /// Decodes the request of a stream, has it pass `interceptors` to the handler `body`, and returns how the stream
  /// ends; `nil` for success.
  func answer(
    _ bytes: BridgeRequest, _ sender: StreamSender, through interceptors: [any HostHandlerInterceptor],
    _ body: @escaping @Sendable (C, HostCallContext, HostStreamSender<C.Element, C.Failure>) async throws -> Void
  ) async -> BridgeAnswer? {
    let format = with(requestEncoding: bytes.encoding, responseEncoding: bytes.responseEncoding)
    do {
      let call = try format.incoming(bytes)
      let send = HostStreamSender<C.Element, C.Failure>(sender) { element throws(BridgeError) in
        try format.encodeElement(element)
      }
      guard !interceptors.isEmpty else {
        try await body(call.request, call.context, send)
        return nil
      }
      let end = await HostStreamHandlerNext(interceptors, format, sender: send, body)(call)
      switch end.ending {
      case .finished, .givenUp: return nil
      case .failed(let error): return format.answer(error: error)
      }
    } catch {
      return format.answer(error: error)
    }
  }

  private func encodeElement(_ element: C.Element) throws(BridgeError) -> [UInt8] {
    do {
      return try PayloadCodec.encode(element, response)
    } catch {
      throw BridgeError(
        code: .internal,
        message: "the element cannot be encoded as \(TypeName.of(C.Element.self)): \(PayloadCodec.describe(error))")
    }
  }
}
