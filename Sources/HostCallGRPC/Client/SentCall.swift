#if GRPC
  internal import GRPCCore
  internal import HostCall

  /// One unary RPC at the client: metadata and a request out, a response or an error in.
  ///
  /// The counterpart of ``ServedCall``. As that, it is written for gRPC's transport, without the client and the router
  /// that lie above: those are made for streams, and run each call in child tasks, whose switching of threads costs
  /// more than all that HostCall adds.
  struct SentCall: Sendable {
    private let request: [UInt8]
    private let metadata: Metadata

    /// - Parameters:
    ///   - timeout: How long the caller waits, of which the server is told.
    ///   - mark: What marks the request.
    init(_ call: TransportCall, timeout: Duration?, mark: UInt64) {
      var metadata: Metadata = [:]
      metadata.addString("\(mark)", forKey: RequestTracker.header)
      if let timeout { metadata.addString(CallMetadata.text(of: timeout), forKey: CallMetadata.timeout) }
      if let fingerprint = call.fingerprint {
        metadata.addString(CallMetadata.text(of: fingerprint), forKey: CallMetadata.fingerprint)
      }
      if let traceparent = TraceContext.traceparent, CallMetadata.isHeader(traceparent) {
        metadata.addString(traceparent, forKey: CallMetadata.traceparent)
      }
      self.metadata = metadata
      request = call.request
    }

    /// Sends the request, and waits for the response.
    ///
    /// - Throws: An `RPCError` that the server answered with, or that says why it did not; and `CancellationError`.
    func exchange<Bytes: GRPCContiguousBytes & Sendable>(
      _ stream: RPCStream<
        RPCAsyncSequence<RPCResponsePart<Bytes>, any Error>, RPCWriter<RPCRequestPart<Bytes>>.Closable
      >
    ) async throws -> [UInt8] {
      do {
        try await stream.outbound.write(contentsOf: [.metadata(metadata), .message(Bytes(request))])
        await stream.outbound.finish()
      } catch {
        // A server may answer before it has read everything, and not read the rest: what it says counts.
        guard let answered = try? await answer(stream.inbound) else { throw error }
        return try answered.get()
      }
      return try await answer(stream.inbound).get()
    }

    /// What the server answers.
    ///
    /// - Throws: If it does not.
    private func answer<Bytes: GRPCContiguousBytes & Sendable>(
      _ inbound: RPCAsyncSequence<RPCResponsePart<Bytes>, any Error>
    ) async throws -> Result<[UInt8], RPCError> {
      var response: [UInt8]?
      for try await part in inbound {
        switch part {
        case .metadata: break
        case .message(let bytes):
          guard response == nil else {
            return .failure(RPCError(code: .unimplemented, message: "there is more than one response"))
          }
          response = bytes.array
        case .status(let status, let metadata):
          if let error = RPCError(status: status, metadata: metadata) { return .failure(error) }
          guard let response else {
            return .failure(RPCError(code: .unimplemented, message: "the call succeeded without a response"))
          }
          return .success(response)
        }
      }
      try Task.checkCancellation()
      throw RPCError(code: .unavailable, message: "the connection was lost before there was an answer")
    }
  }

  extension GRPCContiguousBytes {
    /// The bytes of a message.
    var array: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
  }
#endif
