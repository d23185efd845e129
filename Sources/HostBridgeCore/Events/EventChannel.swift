// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The listeners to the events of one name.
///
/// An emitter appends an event to the queues of all of them under one lock, so they receive the events in one order.
/// The lock is held while events are appended and taken, and never while a listener runs.
///
/// Thread safety: safe from any thread.
final class EventChannel: Sendable {
  /// What to do after an event has been queued and the lock is released.
  struct Emission: Sendable {
    /// The number of listeners.
    var listeners = 0
    /// The tasks to resume.
    var readers: [EventListener] = []
    /// The events that were dropped, to be freed.
    var dropped: [HostMemory] = []
    /// The messages that were queued for a host that has a queue.
    var announcement: MessageQueue.Announcement?

    /// The number of events that were dropped.
    var droppedCount: Int { dropped.count + (announcement?.dropped.count ?? 0) }
  }

  private struct State: Sendable {
    var listeners: [EventListener] = []
    var queued: [QueuedListener] = []
  }

  let name: WireName
  private let state = Guarded(State())

  init(_ name: WireName) {
    self.name = name
  }

  /// Calls `body` with the lock held, which guards the listeners too.
  func withLock<Result: Sendable>(_ body: () -> Result) -> Result {
    state.withLock { _ in body() }
  }

  func add(_ listener: EventListener) {
    state.withLock { $0.listeners.append(listener) }
  }

  func add(_ listener: QueuedListener) {
    state.withLock { $0.queued.append(listener) }
  }

  /// Removes a listener, which receives no further event; returns whether none is left.
  func remove(_ id: UInt64) -> Bool {
    state.withLock { state in
      state.listeners.removeAll { $0.id == id }
      state.queued.removeAll { $0.id == id }
      return state.listeners.isEmpty && state.queued.isEmpty
    }
  }

  /// Removes all listeners, which receive no further event.
  func removeAll() {
    state.withLock { $0 = State() }
  }

  /// Appends an event to the queue of each listener.
  func emit(_ event: HostMemory) -> Emission {
    state.withLock { state in
      var emission = Emission(listeners: state.listeners.count + state.queued.count)
      for listener in state.listeners where listener.accept(event, dropping: &emission.dropped) {
        emission.readers.append(listener)
      }
      if let queue = state.queued.first?.queue { emission.announcement = queue.append(event, for: state.queued) }
      return emission
    }
  }
}
