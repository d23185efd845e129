// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

// Events, from the core and from the host, to the listeners of both.
extension BridgeStorage {
  // MARK: Emitting

  /// Emits an event, for code in any language.
  ///
  /// - Parameter channel: The listeners of the event's name; `nil` if there are none.
  /// - Throws: ``Status/closed`` or ``Status/resourceExhausted``; never because of a slow listener.
  @inline(__always)
  func emit(_ start: UnsafeRawPointer?, count size: UInt, to channel: EventChannel?) throws(StatusError) {
    try checkOpen()
    guard size <= UInt(configuration.maximumPayloadSize) else {
      throw .tooLarge("event", size: size, limit: configuration.maximumPayloadSize)
    }
    guard let channel else { return events.countEmitted(to: 0) }
    var emission = EventChannel.Emission()
    guard let event = unsafe EventContent(copying: UnsafeRawBufferPointer(start: start, count: Int(size))),
      channel.emit(event, countedBy: events, &emission)
    else { throw .noMemory("event", size) }
    if emission.wakesHost { callbackThread.wake() }
    if emission.effects != nil { perform(&emission) }
  }

  @inline(never)
  private func perform(_ emission: inout EventChannel.Emission) {
    guard let effects = emission.effects.take() else { return }
    events.countDropped(effects.droppedCount)
    for reader in effects.readers { taskThread.resume(reader) }
    if let announcement = effects.announcement, let queue = delivery.queue { queue.announce(announcement) }
  }

  // MARK: Listeners of the host

  /// Subscribes functions of the host.
  ///
  /// - Parameter publish: Receives the ID before an event can.
  func subscribe(
    _ functions: ListenerFunctions, to name: WireName, capacity: Int, policy: EventPolicy, publish: (UInt64) -> Void
  ) throws(StatusError) {
    try checkOpen()
    try events.subscribe(to: name, publish: publish) { id, channel in
      .listener(listener(id, channel, functions, capacity: capacity, policy: policy))
    }
  }

  /// Subscribes a host that has a queue.
  ///
  /// - Parameters:
  ///   - userData: The tag of its messages.
  ///   - publish: Receives the ID before an event can.
  func subscribe(
    _ queue: MessageQueue, userData: UnsafeMutableRawPointer?, to name: WireName, capacity: Int, policy: EventPolicy,
    publish: (UInt64) -> Void
  ) throws(StatusError) {
    try checkOpen()
    try events.subscribe(to: name, publish: publish) { id, _ throws(StatusError) in
      .queued(
        try unsafe QueuedListener(
          queue, name, id: id, userData: userData, events: emptyQueue(capacity, policy)
        ) { [events] in events.didFinishRelease() })
    }
  }

  /// Ends a subscription of the host.
  func unsubscribe(_ id: UInt64) throws(StatusError) {
    try checkOpen()
    guard let subscriber = events.remove(id, ofHost: true) else {
      throw StatusError(.nothing, .noSubscription, first: id)
    }
    reach(.listenerRemoved)
    end(subscriber, dropsEvents: true)
  }

  /// Ends a subscription that has been removed from the table.
  private func end(_ subscriber: EventTable.Subscriber, dropsEvents: Bool) {
    switch subscriber {
    case .listener(let listener):
      let ending = listener.end(dropsEvents: dropsEvents)
      if ending.wakesHost { callbackThread.wake() }
      if ending.resumesTask { taskThread.resume(listener) }
    case .queued(let listener):
      listener.queue.end(listener, dropsEvents: dropsEvents)
      events.didRelease(isDone: false)
      // Unlike a listener with functions, nothing else wakes the thread that finishes a close.
      callbackThread.requestScan()
    }
  }

  /// Ends all subscriptions after the events that wait, and refuses further ones.
  func closeEvents() {
    for subscriber in events.close() { end(subscriber, dropsEvents: false) }
  }

  // MARK: Listeners of the core

  /// Subscribes a task; returns a reader that has ended if the bridge is closed.
  package func eventReader(named name: WireName, capacity: Int, policy: EventPolicy) -> EventReader {
    guard !isClosed, !hostcall_fork_is_child() else { return EventReader(self, nil) }
    return EventReader(
      self,
      events.subscribe(to: name) { id, channel in listener(id, channel, nil, capacity: capacity, policy: policy) })
  }

  /// Ends the subscription of a reader, and drops the events that wait; returns whether the task has to be resumed.
  func endReader(_ listener: EventListener) -> Bool {
    _ = events.remove(listener.id, ofHost: false)
    return listener.end(dropsEvents: true).resumesTask
  }

  /// Ends the subscription of a reader for another thread; returns whether it was subscribed.
  func endListening(_ listener: EventListener) -> Bool {
    // In a forked child, another thread of the parent may hold a lock forever.
    guard !hostcall_fork_is_child(), events.remove(listener.id, ofHost: false) != nil else { return false }
    if listener.end(dropsEvents: true).resumesTask { taskThread.resume(listener) }
    return true
  }

  private func listener(
    _ id: UInt64, _ channel: EventChannel, _ functions: ListenerFunctions?, capacity: Int, policy: EventPolicy
  ) -> EventListener {
    EventListener(id: id, on: channel, functions: functions, events: emptyQueue(capacity, policy)) {
      [callbackThread] in callbackThread.appendWithoutWake($0)
    }
  }

  private func emptyQueue<Element>(_ capacity: Int, _ policy: EventPolicy) -> BoundedQueue<Element> {
    BoundedQueue(
      capacity: min(max(1, capacity), EventCapacity.maximum), sizeLimit: configuration.maximumPayloadSize,
      dropsOldest: policy == .dropOldest)
  }
}
