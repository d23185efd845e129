// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The health of a server and its services, and those who watch it.
///
/// Watchers are notified after the lock has been released.
final class HealthBoard: Sendable {
  private struct State: Sendable {
    /// What the server's owner has stated, by service; that of the whole server under the empty name.
    var stated: [String: ServiceHealth] = [:]
    var isShuttingDown = false
    var hasEnded = false
    var lastID: UInt64 = 0
    var watchers: [UInt64: AsyncStream<Void>.Continuation] = [:]
  }

  private let state = Guarded(State())

  /// Whether watching ends, since the calls of the server have ended.
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// States the health of a service.
  func set(_ health: ServiceHealth, of service: String) { change { $0.stated[service] = health } }

  /// Makes every service not serve, until the end.
  func beginShutdown() { change { $0.isShuttingDown = true } }

  /// Ends all watching.
  func end() { change { $0.hasEnded = true } }

  private func change(_ body: @Sendable (inout State) -> Void) {
    let watchers = state.withLock { state in
      body(&state)
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher.yield() }
  }

  /// Returns the status of a service.
  ///
  /// - Parameters:
  ///   - service: The service; empty for the whole server.
  ///   - isAnswered: Whether the server answers calls of the service.
  /// - Returns: `nil` if the server does not know the service.
  func status(of service: String, isAnswered: Bool) -> HealthMessage.Status? {
    state.withLock { state in
      guard service.isEmpty || isAnswered || state.stated[service] != nil else { return nil }
      let health = state.stated[service] ?? state.stated[""] ?? .serving
      return state.isShuttingDown || health == .notServing ? .notServing : .serving
    }
  }

  /// Adds a watcher.
  ///
  /// - Returns: A signal for each change, of which one waits at most, its sender, and the ID to remove the watcher.
  func watch() -> (AsyncStream<Void>, AsyncStream<Void>.Continuation, UInt64) {
    let (changes, watcher) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let id = state.withLock { state in
      state.lastID += 1
      state.watchers[state.lastID] = watcher
      return state.lastID
    }
    return (changes, watcher, id)
  }

  /// Removes a watcher.
  func remove(_ id: UInt64) { _ = state.withLock { $0.watchers.removeValue(forKey: id) } }

  /// The number of watchers.
  var watcherCount: Int { state.withLock { $0.watchers.count } }
}
#endif
