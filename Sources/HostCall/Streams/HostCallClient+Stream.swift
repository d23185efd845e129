// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

extension HostCallClient {
  /// Returns a stream over the client's transport, like `HostBridge.stream(_:buffer:timeout:silence:)`.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - buffer: The number of elements that the other side may send in advance; clamped to 1 to 65,536.
  ///   - timeout: The maximum time from the opening to the end of the stream, including the wait for a permit; `nil`
  ///     for no limit.
  ///   - silence: The maximum time for which the other side may send nothing while it may send; `nil` for no limit.
  /// - Returns: The stream, which throws `unimplemented` if the transport carries no streams.
  public func stream<S: HostStreamable>(
    _ request: S, buffer: Int = 16, timeout: Duration? = nil, silence: Duration? = nil
  ) -> HostStream<S.Element, S.Failure> {
    let format = CallFormat(S.self, configuration).adapted(to: transport)
    guard !interceptors.isEmpty else {
      return opened(request, format, buffer: buffer, silence: silence) { Self.deadline(after: timeout) }
    }
    return HostStream { [self] in
      InterceptedIteration(S.self) { () throws(HostCallError<S.Failure>) in
        let call = HostOutgoingCall(request, format, Self.deadline(after: timeout), .system)
        return try await HostStreamNext(self.interceptors) { call in
          self.opened(call.request, format, metadata: call.metadata, buffer: buffer, silence: silence) { call.deadline }
        }(call)
      }
    }
  }

  /// Returns a stream that passes no interceptors.
  ///
  /// - Parameters:
  ///   - metadata: The metadata that the stream carries; `nil` for that of the task that opens it.
  ///   - deadline: Returns the deadline when the stream is opened.
  private func opened<S: HostStreamable>(
    _ request: S, _ format: CallFormat<S>, metadata: HostCallMetadata? = nil, buffer: Int, silence: Duration?,
    _ deadline: @escaping @Sendable () -> Deadline
  ) -> HostStream<S.Element, S.Failure> {
    HostStream { [self] in
      OpenedIteration(format, metadata: metadata) { sizes throws(BridgeError) in
        var call = try format.transportCall(request, limit: self.configuration.maximumPayloadSize)
        call.statesSchema = self.configuration.schemaCheck != .off
        sizes.request = call.request.count
        return try await self.open(
          &call, buffer: min(max(1, buffer), 65_536), silence: silence, deadline: deadline())
      }
    }
  }

  private func open(
    _ call: inout TransportCall, buffer: Int, silence: Duration?, deadline: Deadline
  ) async throws(BridgeError) -> any TransportStream {
    begin(call)
    do throws(BridgeError) {
      try await limiter.acquire(waitingUntil: deadline)
    } catch {
      end(.failure(error), deadline)
      throw error
    }
    do throws(BridgeError) {
      try call.setTimeout(until: deadline)
      return ClientStream(try await transport.stream(call, buffer: buffer, silence: silence), of: self, deadline)
    } catch {
      limiter.release()
      end(.failure(error), deadline)
      throw error
    }
  }
}

/// An open stream of a client, which counts as a call in flight until it ends.
private final class ClientStream: TransportStream {
  private let client: HostCallClient
  private let deadline: Deadline
  /// The transport's stream; `nil` after the end.
  private var stream: (any TransportStream)?
  private var received = 0

  init(_ stream: any TransportStream, of client: HostCallClient, _ deadline: Deadline) {
    self.stream = stream
    self.client = client
    self.deadline = deadline
    client.countOpenedStream()
  }

  deinit {
    if stream != nil { end(.failure(.callerCancelled), isGivenUp: true) }
  }

  var callID: UInt64 { stream?.callID ?? 0 }

  func next<Result>(_ body: (RawSpan) throws(BridgeError) -> Result) async throws(BridgeError) -> Result? {
    guard let stream else { return nil }
    let limit = client.configuration.maximumPayloadSize
    do throws(BridgeError) {
      let result = try await stream.next { bytes throws(BridgeError) in
        guard bytes.byteCount <= limit else { throw .tooLarge("element", size: bytes.byteCount, limit: limit) }
        received += bytes.byteCount
        client.countItem()
        return try body(bytes)
      }
      if result == nil { end(.success(received)) }
      return result
    } catch {
      end(.failure(error))
      throw error
    }
  }

  private func end(_ result: Swift.Result<Int, BridgeError>, isGivenUp: Bool = false) {
    stream = nil
    client.limiter.release()
    client.end(result, deadline, isCancelled: isGivenUp || Task.isCancelled, isOpenedStream: true)
  }
}
