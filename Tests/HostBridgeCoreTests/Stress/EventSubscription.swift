// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import TestSupport

/// A subscription of a stress test, with all that its listener has received, to be compared with a model.
///
///     emitted:    … 17 │ 18 19 20 21 22 23 24 25 │ 26 …
///                start │                         │ end: the last event before and during the subscription
///     received:          18    20 (1 dropped) 21
///     left:                                22–25     dropped after the last one, or discarded by the end
final class EventSubscription: Sendable {
  struct Event: Sendable {
    let number: UInt64
    /// The number of events that the listener was told it lacks before this one.
    let dropped: UInt64
  }

  private struct State: Sendable {
    var id: UInt64 = 0
    var start: UInt64 = 0
    var end: UInt64?
    /// The time on the arena's clock at which no further event may begin; `nil` as long as some may.
    var silence: UInt64?
    var events: [Event] = []
    var releases = 0
    var violations: [String] = []
  }

  let policy: EventPolicy
  let capacity: Int
  /// How long the listener takes for an event, in microseconds.
  let pause: UInt32
  private let state = Guarded(State())

  init(_ generator: inout SplitMix) {
    policy = Bool.random(using: &generator) ? .dropOldest : .dropNewest
    capacity = Int.random(in: 1...20, using: &generator)
    pause = UInt32.random(in: 0...2, using: &generator) == 0 ? UInt32.random(in: 1...200, using: &generator) : 0
  }

  /// The ID that the host knows; 0 until the function that subscribes has returned, and for a reader.
  var id: UInt64 { state.withLock { $0.id } }
  var received: Int { state.withLock { $0.events.count } }
  /// The number of events that were emitted while the listener was subscribed, in a round where that is known.
  var emitted: UInt64 { state.withLock { ($0.end ?? $0.start) - $0.start } }
  /// Whether the subscription lasted until the close.
  var isLasting: Bool { state.withLock { $0.silence == nil } }

  func begin(_ id: UInt64 = 0, after start: UInt64) {
    state.withLock { state in
      state.id = id
      state.start = start
    }
  }

  /// Records the end of the subscription after the event `number`, and that no event may begin from the time `silence`
  /// on.
  func end(after number: UInt64, silentFrom silence: UInt64?) {
    state.withLock { state in
      state.end = state.end ?? number
      state.silence = state.silence ?? silence
    }
  }

  /// Records an event whose delivery began at `time` or later.
  ///
  /// - Parameter last: The last event that had been emitted to all subscribed by then, if that is known.
  func receive(_ event: Event, at time: UInt64, afterEmit last: UInt64? = nil) {
    state.withLock { state in
      state.events.append(event)
      if state.releases > 0 { state.violations.append("\(event) came after the release") }
      if let silence = state.silence, time >= silence { state.violations.append("\(event) came after the end") }
      // A queue that drops the oldest holds the last events that were emitted, from this one on.
      if policy == .dropOldest, let last, last >= event.number + UInt64(capacity) {
        state.violations.append("the queue held \(event) to \(last), with a capacity of \(capacity)")
      }
    }
  }

  func release() {
    state.withLock { $0.releases += 1 }
  }

  /// Returns what is wrong once the bridge is closed and everything has returned.
  ///
  /// - Parameters:
  ///   - isExact: Whether the numbers of events before the start and the end are known exactly.
  ///   - isOrdered: Whether the events were recorded in the order in which they were handed out.
  ///   - isOfHost: Whether the listener has a release.
  func violations(isExact: Bool, isOrdered: Bool, isOfHost: Bool) -> [String] {
    state.withLock { state in
      var found = state.violations
      let events = isOrdered ? state.events : state.events.sorted { $0.number < $1.number }
      for (before, after) in zip(events, events.dropFirst()) where after.number != before.number + after.dropped + 1 {
        found.append("\(after) follows \(before)")
      }
      let releases = isOfHost ? 1 : 0
      if state.releases != releases { found.append("\(state.releases) releases") }
      guard isExact, let end = state.end, end > state.start else { return found }
      let told = UInt64(events.count) + events.reduce(0) { $0 + $1.dropped }
      if let first = events.first, first.number - first.dropped != state.start + 1 {
        found.append("\(first) is the first after \(state.start)")
      }
      if told > end - state.start { found.append("\(told) of \(end - state.start) events") }
      // A close delivers what waits, and a queue that drops the oldest keeps the last event.
      if state.silence == nil, policy == .dropOldest || told == 0, told != end - state.start {
        found.append("told of \(told) of \(end - state.start) events at the close")
      }
      return found
    }
  }
}
