// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore

extension SentCall {
  /// Sends the request, and hands the items of the stream over until it ends.
  ///
  /// The next message is taken from gRPC when the reader has taken the one before.
  ///
  /// - Parameters:
  ///   - stream: The RPC.
  ///   - handover: Receives the items.
  ///   - limit: The maximum number of bytes of an item.
  /// - Throws: The `RPCError` that ended the stream, or one that says why there is no end; `BridgeError` for an item
  ///   over the limit; `CancellationError`.
  func receive<Bytes: GRPCContiguousBytes & Sendable>(
    _ stream: RPCStream<
      RPCAsyncSequence<RPCResponsePart<Bytes>, any Error>, RPCWriter<RPCRequestPart<Bytes>>.Closable
    >, into handover: ItemHandover, limit: Int
  ) async throws {
    do {
      try await send(on: stream.outbound)
    } catch {
      // A server may end the stream before it has read the whole request: its status counts.
      do {
        return try await receive(stream.inbound, into: handover, limit: limit)
      } catch let ended as RPCError where ended.code != .unavailable {
        throw ended
      } catch _ {
        throw error
      }
    }
    try await receive(stream.inbound, into: handover, limit: limit)
  }

  private func receive<Bytes: GRPCContiguousBytes & Sendable>(
    _ inbound: RPCAsyncSequence<RPCResponsePart<Bytes>, any Error>, into handover: ItemHandover, limit: Int
  ) async throws {
    for try await part in inbound {
      switch part {
      case .metadata: break
      case .message(let bytes):
        let item = bytes.array
        guard item.count <= limit else { throw BridgeError.tooLarge("element", size: item.count, limit: limit) }
        guard await handover.put(item) else { throw CancellationError() }
      case .status(let status, let metadata):
        if let error = RPCError(status: status, metadata: metadata) { throw error }
        return
      }
    }
    try Task.checkCancellation()
    throw RPCError(code: .unavailable, message: "the connection was lost before the stream ended")
  }
}
#endif
