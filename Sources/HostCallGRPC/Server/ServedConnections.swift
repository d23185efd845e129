// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import NIOCore

/// The connections of a server, which are limited in number, and closed when it shuts down.
final class ServedConnections: Sendable {
  private struct State: Sendable {
    var channels: [ObjectIdentifier: any Channel] = [:]
    /// Whether connections are closed as soon as they are accepted.
    var isClosed = false
  }

  private let limit: Int
  private let state = Guarded(State())

  /// Creates an empty set of connections.
  ///
  /// - Parameter limit: The maximum number of connections at once.
  init(limit: Int) {
    self.limit = limit
  }

  /// The number of connections.
  var count: Int { state.withLock { $0.channels.count } }

  /// Limits the connections that `listener` accepts.
  ///
  /// Call on the listener's event loop.
  func watch(_ listener: any Channel) throws {
    try listener.pipeline.syncOperations.addHandler(Handler(self))
  }

  /// Closes all connections gracefully, and any that are accepted from now on at once.
  ///
  /// - Returns: Whether all of them have closed within `time`.
  func drain(within time: Duration) async -> Bool {
    let channels = refuse()
    for channel in channels { channel.eventLoop.execute { ConnectionWatch.of(connection: channel)?.end() } }
    return await Task<Void, Never> {
      for channel in channels { try? await channel.closeFuture.get() }
    }.ends(within: time)
  }

  /// Closes all connections, and any that are accepted from now on.
  func close() {
    for channel in refuse() { channel.close(promise: nil) }
  }

  /// Accepts no more connections; returns those that there are.
  private func refuse() -> [any Channel] {
    state.withLock { state in
      state.isClosed = true
      return Array(state.channels.values)
    }
  }

  private func add(_ channel: any Channel) -> Bool {
    let id = ObjectIdentifier(channel)
    let isAdded = state.withLock { state in
      guard !state.isClosed, state.channels.count < limit else { return false }
      state.channels[id] = channel
      return true
    }
    if isAdded {
      channel.closeFuture.whenComplete { [self] _ in state.withLock { _ = $0.channels.removeValue(forKey: id) } }
    }
    return isAdded
  }

  /// Closes a connection over the limit, before anything is set up for it.
  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    private let connections: ServedConnections

    init(_ connections: ServedConnections) {
      self.connections = connections
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let channel = unwrapInboundIn(data)
      if connections.add(channel) { context.fireChannelRead(data) } else { channel.close(promise: nil) }
    }
  }
}
#endif
