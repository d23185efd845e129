// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore

/// A model of events for a host that has a queue, as hostcall.h describes them: what each function returns, and which
/// message comes next.
///
/// Everything that waits has a place; messages are handed out in the order of their places.
struct EventQueueModel {
  struct Message: Equatable {
    var subscription: UInt64
    /// The event; `nil` for a release.
    var event: [UInt8]?
    var dropped: UInt64 = 0
  }

  private struct Waiting {
    var place: Int
    var event: [UInt8]
    var dropped: UInt64
  }

  private struct Listener {
    var name: String
    var capacity: Int
    var policy: EventPolicy
    var waiting: [Waiting] = []
    /// The number of events dropped after the last one that waits.
    var dropped: UInt64 = 0
    /// The number of events that the host has taken and is not done with.
    var taken = 0
    var isSubscribed = true
    /// The place of the release.
    var release: Int?

    var size: Int { waiting.reduce(0) { $0 + $1.event.count } }
  }

  private let limit: Int
  private let sizeLimit: Int
  private var listeners: [UInt64: Listener] = [:]
  private var lastID: UInt64 = 0
  private var lastPlace = 0
  private(set) var counts = HostBridgeStatistics()

  /// - Parameters:
  ///   - limit: The maximum number of listeners that the host is not done with.
  ///   - sizeLimit: The maximum size of the events that wait for one listener, in bytes.
  init(limit: Int, sizeLimit: Int) {
    self.limit = limit
    self.sizeLimit = sizeLimit
  }

  /// The subscriptions that have not ended.
  var subscribed: [UInt64] { listeners.filter(\.value.isSubscribed).keys.sorted() }

  private mutating func place() -> Int {
    lastPlace += 1
    return lastPlace
  }

  /// Returns the ID of a new subscription; `nil` if there are too many.
  mutating func subscribe(to name: String, capacity: Int, policy: EventPolicy) -> UInt64? {
    guard listeners.count < limit else { return nil }
    lastID += 1
    listeners[lastID] = Listener(name: name, capacity: capacity, policy: policy)
    counts.listeners += 1
    return lastID
  }

  /// Returns whether there was such a subscription.
  mutating func unsubscribe(_ id: UInt64) -> Bool {
    guard listeners[id]?.isSubscribed == true else { return false }
    listeners[id]?.waiting = []
    end(id)
    return true
  }

  private mutating func end(_ id: UInt64) {
    listeners[id]?.isSubscribed = false
    counts.listeners -= 1
    releaseIfUnused(id)
  }

  private mutating func releaseIfUnused(_ id: UInt64) {
    guard let listener = listeners[id], !listener.isSubscribed, listener.taken == 0, listener.waiting.isEmpty else {
      return
    }
    let place = place()
    listeners[id]?.release = place
  }

  /// Ends all subscriptions after the events that wait.
  mutating func close() {
    for id in subscribed { end(id) }
  }

  /// Returns whether the event was accepted.
  mutating func emit(_ event: [UInt8], named name: String) -> Bool {
    guard event.count <= sizeLimit else { return false }
    counts.eventsEmitted += 1
    for id in subscribed {
      guard var listener = listeners[id], listener.name == name else { continue }
      counts.events += 1
      func isFull() -> Bool {
        listener.waiting.count == listener.capacity || listener.size + event.count > sizeLimit
      }
      while isFull(), listener.policy == .dropOldest {
        // The next event tells of the one that is dropped, and of those that it would have told of.
        let oldest = listener.waiting.removeFirst()
        counts.eventsDropped += 1
        if listener.waiting.isEmpty {
          listener.dropped += oldest.dropped + 1
        } else {
          listener.waiting[0].dropped += oldest.dropped + 1
        }
      }
      if isFull() {
        counts.eventsDropped += 1
        listener.dropped += 1
      } else {
        listener.waiting.append(Waiting(place: place(), event: event, dropped: listener.dropped))
        listener.dropped = 0
      }
      listeners[id] = listener
    }
    return true
  }

  /// Returns the next message; `nil` if there is none.
  mutating func take() -> Message? {
    let places = listeners.compactMap { id, listener in
      (listener.release ?? listener.waiting.first?.place).map { (place: $0, id: id) }
    }
    guard let id = places.min(by: { $0.place < $1.place })?.id else { return nil }
    return takeRelease(of: id) ?? takeEvent(of: id)
  }

  /// Returns the release of a listener; `nil` if it is not due.
  ///
  /// Of the listeners that a close ends, any may be released first.
  mutating func takeRelease(of id: UInt64) -> Message? {
    guard listeners[id]?.release != nil else { return nil }
    listeners[id]?.release = nil
    return Message(subscription: id)
  }

  private mutating func takeEvent(of id: UInt64) -> Message? {
    guard let first = listeners[id]?.waiting.removeFirst() else { return nil }
    listeners[id]?.taken += 1
    counts.eventsDelivered += 1
    return Message(subscription: id, event: first.event, dropped: first.dropped)
  }

  /// Handles that the host is done with a message.
  mutating func finish(_ message: Message) {
    guard message.event != nil else { return listeners[message.subscription] = nil }
    listeners[message.subscription]?.taken -= 1
    releaseIfUnused(message.subscription)
  }
}
