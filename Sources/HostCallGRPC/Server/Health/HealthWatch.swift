// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import HostCall

/// The statuses of one service, each when it changes, until the connection or the server closes.
final class HealthWatch: TransportStream {
  private let health: HealthService
  private let service: String
  private var changes: AsyncStream<Void>.Iterator
  private let id: UInt64
  /// The status that was last returned.
  private var last: HealthMessage.Status?

  /// Creates a watcher.
  ///
  /// - Throws: `resourceExhausted` if there are as many as there may be.
  init(_ health: HealthService, _ service: String) throws(BridgeError) {
    guard let (changes, id) = health.board.watch(service) else {
      throw BridgeError(
        code: .resourceExhausted,
        message: "the server's health has \(health.board.watcherLimit) watchers, which is the limit")
    }
    self.health = health
    self.service = service
    self.changes = changes.makeAsyncIterator()
    self.id = id
  }

  deinit { health.board.remove(id) }

  /// Ends watching, after the last status; safe from any thread.
  var end: @Sendable () -> Void { { [board = health.board, id] in board.end(id) } }

  /// Always 0.
  var callID: UInt64 { 0 }

  func next<Result>(_ body: (RawSpan) throws(BridgeError) -> Result) async throws(BridgeError) -> Result? {
    while true {
      let status = await health.status(of: service) ?? .serviceUnknown
      health.tell(status, id)
      if status != last {
        last = status
        return try body(unsafe HealthMessage.response(status).span.bytes)
      }
      // After the last status has been returned, which is that the server does not serve.
      if health.board.hasEnded {
        throw BridgeError(code: .unavailable, message: "the server is shutting down")
      }
      if health.board.isEnding(id) {
        throw BridgeError(code: .unavailable, message: "the connection is as old as it may be; watch on another one")
      }
      _ = await changes.next(isolation: #isolation)
      if Task.isCancelled { throw .callerCancelled }
    }
  }
}
#endif
