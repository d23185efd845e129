// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The health of a server and its services, and those who watch it.
///
/// Watchers are notified after the lock has been released.
final class HealthBoard: Sendable {
  private struct Watcher: Sendable {
    let signal: AsyncStream<Void>.Continuation
    /// The service, while it is not known.
    var unknown: String?
    var isEnding = false
  }

  private struct State: Sendable {
    /// What the server's owner has stated, by service; that of the whole server under the empty name.
    var stated: [String: ServiceHealth] = [:]
    var isShuttingDown = false
    var hasEnded = false
    var lastID: UInt64 = 0
    var watchers: [UInt64: Watcher] = [:]
    /// Whether a task looks for services that are not known.
    var isPolling = false
  }

  private let state = Guarded(State())
  /// The maximum number of watchers.
  let watcherLimit: Int

  init(watcherLimit: Int) {
    self.watcherLimit = watcherLimit
  }

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
    for watcher in watchers { watcher.signal.yield() }
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

  // MARK: Watchers

  /// Adds a watcher.
  ///
  /// - Returns: A signal for each change, of which one waits at most, and the ID of the watcher; `nil` at the limit.
  func watch() -> (AsyncStream<Void>, UInt64)? {
    let (changes, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    return state.withLock { state in
      guard state.watchers.count < watcherLimit else { return nil }
      state.lastID += 1
      state.watchers[state.lastID] = Watcher(signal: signal)
      return (changes, state.lastID)
    }
  }

  /// Ends a watcher, whose connection closes.
  func end(_ id: UInt64) {
    let signal = state.withLock { state in
      state.watchers[id]?.isEnding = true
      return state.watchers[id]?.signal
    }
    signal?.yield()
  }

  /// Whether a watcher has been ended.
  func isEnding(_ id: UInt64) -> Bool { state.withLock { $0.watchers[id]?.isEnding ?? true } }

  /// Records the service that a watcher waits for; `nil` if it is known.
  ///
  /// - Returns: Whether the caller has to look for services until ``found(_:)`` returns false.
  func setUnknown(_ service: String?, of id: UInt64) -> Bool {
    state.withLock { state in
      state.watchers[id]?.unknown = service
      guard service != nil, !state.isPolling else { return false }
      state.isPolling = true
      return true
    }
  }

  /// Notifies those who wait for one of `services`.
  ///
  /// - Returns: Whether others still wait.
  func found(_ services: Set<String>) -> Bool {
    let (signals, isPolling) = state.withLock { state in
      let waiting = state.watchers.filter { $0.value.unknown != nil }.values
      let found = waiting.filter { services.contains($0.unknown ?? "") }
      state.isPolling = !waiting.isEmpty && !state.hasEnded
      return (found.map(\.signal), state.isPolling)
    }
    for signal in signals { signal.yield() }
    return isPolling
  }

  /// Removes a watcher.
  func remove(_ id: UInt64) { _ = state.withLock { $0.watchers.removeValue(forKey: id) } }

  /// The number of watchers.
  var watcherCount: Int { state.withLock { $0.watchers.count } }
}
#endif
