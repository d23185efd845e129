// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The streams to the host: the objects in use, and those that can be used again.
///
/// Objects are never freed before the bridge, so a thread that found one in a slot may use it without retaining it.
/// Their number is the maximum number of streams that were open at once.
///
/// Thread safety: safe from any thread.
final class StreamPool: Sendable {
  private struct State: Sendable {
    var all: [StreamState] = []
    var free: [StreamState] = []
  }

  private let state = Guarded(State())
  /// A lower bound of the times at which a silence is too long.
  private let earliest = AtomicDeadline()

  /// Returns an object for a new stream.
  func take(buffer: Int, silence: Duration?) -> StreamState {
    let stream = state.withLock { state in
      if let stream = state.free.popLast() { return stream }
      let stream = StreamState()
      state.all.append(stream)
      return stream
    }
    stream.prepare(buffer: buffer, silence: silence)
    return stream
  }

  /// Takes back an object whose stream nothing needs any more, or did not begin.
  func recycle(_ stream: StreamState) {
    stream.reset()
    state.withLock { $0.free.append(stream) }
  }

  /// The number of streams in use.
  var count: Int { state.withLock { $0.all.count - $0.free.count } }

  private var all: [StreamState] { state.withLock { $0.free.count == $0.all.count ? [] : $0.all } }

  /// Adds the counters of streams of the host to `statistics`.
  ///
  /// Complexity: linear in the maximum number of streams that were open at once.
  func addCounters(to statistics: inout HostBridgeStatistics) {
    for stream in state.withLock({ $0.all }) {
      let (isOpen, items) = stream.counts
      if isOpen { statistics.streams += 1 }
      statistics.itemsToCore += items
    }
  }

  // MARK: Silence

  /// Records when a silence is too long, for the next sweep.
  func record(_ silenceDue: Deadline) {
    if silenceDue != .never { earliest.lower(to: silenceDue) }
  }

  /// A lower bound of the times at which a silence is too long; ``Deadline/never`` if there are no limits.
  var earliestSilence: Deadline { earliest.load() }

  /// Calls `body` with every stream whose host has been silent for too long.
  func forEachSilent(at now: Deadline, _ body: (CallReference) -> Void) {
    guard earliestSilence <= now else { return }
    // A stream that receives an item or credit from now on is found below, or its thread records a time.
    earliest.store(.never)
    for stream in all {
      let (expired, next) = stream.checkSilence(at: now)
      record(next)
      if let expired { body(expired) }
    }
  }

  // MARK: Stale streams

  /// Returns the streams whose host has become stale.
  func stale(at now: Deadline, _ limit: Duration) -> [CallReference] {
    all.compactMap { $0.checkStale(at: now, limit) }
  }

  /// Whether a stream may still have to be reported as stale.
  var isWatched: Bool { all.contains { $0.isWatched } }
}
