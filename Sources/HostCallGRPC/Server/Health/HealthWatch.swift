// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore
internal import HostCall

/// The statuses of one service, each when it changes.
final class HealthWatch: TransportStream {
  /// How often a service that is not known is looked up again, since handlers may be registered at any time.
  private static let pause = Duration.seconds(1)

  private let health: HealthService
  private let service: String
  private var changes: AsyncStream<Void>.Iterator
  private let signal: AsyncStream<Void>.Continuation
  private let id: UInt64
  /// The status that was last returned.
  private var last: HealthMessage.Status?

  init(_ health: HealthService, _ service: String) {
    self.health = health
    self.service = service
    let (changes, signal, id) = health.board.watch()
    self.changes = changes.makeAsyncIterator()
    self.signal = signal
    self.id = id
  }

  deinit { health.board.remove(id) }

  /// Always 0.
  var callID: UInt64 { 0 }

  func next<Result>(_ body: (RawSpan) throws(BridgeError) -> Result) async throws(BridgeError) -> Result? {
    while true {
      let status = await health.status(of: service) ?? .serviceUnknown
      if status != last {
        last = status
        return try body(unsafe HealthMessage.response(status).span.bytes)
      }
      // After the last status has been returned, which is that the server does not serve.
      if health.board.hasEnded {
        throw BridgeError(code: .unavailable, message: "the server is shutting down")
      }
      await waitForChange(polls: status == .serviceUnknown)
      if Task.isCancelled { throw .callerCancelled }
    }
  }

  private func waitForChange(polls: Bool) async {
    let timer = polls ? Self.timer(signal) : nil
    _ = await changes.next(isolation: #isolation)
    timer?.cancel()
  }

  private static func timer(_ signal: AsyncStream<Void>.Continuation) -> Task<Void, any Error> {
    Task {
      try await Task.sleep(for: pause)
      signal.yield()
    }
  }
}
#endif
