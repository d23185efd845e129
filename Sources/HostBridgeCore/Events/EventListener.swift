// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A listener to the events of one name: functions of the host, which the callback thread runs, or a task that reads.
///
/// A host that has a queue has a ``QueuedListener`` instead.
///
/// The emitter appends the listener to the queue of the callback thread with the channel's lock held, unless it is in
/// that queue, and wakes the thread after releasing the lock, for which it would otherwise wait at once. The callback
/// thread records that it is not before it takes the events that wait then, and only those: an event that comes later
/// appends the listener again, before anything that follows the event. So an event comes before an answer that is
/// queued after it, and a listener that emits its own event does not keep the thread to itself.
///
/// Thread safety: guarded by the lock of the channel, except for ``batch``.
final class EventListener: Suspension, @unchecked Sendable {  // guarded, except for what its superclasses say
  /// What to do after a subscription has ended.
  struct Ending: Sendable {
    /// Whether to wake the callback thread.
    var wakesHost = false
    /// Whether the task has to be resumed.
    var resumesTask = false
  }

  /// The result of reading.
  enum Next: Sendable {
    case event(EventContent, dropped: UInt64)
    case wait
    case end
  }

  let id: UInt64
  /// The name of the events.
  var wireName: String { channel.name.text }
  /// The host's functions; `nil` for a task.
  let functions: ListenerFunctions?
  let isOfHost: Bool
  private let channel: EventChannel
  private let enqueue: @Sendable (EventListener) -> Bool
  /// The events that the callback thread has taken out of the queue; unused for a task.
  private let batch: EventBatch
  /// The number of events that the callback thread still takes before others have their turn; used by it only.
  @exclusivity(unchecked) private var turn = 0

  // The lock excludes overlapping accesses, so the runtime does not have to check them.
  @exclusivity(unchecked) private var events: BoundedQueue<EventContent>
  /// Whether the listener is in the queue of the callback thread.
  @exclusivity(unchecked) private var isQueued = false
  /// Whether the task is suspended.
  @exclusivity(unchecked) private var isWaiting = false
  @exclusivity(unchecked) private var hasEnded = false

  /// Creates a listener.
  ///
  /// - Parameters:
  ///   - id: The subscription.
  ///   - channel: The listeners of the same name.
  ///   - functions: The host's functions; `nil` for a task.
  ///   - events: An empty queue.
  ///   - enqueue: Appends the listener to the queue of the callback thread, and returns whether to wake that thread.
  init(
    id: UInt64, on channel: EventChannel, functions: ListenerFunctions?, events: consuming BoundedQueue<EventContent>,
    enqueue: @escaping @Sendable (EventListener) -> Bool
  ) {
    self.id = id
    self.channel = channel
    self.functions = functions
    isOfHost = functions != nil
    batch = EventBatch(capacity: isOfHost ? 32 : 0)
    unsafe self.events = events
    self.enqueue = enqueue
    super.init()
  }

  // MARK: With the lock held

  /// Accepts an event, or drops it or others; adds what to do after the lock is released to `emission`.
  func accept(_ event: EventContent, _ emission: inout EventChannel.Emission) {
    guard unsafe events.append(event, size: event.count) || makeRoom(for: event, &emission) else { return }
    if isOfHost {
      if unsafe !isQueued, queue() { emission.wakesHost = true }
    } else if unsafe isWaiting {
      unsafe isWaiting = false
      emission.effects.forAdding.readers.append(self)
    }
  }

  /// Appends an event that may not fit, dropping others, or drops it and returns false.
  ///
  /// Allocates nothing, since memory may be lacking: what is dropped is freed with the lock held.
  @inline(never)
  private func makeRoom(for event: EventContent, _ emission: inout EventChannel.Emission) -> Bool {
    unsafe batch.updateHeld(of: &events)
    var dropped = 0
    defer { if dropped > 0 { emission.effects.forAdding.dropped += dropped } }
    while unsafe events.dropsOldest, unsafe !events.hasRoom(for: event.count) {
      let isRevoked = batch.revoke()
      unsafe batch.updateHeld(of: &events)
      guard isRevoked else { break }
      dropped += 1
    }
    if unsafe events.append(event, size: event.count, removing: { _ in dropped += 1 }) { return true }
    dropped += 1
    return false
  }

  /// Appends the listener to the queue of the callback thread; returns whether to wake that thread.
  @inline(never)
  private func queue() -> Bool {
    unsafe isQueued = true
    return enqueue(self)
  }

  /// Ends the subscription, for the thread that has removed it from the ``EventTable``, or the reader.
  ///
  /// - Parameter dropsEvents: Whether to drop the events that wait.
  func end(dropsEvents: Bool) -> Ending {
    channel.withLock {
      defer { unsafe isWaiting = false }
      var ending = unsafe Ending(resumesTask: isWaiting)
      if unsafe !hasEnded {
        unsafe hasEnded = true
        // The callback thread releases the host's functions after the events that are left.
        if isOfHost, unsafe !isQueued { ending.wakesHost = queue() }
      }
      if dropsEvents {
        // Freed with the lock held, as in makeRoom(for:_:).
        while batch.revoke() {}
        unsafe batch.updateHeld(of: &events)
        unsafe events.removeAll { _ in }
      }
      return ending
    }
  }

  // MARK: The callback thread

  /// Begins to take the events that wait; returns whether to release the functions after them.
  func beginDelivery() -> Bool {
    channel.withLock {
      unsafe isQueued = false
      unsafe turn = events.count
      fill()
      return unsafe hasEnded
    }
  }

  /// Takes the first of the events that waited when their delivery began, which stays in place until the next call, and
  /// the number of events that were dropped before it; `nil` if there is none.
  @inline(__always)
  func take() -> (place: UnsafeMutablePointer<EventBatch.Entry>, dropped: UInt64)? {
    while true {
      if let event = unsafe batch.claim() { return unsafe event }
      if unsafe turn == 0 { return nil }
      channel.withLock { fill() }
    }
  }

  /// Call with the lock held.
  private func fill() {
    let count = unsafe batch.fill(from: &events, most: turn)
    // Fewer than there were if some have been dropped.
    unsafe turn = count == 0 ? 0 : turn - count
  }

  // MARK: The reader

  /// Takes the first event, or says why there is none.
  func next() -> Next {
    channel.withLock {
      if let (event, dropped) = unsafe events.popFirst() { return .event(event, dropped: dropped) }
      return unsafe hasEnded ? .end : .wait
    }
  }

  /// Suspends the reader; returns false if there is an event or the end, so that it must not suspend.
  func suspend(_ waiter: Waiter) -> Bool {
    channel.withLock {
      guard unsafe events.count == 0, unsafe !hasEnded else { return false }
      self.waiter = waiter
      unsafe isWaiting = true
      return true
    }
  }
}
