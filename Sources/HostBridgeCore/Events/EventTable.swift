// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The subscriptions of a bridge: wire name → ``EventChannel`` → listeners, and ID → listener.
///
/// The thread that removes a subscription ends it, so it ends once: by the host, by the reader, or by the close.
///
/// Thread safety: safe from any thread. The lock may be held when that of a channel is acquired, not the reverse.
final class EventTable: Sendable {
  /// A listener that is subscribed.
  enum Subscriber: Sendable {
    case listener(EventListener)
    case queued(QueuedListener)

    fileprivate var isOfHost: Bool {
      switch self {
      case .listener(let listener): listener.isOfHost
      case .queued: true
      }
    }
  }

  private struct Subscription: Sendable {
    let subscriber: Subscriber
    let channel: EventChannel
  }

  private struct State: Sendable {
    var channels = ChannelMap()
    var subscriptions: [UInt64: Subscription] = [:]
    var lastID: UInt64 = 0
    /// The number of the host's listeners that it has not been told to release, or is not done with.
    var held = 0
    var isClosed = false
  }

  private let limit: Int
  private let state = Guarded(State())
  /// The number of subscriptions, read without the lock.
  private let count = Atomic<Int>(0)
  /// The number of the host's listeners whose `release` has not returned, or been queued.
  private let unreleased = Atomic<Int>(0)
  private let emitted = Atomic<UInt64>(0)
  private let passed = Atomic<UInt64>(0)
  private let dropped = Atomic<UInt64>(0)
  private let delivered = Atomic<UInt64>(0)
  private let deliveredByCallback = Atomic<UInt64>(0)

  /// Creates a table.
  ///
  /// - Parameter limit: The maximum number of the host's listeners.
  init(limit: Int) {
    self.limit = limit
  }

  // MARK: Emitting

  /// Returns the listeners of the name with these bytes; `nil` if there are none.
  ///
  /// Takes no lock if the bridge has no listeners.
  @inline(__always)
  func channel(of name: UnsafeRawBufferPointer) -> EventChannel? {
    if count.load(ordering: .sequentiallyConsistent) == 0 { return nil }
    let (hash, start, count) = unsafe (ChannelName.hash(of: name), UInt(bitPattern: name.baseAddress), name.count)
    return state.withLock { state in
      // Its bits, since a pointer cannot pass into the closure.
      let name = unsafe UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: start), count: count)
      return unsafe state.channels.find(hash, name)
    }
  }

  /// Returns the listeners of `name`; `nil` if there are none.
  ///
  /// Takes no lock if the bridge has no listeners.
  func channel(of name: WireName) -> EventChannel? {
    unsafe name.withBytes { unsafe channel(of: $0) }
  }

  /// Counts an event that is emitted to `listeners`, of which there may be none, before they can receive it.
  @inline(__always)
  func countEmitted(to listeners: Int) {
    emitted.wrappingAdd(1, ordering: .relaxed)
    passed.wrappingAdd(UInt64(truncatingIfNeeded: listeners), ordering: .relaxed)
  }

  /// Counts an event that a task or a host with a queue has received.
  func countDelivered() { delivered.wrappingAdd(1, ordering: .releasing) }

  /// Counts an event that the callback thread, which alone changes the number, passes to a listener.
  @inline(__always)
  func countPassed() {
    deliveredByCallback.store(deliveredByCallback.load(ordering: .relaxed) &+ 1, ordering: .releasing)
  }

  /// Counts events that were dropped for another.
  func countDropped(_ count: Int) {
    dropped.wrappingAdd(UInt64(truncatingIfNeeded: count), ordering: .releasing)
  }

  /// Adds the counters of events to `statistics`.
  ///
  /// First reads those of events that have left their queues, so that there are never more of them than were passed to
  /// the queues.
  func addCounters(to statistics: inout HostBridgeStatistics) {
    statistics.eventsDelivered = delivered.load(ordering: .acquiring) &+ deliveredByCallback.load(ordering: .acquiring)
    statistics.eventsDropped = dropped.load(ordering: .acquiring)
    statistics.events = passed.load(ordering: .relaxed)
    statistics.eventsEmitted = emitted.load(ordering: .relaxed)
    statistics.listeners = UInt64(count.load(ordering: .relaxed))
  }

  // MARK: Subscribing

  /// Subscribes a listener of the host, after passing its ID to `publish`.
  ///
  /// - Parameter make: Returns the listener for its ID and channel.
  /// - Throws: ``Status/closed``, ``Status/resourceExhausted``, and the error of `make`.
  func subscribe(
    to name: WireName, publish: (UInt64) -> Void, make: (UInt64, EventChannel) throws(StatusError) -> Subscriber
  ) throws(StatusError) {
    try state.withLock { state throws(StatusError) in
      if state.isClosed { throw .closed }
      guard state.held < limit else { throw StatusError(.resourceExhausted, .tooManyListeners, first: UInt64(limit)) }
      _ = try add(to: name, &state) { id, channel throws(StatusError) in
        let subscriber = try make(id, channel)
        publish(id)
        return subscriber
      }
      state.held += 1
      unreleased.add(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Subscribes a task; returns `nil` if the table is closed.
  func subscribe(to name: WireName, make: (UInt64, EventChannel) -> EventListener) -> EventListener? {
    state.withLock { state in
      guard !state.isClosed, case .listener(let listener) = add(to: name, &state, { .listener(make($0, $1)) }) else {
        return nil
      }
      return listener
    }
  }

  /// Call with the lock held.
  private func add<Failure: Error>(
    to name: WireName, _ state: inout State, _ make: (UInt64, EventChannel) throws(Failure) -> Subscriber
  ) throws(Failure) -> Subscriber {
    let name = ChannelName(name)
    let known = state.channels.find(name)
    let channel = known ?? EventChannel(name)
    let id = state.lastID + 1
    let subscriber = try make(id, channel)
    state.lastID = id
    if known == nil { state.channels.add(channel) }
    state.subscriptions[id] = Subscription(subscriber: subscriber, channel: channel)
    count.store(state.subscriptions.count, ordering: .sequentiallyConsistent)
    switch subscriber {
    case .listener(let listener): channel.add(listener)
    case .queued(let listener): channel.add(listener)
    }
    return subscriber
  }

  // MARK: The end of a subscription

  /// Removes a subscription, whose listener the caller must end; `nil` if there is none.
  ///
  /// - Parameter ofHost: Whether it is one of the host, which knows only its own; if not, it is one of the core.
  func remove(_ id: UInt64, ofHost: Bool) -> Subscriber? {
    state.withLock { state in
      guard let subscription = state.subscriptions[id], subscription.subscriber.isOfHost == ofHost else { return nil }
      state.subscriptions[id] = nil
      count.store(state.subscriptions.count, ordering: .sequentiallyConsistent)
      if subscription.channel.remove(id) { state.channels.remove(subscription.channel) }
      return subscription.subscriber
    }
  }

  /// Refuses subscriptions from now on, and removes all, whose listeners the caller must end.
  func close() -> [Subscriber] {
    let (channels, subscriptions) = state.withLock { state in
      state.isClosed = true
      defer { (state.channels, state.subscriptions) = (ChannelMap(), [:]) }
      count.store(0, ordering: .sequentiallyConsistent)
      return (state.channels.all, state.subscriptions.values.map(\.subscriber))
    }
    for channel in channels { channel.removeAll() }
    return subscriptions
  }

  /// Records that the `release` of a listener has returned, or is queued.
  ///
  /// - Parameter isDone: Whether the host is done with the release.
  func didRelease(isDone: Bool) {
    if isDone { didFinishRelease() }
    unreleased.subtract(1, ordering: .sequentiallyConsistent)
  }

  /// Records that the host is done with the message of a release.
  func didFinishRelease() {
    state.withLock { $0.held -= 1 }
  }

  /// A Boolean value that indicates whether every listener of the host has been released, or its release is queued.
  var isReleased: Bool { unreleased.load(ordering: .sequentiallyConsistent) == 0 }
}
