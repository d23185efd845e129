// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A listener to the events of one name: functions of the host, which the callback thread runs, or a task that reads.
///
/// A host that has a queue has a ``QueuedListener`` instead.
///
/// The emitter appends the listener to the queue of the callback thread with the channel's lock held, unless it is in
/// that queue. The callback thread records that it is not before it takes the events that wait then, and only those: an
/// event that comes later appends the listener again, before anything that follows the event. So an event comes before
/// an answer that is queued after it, and a listener that emits its own event does not keep the thread to itself.
///
/// Thread safety: guarded by the lock of the channel.
final class EventListener: Suspension, @unchecked Sendable {  // guarded, except for what its superclasses say
  /// What to do after a subscription has ended.
  struct Ending: Sendable {
    /// The events that were dropped, to be freed without the lock.
    var dropped: [HostMemory] = []
    /// Whether the task has to be resumed.
    var resumesTask = false
  }

  /// The result of reading.
  enum Next: Sendable {
    case event(HostMemory, dropped: UInt64)
    case wait
    case end
  }

  let id: UInt64
  /// The name of the events.
  var wireName: WireName { channel.name }
  /// The host's functions; `nil` for a task.
  let functions: ListenerFunctions?
  private let channel: EventChannel
  private let enqueue: @Sendable (EventListener) -> Void

  // The lock excludes overlapping accesses, so the runtime does not have to check them.
  @exclusivity(unchecked) private var events: BoundedQueue<HostMemory>
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
  ///   - enqueue: Appends the listener to the queue of the callback thread.
  init(
    id: UInt64, on channel: EventChannel, functions: ListenerFunctions?, events: BoundedQueue<HostMemory>,
    enqueue: @escaping @Sendable (EventListener) -> Void
  ) {
    self.id = id
    self.channel = channel
    self.functions = functions
    unsafe self.events = events
    self.enqueue = enqueue
    super.init()
  }

  // MARK: With the lock held

  /// Accepts an event, or drops it or others.
  ///
  /// - Parameter dropped: Receives the events that are dropped.
  /// - Returns: Whether the task has to be resumed, after the lock is released.
  func accept(_ event: HostMemory, dropping dropped: inout [HostMemory]) -> Bool {
    guard unsafe events.append(event, size: event.count, removing: &dropped) else {
      dropped.append(event)
      return false
    }
    queueIfNeeded()
    defer { unsafe isWaiting = false }
    return unsafe isWaiting
  }

  private func queueIfNeeded() {
    guard functions != nil, unsafe !isQueued else { return }
    unsafe isQueued = true
    enqueue(self)
  }

  /// Ends the subscription, for the thread that has removed it from the ``EventTable``, or the reader.
  ///
  /// - Parameter dropsEvents: Whether to drop the events that wait.
  func end(dropsEvents: Bool) -> Ending {
    channel.withLock {
      defer { unsafe isWaiting = false }
      if unsafe !hasEnded {
        unsafe hasEnded = true
        // The callback thread releases the host's functions after the events that are left.
        queueIfNeeded()
      }
      return unsafe Ending(dropped: dropsEvents ? events.removeAll() : [], resumesTask: isWaiting)
    }
  }

  // MARK: The callback thread

  /// Begins to take the events that wait; returns how many there are, and whether to release the functions after them.
  func beginDelivery() -> (count: Int, isLast: Bool) {
    channel.withLock {
      unsafe isQueued = false
      return unsafe (events.count, hasEnded)
    }
  }

  /// Takes the first event; `nil` if there is none.
  func take() -> (element: HostMemory, dropped: UInt64)? {
    channel.withLock { unsafe events.popFirst() }
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
