// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostBridgeCore

extension HostBridge {
  /// Returns a stream of the host, which is opened when its first element is requested.
  ///
  ///     for try await balance in bridge.stream(WatchBalance(userID: 7)) { … }
  ///
  /// An open stream is a call in flight until it ends. Its reader asks for elements one by one, and the host may send
  /// `buffer` of them in advance; it waits for the reader otherwise. See ``HostStream`` for how a stream ends.
  ///
  /// - Parameters:
  ///   - request: The request, whose type determines the wire name, the elements and the failure.
  ///   - buffer: The number of elements that the host may send in advance; clamped to 1 to 65,536.
  ///   - timeout: The maximum time from the opening to the end of the stream; `nil`, the default, for no limit except
  ///     the deadline of the call that the task answers.
  ///   - silence: The maximum time for which the host may send nothing while it may send; `nil`, the default, for no
  ///     limit.
  /// - Returns: The stream. Each of its iterators opens the stream of the host once more.
  public func stream<S: HostStreamable>(
    _ request: S, buffer: Int = 16, timeout: Duration? = nil, silence: Duration? = nil
  ) -> HostStream<S.Element, S.Failure> {
    let interceptors = configuration.callInterceptors
    guard !interceptors.isEmpty else {
      return opened(request, buffer: buffer, silence: silence) { timeout }
    }
    return HostStream { [self] in
      InterceptedIteration(S.self) { () throws(HostCallError<S.Failure>) in
        let format = CallFormat(S.self, self.configuration)
        let call = HostOutgoingCall(
          request, format, self.storage.bounded(self.storage.deadline(after: timeout)), self.storage.clock,
          bridge: self.storage.handleNumber)
        return try await HostStreamNext(interceptors) { call in
          self.opened(call.request, metadata: call.metadata, buffer: buffer, silence: silence) { call.remaining }
        }(call)
      }
    }
  }

  /// Returns a stream that passes no interceptors.
  ///
  /// - Parameters:
  ///   - metadata: The metadata that the stream carries; `nil` for that of the task that opens it.
  ///   - timeout: Returns the time from the opening to the end.
  private func opened<S: HostStreamable>(
    _ request: S, metadata: HostCallMetadata? = nil, buffer: Int, silence: Duration?,
    _ timeout: @escaping @Sendable () -> Duration?
  ) -> HostStream<S.Element, S.Failure> {
    HostStream { [self] in
      OpenedIteration(CallFormat(S.self, configuration), metadata: metadata) { sizes throws(BridgeError) in
        let target = try self.target(of: S.self)
        let format = CallFormat<S>(target, limit: self.configuration.maximumPayloadSize)
        let bytes = try format.encodeRequest(request)
        sizes.request = bytes.count
        let reader = try await self.openStream(
          target, encodings: target.encodings, bytes, buffer: buffer, timeout: timeout(), silence: silence)
        sizes.callID = reader.callID
        return reader
      }
    }
  }

  /// Answers the core's streams of `type`, for a host that is written in Swift.
  ///
  ///     try bridge.handleStream(WatchBalance.self) { request, context, send in
  ///       for await balance in accounts.changes(of: request.userID) { try await send(balance) }
  ///     }
  ///
  /// `body` runs in a task of its own for each stream. The stream ends with success when it returns, and with what it
  /// throws as described for ``handle(_:executorPreference:_:)``. The task is cancelled, and waiting sends throw, if
  /// the core gives the stream up, its deadline passes, or the bridge is closed.
  ///
  /// - Parameters:
  ///   - type: The type of the streams.
  ///   - executor: As for ``handle(_:executorPreference:_:)``.
  ///   - body: The closure that sends the elements.
  /// - Returns: The registration, with which the handler can be unregistered.
  /// - Throws: As ``handle(_:executorPreference:_:)``.
  @discardableResult
  public func handleStream<S: HostStreamable>(
    _ type: S.Type, executorPreference executor: (any TaskExecutor)? = nil,
    _ body: @escaping @Sendable (S, HostCallContext, HostStreamSender<S.Element, S.Failure>) async throws -> Void
  ) throws(HostSetupError) -> HostRegistration {
    let (format, stream) = try format(of: S.self)
    let interceptors = configuration.handlerInterceptors
    return try handleStream(stream, executorPreference: executor) { request, sender in
      await format.answer(request, sender, through: request.serverInterceptors + interceptors, body)
    }
  }

  /// Lets the host open a stream under the wire name of `type`.
  ///
  /// - Parameters:
  ///   - type: The type of the streams.
  ///   - executor: As for ``handle(_:executorPreference:_:)``.
  ///   - body: The closure that sends the elements; it runs as for ``handleStream(_:executorPreference:_:)``.
  /// - Throws: As ``expose(_:executorPreference:_:)``.
  public func exposeStream<S: HostStreamable>(
    _ type: S.Type, executorPreference executor: (any TaskExecutor)? = nil,
    _ body: @escaping @Sendable (S, HostCallContext, HostStreamSender<S.Element, S.Failure>) async throws -> Void
  ) throws(HostSetupError) {
    let (format, stream) = try format(of: S.self)
    let interceptors = configuration.handlerInterceptors
    try exposeStream(stream, executorPreference: executor) { request, sender in
      await format.answer(request, sender, through: interceptors, body)
    }
  }
}
