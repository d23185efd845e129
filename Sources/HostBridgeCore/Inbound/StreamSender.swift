// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Sends the items of a stream: to the host, or from a host in Swift to the core.
///
/// Thread safety: safe from any task; items are received in the order in which the sends took effect.
public struct StreamSender: Sendable {
  /// The receiver of the items.
  enum Receiver: Sendable {
    case host(InboundStream)
    case core(HandledStream)

    /// The number of items that the receiver has taken, once it has given the stream up; `nil` before that.
    var taken: UInt64? {
      switch self {
      case .host(let stream): stream.taken
      case .core(let stream): stream.taken
      }
    }
  }

  private let storage: BridgeStorage
  private let receiver: Receiver
  /// The counts of the items; `nil` without interceptors.
  package let counts: StreamCounts?

  init(_ storage: BridgeStorage, _ receiver: Receiver, _ counts: StreamCounts?) {
    self.storage = storage
    self.receiver = receiver
    self.counts = counts
  }

  /// Sends an item, waiting until the receiver has granted credit for it.
  ///
  /// - Parameter item: The encoded item.
  /// - Throws: ``HostCallCode/cancelled`` if the stream has ended or the task is cancelled while it waits;
  ///   ``HostCallCode/resourceExhausted`` if the item is over ``HostBridgeConfiguration/maximumPayloadSize``, which
  ///   also ends the stream with that error.
  public func send(_ item: [UInt8]) async throws(BridgeError) {
    switch receiver {
    case .host(let stream): try await storage.send(item, of: stream)
    case .core(let stream): try await storage.send(item, of: stream)
    }
    counts?.add(item.count)
  }

  /// The number of items that the receiver has taken, once it has given the stream up; `nil` before that.
  ///
  /// The core has taken an item when its reader has returned it, and a host when its `item` is called, or when it has
  /// taken the item's message from its queue.
  public var taken: UInt64? { receiver.taken }
}

/// A function that answers with a stream of items.
///
/// Returns how the stream ends: `nil` for success, or a failure or an error; a response counts as success.
public typealias ExposedStream = @Sendable (BridgeRequest, StreamSender) async -> BridgeAnswer?

extension StreamSender {
  /// Returns the function that answers requests with the items and the end of `stream`.
  static func function(_ stream: @escaping ExposedStream) -> ExposedFunction {
    { request in
      guard let receiver = request.receiver else {
        return .error(.internal, message: "a stream was called as a function")
      }
      switch await stream(request, StreamSender(request.bridge.storage, receiver, request.counts)) {
      case nil, .response: return .response([])
      case let answer?: return answer
      }
    }
  }
}
