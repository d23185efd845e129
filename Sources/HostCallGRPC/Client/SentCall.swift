// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore
internal import HostCall

/// One RPC at the client, which sends metadata and a request, and receives a response, the items of a stream, or an
/// error.
///
/// The counterpart of ``ServedCall``. Both use gRPC's transport directly. The client and the router above it are made
/// for streams: they run each call in child tasks, whose thread switches cost more than everything that HostCall
/// adds.
struct SentCall: Sendable {
  private let request: [UInt8]
  private let metadata: Metadata

  /// Creates a call that is ready to be sent.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - metadata: The metadata that the call carries.
  ///   - timeout: How long the caller waits, which the server is told; `nil` for no limit.
  ///   - mark: The request's mark, from ``RequestTracker``.
  ///   - buffer: The number of items that the server may buffer for a stream; `nil` for a unary call.
  init(
    _ call: TransportCall, carrying callers: HostCallMetadata, timeout: Duration?, mark: UInt64, buffer: Int? = nil
  ) {
    var metadata: Metadata = [:]
    metadata.addString("\(mark)", forKey: RequestTracker.header)
    if let timeout { metadata.addString(CallMetadata.text(of: timeout), forKey: CallMetadata.timeout) }
    if let fingerprint = call.fingerprint {
      metadata.addString(CallMetadata.text(of: fingerprint), forKey: CallMetadata.fingerprint)
    }
    if let buffer { metadata.addString("\(buffer)", forKey: CallMetadata.buffer) }
    CallMetadata.add(callers, to: &metadata)
    self.metadata = metadata
    request = call.request
  }

  /// Sends the request, and waits for the response.
  ///
  /// - Throws: The `RPCError` that the server answered with, or one that says why there is no answer; and
  ///   `CancellationError`.
  func exchange<Bytes: GRPCContiguousBytes & Sendable>(
    _ stream: RPCStream<
      RPCAsyncSequence<RPCResponsePart<Bytes>, any Error>, RPCWriter<RPCRequestPart<Bytes>>.Closable
    >
  ) async throws -> [UInt8] {
    do {
      try await send(on: stream.outbound)
    } catch {
      // A server may answer before it has read the whole request, and then stop reading: its answer counts.
      guard let answered = try? await answer(stream.inbound) else { throw error }
      return try answered.get()
    }
    return try await answer(stream.inbound).get()
  }

  /// Sends the metadata and the request.
  func send<Bytes: GRPCContiguousBytes & Sendable>(
    on outbound: RPCWriter<RPCRequestPart<Bytes>>.Closable
  ) async throws {
    try await outbound.write(contentsOf: [.metadata(metadata), .message(Bytes(request))])
    await outbound.finish()
  }

  /// Returns the server's answer.
  ///
  /// - Throws: An error if there is none.
  private func answer<Bytes: GRPCContiguousBytes & Sendable>(
    _ inbound: RPCAsyncSequence<RPCResponsePart<Bytes>, any Error>
  ) async throws -> Result<[UInt8], RPCError> {
    var response: [UInt8]?
    for try await part in inbound {
      switch part {
      case .metadata(let metadata):
        if CallMetadata.isStream(metadata) { return .failure(.isStream) }
      case .message(let bytes):
        guard response == nil else {
          return .failure(
            RPCError(code: .unimplemented, message: "the server sent several responses to a unary call"))
        }
        response = bytes.array
      case .status(let status, let metadata):
        if CallMetadata.isStream(metadata) { return .failure(.isStream) }
        if let error = RPCError(status: status, metadata: metadata) { return .failure(error) }
        guard let response else {
          return .failure(RPCError(code: .unimplemented, message: "the server sent status OK without a response"))
        }
        return .success(response)
      }
    }
    try Task.checkCancellation()
    throw RPCError(code: .unavailable, message: "the connection was lost before the server answered")
  }
}

extension RPCError {
  fileprivate static let isStream = RPCError(
    code: .unimplemented, message: "the name is that of a stream, and it is called as a function")
}

extension GRPCContiguousBytes {
  /// The bytes of a message.
  var array: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}
#endif
