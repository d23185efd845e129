// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostBridge {
  /// Answers the core's streams of `wireName` in bytes, for a host that is written in Swift; `HostCall` offers the same
  /// for types.
  ///
  /// `body` runs in a task of its own for each stream, sends any number of items, and returns how the stream ends. The
  /// task is cancelled if the core gives the stream up, or the stream's deadline passes; senders that wait are then
  /// resumed with an error.
  ///
  /// - Parameters:
  ///   - wireName: The name of the streams; a handler of calls and one of streams cannot share one.
  ///   - executor: As for ``handleBytes(_:executorPreference:_:)``.
  ///   - body: The closure that sends the items.
  /// - Returns: The registration, with which the handler can be unregistered.
  /// - Throws: As ``handleBytes(_:executorPreference:_:)``.
  @discardableResult
  public func handleStreamBytes(
    _ wireName: String, executorPreference executor: (any TaskExecutor)? = nil, _ body: @escaping ExposedStream
  ) throws(HostSetupError) -> HostRegistration {
    let call = NamedCall(try WireName(registering: wireName), kind: .stream)
    return try handleStream(call, executorPreference: executor, body)
  }

  /// Answers streams like ``handleStreamBytes(_:executorPreference:_:)``, with the schema that the handler was compiled
  /// for.
  package func handleStream(
    _ call: NamedCall, executorPreference executor: (any TaskExecutor)?, _ body: @escaping ExposedStream
  ) throws(HostSetupError) -> HostRegistration {
    try handle(call, executorPreference: executor, StreamSender.function(body))
  }
}
