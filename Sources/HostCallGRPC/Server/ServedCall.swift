#if GRPC
  internal import GRPCCore
  internal import HostBridgeCore
  internal import HostCall

  /// One unary RPC at the server: metadata and message in, a response or a status out.
  struct ServedCall: Sendable {
    private let answering: any HostCallTransport
    private let server: HostCallServer

    init(_ answering: any HostCallTransport, _ server: HostCallServer) {
      self.answering = answering
      self.server = server
    }

    func answer<Bytes: GRPCContiguousBytes & Sendable>(
      _ stream: RPCStream<
        RPCAsyncSequence<RPCRequestPart<Bytes>, any Error>, RPCWriter<RPCResponsePart<Bytes>>.Closable
      >
    ) async {
      guard let id = server.calls.begin() else { return await answer(stream.outbound, .failure(.shuttingDown)) }
      let task = work(on: stream.inbound, stream.descriptor)
      server.calls.attach(task, to: id)
      // gRPC says that the caller has gone away by a handle of its own, and not by cancelling this task.
      let result = await withRPCCancellationHandler {
        await task.value
      } onCancelRPC: {
        // Perhaps under a lock of gRPC's, which handlers of a cancellation should not run under.
        Task { task.cancel() }
      }
      await answer(stream.outbound, server.calls.outcome(result))
      server.calls.end(id)
    }

    private func answer<Bytes: GRPCContiguousBytes & Sendable>(
      _ outbound: RPCWriter<RPCResponsePart<Bytes>>.Closable, _ result: Result<[UInt8], ErrorResponse>
    ) async {
      let parts: [RPCResponsePart<Bytes>] =
        switch result {
        case .success(let response):
          [.metadata([:]), .message(Bytes(response)), .status(GRPCCore.Status(code: .ok, message: ""), [:])]
        case .failure(let error): [.status(error.status, error.metadata)]
        }
      // A peer that has gone away can't be told anything.
      try? await outbound.write(contentsOf: parts)
      await outbound.finish()
    }

    /// Reads the request and has it answered, in a task of its own, which can be given up.
    private func work<Bytes: GRPCContiguousBytes & Sendable>(
      on inbound: RPCAsyncSequence<RPCRequestPart<Bytes>, any Error>, _ descriptor: MethodDescriptor
    ) -> RunningCalls.Work {
      Task {
        do throws(ErrorResponse) {
          let (metadata, request) = try await read(inbound)
          try server.check(size: request.count, of: "request")
          let response = try await response(to: request, metadata: metadata, descriptor: descriptor)
          try server.check(size: response.count, of: "response")
          return .success(response)
        } catch {
          return .failure(error)
        }
      }
    }

    /// The call's metadata, and its request, which are there as a whole when gRPC hears of the call.
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

    private func response(
      to request: [UInt8], metadata: Metadata, descriptor: MethodDescriptor
    ) async throws(ErrorResponse) -> [UInt8] {
      guard let name = GRPCMethod.wireName(of: descriptor) else {
        throw ErrorResponse(
          status: GRPCCore.Status(code: .unimplemented, message: "\(descriptor.fullyQualifiedMethod) is no wire name"))
      }
      do throws(BridgeError) {
        // What looks names up may be C, where one with a NUL would be another name.
        _ = try WireName(checking: name)
      } catch {
        throw ErrorResponse(error)
      }
      var call: TransportCall
      do throws(RPCError) {
        call = TransportCall(wireName: name, request: request, timeout: try CallMetadata.timeout(in: metadata))
        call.fingerprint = try CallMetadata.fingerprint(in: metadata)
      } catch {
        throw ErrorResponse(error)
      }
      if let timeout = call.timeout, timeout <= .zero {
        throw .late
      }
      try await server.check(call)
      return try await TraceContext.$traceparent.withValue(CallMetadata.traceparent(in: metadata)) {
        do throws(BridgeError) {
          return Result<[UInt8], ErrorResponse>.success(try await answering.send(call))
        } catch {
          return .failure(server.status(of: error, call))
        }
      }.get()
    }
  }
#endif
