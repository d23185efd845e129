// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Foundation
@testable import HostBridgeCore
import TestSupport

/// A host that subscribes listeners, ends some of them, and emits from within: through functions or through a queue.
final class EventStressHost: Sendable {
  let bridge: HostBridge
  let handle: hostcall_bridge
  let emitter: NumberedEmitter
  /// The host's queue; `nil` if the bridge calls its functions.
  private let queue: QueueHost?
  /// Whether no event is emitted while a subscription begins or ends, so that both are known exactly.
  let isExact: Bool
  private let clock = Guarded<UInt64>(0)
  private let generator: Guarded<SplitMix>
  /// What the bridge has pointers to, for as long as it is open.
  private let contexts = Guarded<[Context]>([])
  private let readers = Guarded<[EventSubscription]>([])
  private let found = Guarded<[String]>([])

  init(hasQueue: Bool, isExact: Bool, _ generator: inout SplitMix) {
    queue = hasQueue ? QueueHost([]) : nil
    bridge = queue?.bridge ?? HostBridge()
    handle = bridge.cHandle
    emitter = NumberedEmitter(bridge)
    self.isExact = isExact
    self.generator = Guarded(SplitMix(seed: generator.next()))
  }

  /// The subscriptions of the core.
  var readings: [EventSubscription] { readers.withLock { $0 } }
  /// Those of the host.
  var subscriptions: [EventSubscription] { contexts.withLock { $0.map(\.subscription).filter { $0.id != 0 } } }
  var violations: [String] { found.withLock { $0 } }

  private func violate(_ text: String) { found.withLock { $0.append(text) } }

  /// Returns true once in `count` times.
  private func happens(oneIn count: UInt64) -> Bool { generator.withLock { $0.next() % count == 0 } }

  /// Returns the next time on the host's clock.
  private func tick() -> UInt64 {
    clock.withLock { time in
      time += 1
      return time
    }
  }

  // MARK: Subscriptions

  /// Returns a reader of the core, which counts as subscribed until the close; `nil` if the bridge is closed.
  func read(_ subscription: EventSubscription) -> EventReader? {
    emitter.withoutEmits { last in
      guard !bridge.isClosed else { return nil }
      subscription.begin(after: last)
      readers.withLock { $0.append(subscription) }
      return try? bridge.eventBytes(named: "e", capacity: subscription.capacity, policy: subscription.policy)
    }
  }

  /// Subscribes a listener; returns `nil` if the bridge is closed, or has too many.
  func subscribe(_ generator: inout SplitMix) -> EventSubscription? {
    let subscription = EventSubscription(&generator)
    let status =
      isExact
      ? emitter.withoutEmits { subscribe(subscription, after: $0) } : subscribe(subscription, after: emitter.count)
    if status == HOSTCALL_OK { return subscription }
    let expected = [HOSTCALL_CLOSED, HOSTCALL_INVALID_BRIDGE, HOSTCALL_RESOURCE_EXHAUSTED]
    if !expected.contains(status) { violate("a subscription gave status \(status)") }
    return nil
  }

  private func subscribe(_ subscription: EventSubscription, after last: UInt64) -> Int32 {
    var listener = unsafe hostcall_listener()
    unsafe listener.size = MemoryLayout<hostcall_listener>.size
    unsafe listener.policy = subscription.policy == .dropOldest ? HOSTCALL_DROP_OLDEST : HOSTCALL_DROP_NEWEST
    unsafe listener.capacity = UInt32(subscription.capacity)
    let context = Context(host: self, subscription: subscription)
    contexts.withLock { $0.append(context) }
    unsafe listener.user_data = Unmanaged.passUnretained(context).toOpaque()
    if queue == nil {
      unsafe listener.event = { _, event, count, dropped, userData in
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: event, count: count))
        unsafe Unmanaged<Context>.fromOpaque(userData!).takeUnretainedValue().receive(bytes, dropped: dropped)
      }
      unsafe listener.release = { userData in
        unsafe Unmanaged<Context>.fromOpaque(userData!).takeUnretainedValue().subscription.release()
      }
    }
    var id: UInt64 = 0
    let status = unsafe hostcall_subscribe(handle, "e", &listener, &id)
    if status == HOSTCALL_OK { subscription.begin(id, after: last) }
    return status
  }

  /// Ends a subscription, if it has not ended.
  func unsubscribe(_ subscription: EventSubscription) {
    func end(_ last: UInt64) -> Int32 {
      let status = hostcall_unsubscribe(handle, subscription.id)
      // One event of a host with functions may start at this very moment, unless this is the thread that starts it.
      let isStrict = queue != nil || CallbackScope.isInside(handle)
      if status == HOSTCALL_OK { subscription.end(after: last, silentFrom: isStrict ? tick() : UInt64.max) }
      return status
    }
    let status = isExact ? emitter.withoutEmits { end($0) } : end(emitter.count)
    let expected = [HOSTCALL_OK, HOSTCALL_NOTHING, HOSTCALL_CLOSED, HOSTCALL_INVALID_BRIDGE]
    if !expected.contains(status) { violate("the end of a subscription gave status \(status)") }
  }

  /// Closes the bridge, in an exact round while no event is emitted.
  func close() async {
    if isExact {
      emitter.withoutEmits { last in
        bridge.storage.beginClosing()
        for subscription in subscriptions + readings { subscription.end(after: last, silentFrom: nil) }
      }
    }
    await bridge.close()
  }

  // MARK: Events

  /// What the bridge passes to the host's functions.
  private final class Context: Sendable {
    unowned let host: EventStressHost
    let subscription: EventSubscription

    init(host: EventStressHost, subscription: EventSubscription) {
      self.host = host
      self.subscription = subscription
    }

    func receive(_ bytes: [UInt8], dropped: UInt64) {
      let event = EventSubscription.Event(number: NumberedEmitter.number(bytes), dropped: dropped)
      subscription.receive(event, at: host.tick())
      host.react(to: subscription)
    }
  }

  /// Handles an event: emits another, ends the subscription, or takes its time.
  private func react(to subscription: EventSubscription) {
    if happens(oneIn: 30) { emitter.emit(fromHost: true) }
    if happens(oneIn: 300) { unsubscribe(subscription) }
    if subscription.pause > 0 { usleep(subscription.pause) }
  }

  // MARK: Messages

  /// Takes messages until the end, and is done with some of them only later; does nothing for a host without a queue.
  func takeMessages() {
    guard let queue else { return }
    var held: [QueueHost.Message] = []
    while true {
      let (start, last) = (tick(), emitter.count)
      switch queue.take(happens(oneIn: 3) ? 1_000_000 : 0) {
      case .message(let message):
        handle(message, since: start, last)
        if happens(oneIn: 4) { held.append(message) } else { queue.done(message) }
      case .status(HOSTCALL_NOTHING): usleep(50)
      case .status(let status):
        if status != HOSTCALL_CLOSED, status != HOSTCALL_INVALID_BRIDGE { violate("taking gave status \(status)") }
        return
      }
      if held.count > 3 || happens(oneIn: 20) || bridge.isClosed {
        for message in held { queue.done(message) }
        held = []
      }
    }
  }

  private func handle(_ message: QueueHost.Message, since start: UInt64, _ last: UInt64) {
    guard let context = unsafe UnsafeRawPointer(bitPattern: message.tag) else {
      return violate("\(message) has no listener")
    }
    let subscription = unsafe Unmanaged<Context>.fromOpaque(context).takeUnretainedValue().subscription
    switch message.kind {
    case HOSTCALL_MESSAGE_EVENT:
      let event = EventSubscription.Event(number: NumberedEmitter.number(message.bytes), dropped: message.count)
      subscription.receive(event, at: start, afterEmit: isExact ? last : nil)
      react(to: subscription)
    case HOSTCALL_MESSAGE_RELEASE: subscription.release()
    default: violate("\(message) is of another kind")
    }
  }
}
