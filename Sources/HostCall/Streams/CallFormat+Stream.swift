// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

extension CallFormat where C: HostStreamable {
  /// Decodes the request of a stream, runs the handler `body`, and returns how the stream ends; `nil` for success.
  func answer(
    _ bytes: BridgeRequest, _ sender: StreamSender,
    _ body: @Sendable (C, HostCallContext, HostStreamSender<C.Element, C.Failure>) async throws -> Void
  ) async -> BridgeAnswer? {
    let format = with(requestEncoding: bytes.encoding, responseEncoding: bytes.responseEncoding)
    do {
      let value = try bytes.withPayload { bytes throws(BridgeError) in try format.decodeRequest(bytes) }
      let send = HostStreamSender<C.Element, C.Failure>(sender) { element throws(BridgeError) in
        try format.encodeElement(element)
      }
      try await body(value, HostCallContext(bytes), send)
      return nil
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
