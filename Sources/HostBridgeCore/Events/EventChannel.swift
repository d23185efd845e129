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
    /// Whether to wake the callback thread.
    var wakesHost = false
    /// What only some events need; `nil` if nothing is left to do.
    var effects: Effects?
  }

  /// What to do after an event that was dropped, or received by other listeners than the host's functions.
  struct Effects: Sendable {
    /// The tasks to resume.
    var readers: [EventListener] = []
    /// The number of events that were dropped from queues in this process.
    var dropped = 0
    /// The messages that were queued for a host that has a queue.
    var announcement: MessageQueue.Announcement?

    /// The number of events that were dropped.
    var droppedCount: Int { dropped + (announcement?.dropped.count ?? 0) }
  }

  @safe private struct State: @unchecked Sendable {  // guarded, and listeners are Sendable
    /// Not retained: the ``EventTable`` retains a listener until it has been removed here.
    var listeners: ContiguousArray<Unmanaged<EventListener>> = unsafe []
    var queued: [QueuedListener] = []

    /// Appends an event to the queue of a host that has one.
    @inline(never)
    func queue(_ event: HostMemory, _ emission: inout Emission) {
      emission.effects = Effects(announcement: queued.first?.queue.append(event, for: queued))
    }
  }

  let name: ChannelName
  private let state = Guarded(State())

  init(_ name: ChannelName) {
    self.name = name
  }

  /// Calls `body` with the lock held, which guards the listeners too.
  func withLock<Result: Sendable>(_ body: () -> Result) -> Result {
    state.withLock { _ in body() }
  }

  func add(_ listener: EventListener) {
    state.withLock { unsafe $0.listeners.append(.passUnretained(listener)) }
  }

  func add(_ listener: QueuedListener) {
    state.withLock { $0.queued.append(listener) }
  }

  /// Removes a listener, which receives no further event; returns whether none is left.
  func remove(_ id: UInt64) -> Bool {
    state.withLock { state in
      unsafe state.listeners.removeAll { unsafe $0._withUnsafeGuaranteedRef { $0.id == id } }
      state.queued.removeAll { $0.id == id }
      return unsafe state.listeners.isEmpty && state.queued.isEmpty
    }
  }

  /// Removes all listeners, which receive no further event.
  func removeAll() {
    state.withLock { $0 = State() }
  }

  /// Appends an event to the queue of each listener.
  ///
  /// - Parameters:
  ///   - table: Counts the event before a listener can.
  ///   - emission: Receives what to do next.
  /// - Returns: False if memory is lacking; then no listener receives the event.
  @inline(__always)
  func emit(_ event: EventContent, countedBy table: EventTable, _ emission: inout Emission) -> Bool {
    state.withLock { state in
      let shared = state.queued.isEmpty ? nil : event.memory
      if !state.queued.isEmpty, shared == nil { return false }
      // By index, since iterating would retain the array.
      let count = unsafe state.listeners.count
      table.countEmitted(to: count &+ state.queued.count)
      if let shared { state.queue(shared, &emission) }
      for index in 0..<count {
        unsafe state.listeners[index]._withUnsafeGuaranteedRef { $0.accept(event, &emission) }
      }
      return true
    }
  }
}

extension EventChannel.Effects? {
  /// The effects, to be added to in place.
  var forAdding: EventChannel.Effects {
    get { self ?? EventChannel.Effects() }
    _modify {
      if self == nil { self = EventChannel.Effects() }
      yield &self!  // set above
    }
  }
}
