// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import GRPCCore
internal import HostBridgeCore
internal import HostCall

/// Answers one call at the server: reads its metadata and request, and writes a response, a stream or a status.
///
/// Unary calls and those that are answered with a stream look the same until then. A call is answered with a stream if
/// it says so, or if it says nothing and its name is that of a stream.
struct ServedCall: Sendable {
  /// What a call passes at the server.
  struct Route: Sendable {
    let answering: any HostCallTransport
    let interceptors: InterceptorLists
    /// The running calls that it is counted among.
    let calls: ServedCalls
  }

  private let route: Route
  private let server: HostCallServer
  private let peer: HostCallPeer

  init(_ route: Route, _ server: HostCallServer, of peer: HostCallPeer) {
    self.route = route
    self.server = server
    self.peer = peer
  }

  private var answering: any HostCallTransport { route.answering }
  private var interceptors: InterceptorLists { route.interceptors }

  func answer<Bytes: GRPCContiguousBytes & Sendable>(
    _ stream: RPCStream<
      RPCAsyncSequence<RPCRequestPart<Bytes>, any Error>, RPCWriter<RPCResponsePart<Bytes>>.Closable
    >
  ) async {
    guard let id = route.calls.begin() else { return await answer(stream.outbound, .failure(.refused)) }
    let task = work(on: stream)
    route.calls.attach(task, to: id)
    // gRPC reports that the caller has gone through a handle of its own, and does not cancel this task.
    let result = await withRPCCancellationHandler {
      await task.value
    } onCancelRPC: {
      // gRPC may hold a lock here, and cancellation handlers must not run under it.
      Task { task.cancel() }
    }
    await answer(stream.outbound, route.calls.outcome(result))
    route.calls.end(id)
  }

  private func answer<Bytes: GRPCContiguousBytes & Sendable>(
    _ outbound: RPCWriter<RPCResponsePart<Bytes>>.Closable, _ result: Result<ServedAnswer, ErrorResponse>
  ) async {
    let parts: [RPCResponsePart<Bytes>] =
      switch result {
      case .success(.response(let response)):
        [.metadata([:]), .message(Bytes(response)), .status(GRPCCore.Status(code: .ok, message: ""), [:])]
      case .success(.endOfStream): [.status(GRPCCore.Status(code: .ok, message: ""), [:])]
      case .failure(let error): [.status(error.status, error.metadata)]
      }
    // The write fails if the peer has gone, which needs no answer.
    try? await outbound.write(contentsOf: parts)
    await outbound.finish()
  }

  /// Starts a task that reads the request and answers it, and that can be cancelled by itself.
  private func work<Bytes: GRPCContiguousBytes & Sendable>(
    on stream: RPCStream<
      RPCAsyncSequence<RPCRequestPart<Bytes>, any Error>, RPCWriter<RPCResponsePart<Bytes>>.Closable
    >
  ) -> ServedCalls.Work {
    Task {
      do throws(ErrorResponse) {
        let (metadata, request) = try await read(stream.inbound)
        try server.check(size: request.count, of: "request")
        let (call, callers, wanted) = try parse(metadata, request, stream.descriptor)
        let isStream = await answering.isStream(call.wireName)
        // The calls of interceptors carry what those of handlers do.
        return await HostCallMetadata.withValue(callers.inheritedByCalls) {
          await intercepted(call, carrying: callers, isStream: isStream || wanted != nil) { sent in
            await result { () async throws(ErrorResponse) -> ServedAnswer in
              try await check(call, wantsStream: wanted != nil, isStream: isStream)
              guard isStream || wanted != nil else { return .response(try await response(to: call)) }
              let buffer = server.buffer(for: wanted)
              try await ServedStream(stream.outbound, server, sent).answer(call, buffer: buffer, over: answering)
              return .endOfStream
            }
          }
        }
      } catch {
        return .failure(error)
      }
    }
  }

  /// Has a call pass the interceptors to `answer`.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - callers: The caller's metadata.
  ///   - isStream: Whether the call is answered with a stream.
  ///   - answer: Answers the call, and counts what it sends of a stream.
  private func intercepted(
    _ call: TransportCall, carrying callers: HostCallMetadata, isStream: Bool,
    _ answer: @escaping @Sendable (StreamCounts) async -> Result<ServedAnswer, ErrorResponse>
  ) async -> Result<ServedAnswer, ErrorResponse> {
    let sent = StreamCounts()
    let hasInterceptors = !interceptors.handlers.isEmpty
    let origin = CallOrigin(
      interceptors: hasInterceptors ? InterceptorReference(interceptors) : nil, peer: peer)
    guard hasInterceptors else { return await origin.with(callers) { await answer(sent) } }
    let incoming = HostIncomingBytes(
      wireName: call.wireName, isStream: isStream, metadata: callers, peer: peer, remaining: call.timeout,
      requestSize: call.request.count)
    let outcome = await HostBytesNext(interceptors.handlers) {
      // Interceptors may have changed the rest.
      let metadata = HostCallMetadata.current.withAuthorization(of: callers)
      let result = await origin.with(metadata) { await answer(sent) }
      return HostBytesOutcome(result, isStream ? sent : nil)
    }(incoming)
    return outcome.served as? Result<ServedAnswer, ErrorResponse>
      ?? server.result(of: outcome.answer, call, isStream: isStream)
  }

  private func result<Value>(
    _ body: () async throws(ErrorResponse) -> Value
  ) async -> Result<Value, ErrorResponse> {
    do throws(ErrorResponse) {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  /// Returns the call's metadata and request, which have arrived when gRPC learns of the call.
  private func read<Bytes: GRPCContiguousBytes & Sendable>(
    _ inbound: RPCAsyncSequence<RPCRequestPart<Bytes>, any Error>
  ) async throws(ErrorResponse) -> (Metadata, [UInt8]) {
    do {
      var iterator = inbound.makeAsyncIterator()
      guard case .metadata(let metadata)? = try await iterator.next(),
        case .message(let bytes)? = try await iterator.next(),
        try await iterator.next() == nil
      else {
        throw ErrorResponse.notUnary
      }
      return (metadata, bytes.array)
    } catch let error as ErrorResponse {
      throw error
    } catch let error as RPCError {
      throw ErrorResponse(error)
    } catch {
      throw ErrorResponse(status: GRPCCore.Status(code: .unavailable, message: "the request did not arrive"))
    }
  }

  /// Returns the call of a request, the caller's metadata, and the buffer that the caller wants for a stream.
  private func parse(
    _ metadata: Metadata, _ request: [UInt8], _ descriptor: MethodDescriptor
  ) throws(ErrorResponse) -> (TransportCall, HostCallMetadata, buffer: Int?) {
    guard let name = GRPCMethod.wireName(of: descriptor) else {
      throw ErrorResponse(
        status: GRPCCore.Status(
          code: .unimplemented, message: "\(descriptor.fullyQualifiedMethod) is not the method of a wire name"))
    }
    do throws(BridgeError) {
      // A transport may look the name up in C, where a NUL would cut it short.
      _ = try WireName(checking: name)
    } catch {
      throw ErrorResponse(error)
    }
    var call: TransportCall
    let callers: HostCallMetadata
    let buffer: Int?
    do throws(RPCError) {
      callers = try CallMetadata.callers(in: metadata)
      call = TransportCall(wireName: name, request: request, timeout: try CallMetadata.timeout(in: metadata))
      call.fingerprint = try CallMetadata.fingerprint(in: metadata)
      buffer = try CallMetadata.buffer(in: metadata)
    } catch {
      throw ErrorResponse(error)
    }
    if let timeout = call.timeout, timeout <= .zero { throw .late }
    return (call, callers, buffer)
  }

  /// Checks the schema of a call, unless it is of the wrong kind, which the transport says in words.
  private func check(_ call: TransportCall, wantsStream: Bool, isStream: Bool) async throws(ErrorResponse) {
    if wantsStream, !isStream { return }
    do throws(ErrorResponse) {
      try await server.check(call, of: answering)
    } catch {
      var error = error
      if isStream { error.metadata.addString("\(server.buffer(for: nil))", forKey: CallMetadata.buffer) }
      throw error
    }
  }

  private func response(to call: TransportCall) async throws(ErrorResponse) -> [UInt8] {
    let response: [UInt8]
    do throws(BridgeError) {
      response = try await answering.send(call)
    } catch {
      throw server.status(of: error, call)
    }
    try server.check(size: response.count, of: "response")
    return response
  }
}
#endif
