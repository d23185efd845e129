// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Sends the items of a stream of the core.
///
/// Thread safety: safe from any task; items are received in the order in which the sends took effect.
public struct StreamSender: Sendable {
  private let storage: BridgeStorage
  private let stream: InboundStream

  init(_ storage: BridgeStorage, _ stream: InboundStream) {
    self.storage = storage
    self.stream = stream
  }

  /// Sends an item, waiting until the host has granted credit for it.
  ///
  /// - Parameter item: The encoded item.
  /// - Throws: ``HostCallCode/cancelled`` if the stream has ended or the task is cancelled while it waits;
  ///   ``HostCallCode/resourceExhausted`` if the item is over ``HostBridgeConfiguration/maximumPayloadSize``, which also
  ///   ends the stream with that error.
  public func send(_ item: [UInt8]) async throws(BridgeError) {
    try await storage.send(item, of: stream)
  }
}

/// A function of the core that answers with a stream of items.
///
/// Returns how the stream ends: `nil` for success, or a failure or an error; a response counts as success.
public typealias ExposedStream = @Sendable (BridgeRequest, StreamSender) async -> BridgeAnswer?

extension HostBridge {
  /// Lets the host call a stream under `wireName`, in bytes.
  ///
  /// `function` runs as one of ``exposeBytes(_:executorPreference:_:)`` does, sends any number of items, and returns how
  /// the stream ends. The host receives the end after all items. If the host gives the stream up, or its deadline passes
  /// or the bridge closes, the task is cancelled, senders that wait are resumed with an error, and items that the host
  /// has not received are dropped.
  ///
  /// - Parameters:
  ///   - wireName: The name under which the host calls the stream; a function and a stream cannot share one.
  ///   - executor: The executor that the task prefers, as for ``exposeBytes(_:executorPreference:_:)``.
  ///   - function: The function that sends the items.
  /// - Throws: ``HostCallCode/invalidArgument`` if `wireName` is not a valid name, ``HostCallCode/unavailable`` if the
  ///   bridge is closed.
  public func exposeStreamBytes(
    _ wireName: String, executorPreference executor: (any TaskExecutor)? = nil, _ function: @escaping ExposedStream
  ) throws(HostSetupError) {
    let call = NamedCall(try WireName(registering: wireName), kind: .stream)
    try expose(call, executorPreference: executor) { request in
      guard let stream = request.stream else {
        return .error(.internal, message: "a stream was called as a function")
      }
      switch await function(request, StreamSender(request.bridge.storage, stream)) {
      case nil, .response: return .response([])
      case let answer?: return answer
      }
    }
  }
}
