// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
internal import HostBridgeCore

/// The health of a server and its services, and those who watch it.
///
/// Watchers are notified after the lock has been released.
final class HealthBoard: Sendable {
  private struct Watcher: Sendable {
    let service: String
    let signal: AsyncStream<Void>.Continuation
    /// The status that the watcher has been told; `nil` before the first one.
    var told: HealthMessage.Status?
    var isEnding = false
  }

  private struct State: Sendable {
    /// What the server's owner has stated, by service; that of the whole server under the empty name.
    var stated: [String: ServiceHealth] = [:]
    var isShuttingDown = false
    var hasEnded = false
    var lastID: UInt64 = 0
    var watchers: [UInt64: Watcher] = [:]
    /// Whether a task looks for services whose handlers have come or gone.
    var isPolling = false

    func status(of service: String, isAnswered: Bool) -> HealthMessage.Status? {
      guard service.utf8.count <= HealthService.maximumNameLength else { return nil }
      guard service.isEmpty || isAnswered || stated[service] != nil else { return nil }
      let health = stated[service] ?? stated[""] ?? .serving
      return isShuttingDown || health == .notServing ? .notServing : .serving
    }
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
    state.withLock { $0.status(of: service, isAnswered: isAnswered) }
  }

  // MARK: Watchers

  /// Adds a watcher of a service.
  ///
  /// - Returns: A signal for each change, of which one waits at most, and the ID of the watcher; `nil` at the limit.
  func watch(_ service: String) -> (AsyncStream<Void>, UInt64)? {
    let (changes, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    return state.withLock { state in
      guard state.watchers.count < watcherLimit else { return nil }
      state.lastID += 1
      state.watchers[state.lastID] = Watcher(service: service, signal: signal)
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

  /// Records the status that a watcher is told.
  ///
  /// - Returns: Whether the caller has to look for services until ``notify(answered:)`` returns false.
  func tell(_ status: HealthMessage.Status, _ id: UInt64) -> Bool {
    state.withLock { state in
      state.watchers[id]?.told = status
      guard state.watchers[id]?.service.isEmpty == false, !state.isPolling else { return false }
      state.isPolling = true
      return true
    }
  }

  /// Notifies those whose service has another status than they were told.
  ///
  /// - Parameter services: The services that the server answers.
  /// - Returns: Whether services are watched.
  func notify(answered services: Set<String>) -> Bool {
    let (signals, isPolling) = state.withLock { state in
      let watchers = state.watchers.values.filter { !$0.service.isEmpty }
      let changed = watchers.filter { watcher in
        let isAnswered = services.contains(watcher.service)
        return watcher.told != state.status(of: watcher.service, isAnswered: isAnswered) ?? .serviceUnknown
      }
      state.isPolling = !watchers.isEmpty && !state.hasEnded
      return (changed.map(\.signal), state.isPolling)
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
