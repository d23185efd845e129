// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// An event in bytes, as a listener receives it.
public struct EventBytes: Hashable, Sendable {
  /// The encoded event.
  public var bytes: [UInt8]
  /// The number of events that were dropped between this one and the one before it, because the queue of the listener
  /// was full.
  public var dropped: UInt64

  /// Creates an event.
  ///
  /// - Parameters:
  ///   - bytes: The encoded event.
  ///   - dropped: The number of events that were dropped before it.
  public init(bytes: [UInt8], dropped: UInt64 = 0) {
    self.bytes = bytes
    self.dropped = dropped
  }
}

/// Reads the events of one name, in bytes.
///
///     let prices = try bridge.eventBytes(named: "price_changed")
///     for await price in prices { … }
///
/// Events that are emitted while no one reads wait in a queue of the reader's own, and are dropped when it is full. The
/// reader ends when the bridge is closed, after the events that wait; when the task that reads is cancelled; and when
/// it is dropped. It does not keep the bridge open.
///
/// Thread safety: used by one task at a time.
public final class EventReader {
  let storage: BridgeStorage
  /// `nil` if the bridge was closed.
  let listener: EventListener?
  /// The number of events that could not be copied since the last one that was returned.
  private var uncopied: UInt64 = 0

  init(_ storage: BridgeStorage, _ listener: EventListener?) {
    self.storage = storage
    self.listener = listener
  }

  deinit {
    // In a forked child, another thread of the parent may hold a lock forever.
    if let listener, !hostcall_fork_is_child() { _ = storage.endReader(listener) }
  }

  /// Waits for the next event and returns the result of `body`.
  ///
  /// Does not suspend if an event waits.
  ///
  /// - Parameter body: Receives the event, which is valid until it returns, and the number of events that were dropped
  ///   between this one and the one before it. If it throws, the reader continues.
  /// - Returns: `nil` after the end: the bridge is closed, or the task is cancelled.
  /// - Throws: The error of `body`.
  public func next<Result, Failure: Error>(
    _ body: (RawSpan, UInt64) throws(Failure) -> Result
  ) async throws(Failure) -> Result? {
    guard let (event, dropped) = await nextEvent() else { return nil }
    storage.events.countDelivered()
    return try event.withBytes { bytes throws(Failure) in try body(bytes, dropped) }
  }

  /// Waits for the next event that `body` accepts and returns its result.
  ///
  /// - Parameter body: Receives each event, as for ``next(_:)``. Returns `nil` for one that it cannot use, which counts
  ///   as dropped.
  /// - Returns: `nil` after the end.
  package func nextAccepted<Result>(by body: (RawSpan, UInt64) -> Result?) async -> Result? {
    while let (event, dropped) = await nextEvent() {
      if let result = event.withBytes({ body($0, dropped) }) {
        storage.events.countDelivered()
        return result
      }
      storage.events.countDropped(1)
    }
    return nil
  }

  private func nextEvent() async -> (content: EventContent, dropped: UInt64)? {
    guard let listener else { return nil }
    while true {
      switch take(listener) {
      case .event(let event, let dropped): return (event, dropped)
      case .end: return nil
      case .wait: await storage.wait(for: listener)
      }
    }
  }

  /// Waits for the next event and returns a copy of it.
  ///
  /// An event for whose copy memory is lacking counts as dropped.
  ///
  /// - Returns: `nil` after the end: the bridge is closed, or the task is cancelled.
  public func next() async -> EventBytes? {
    await nextAccepted { bytes, dropped in
      guard HostMemory.isAvailable(bytes.byteCount) else {
        uncopied += dropped + 1
        return nil
      }
      defer { uncopied = 0 }
      return EventBytes(bytes: unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }, dropped: dropped + uncopied)
    }
  }

  /// Takes an event that waits, unless the task is cancelled.
  ///
  /// Not inlined: it depends on the current thread, whose identity must not be cached across a suspension.
  @inline(never)
  private func take(_ listener: EventListener) -> EventListener.Next {
    if hostcall_fork_is_child() { return .end }
    if hostcall_task_is_cancelled() { _ = storage.endReader(listener) }
    return listener.next()
  }
}

extension EventReader: AsyncSequence, AsyncIteratorProtocol {
  /// Returns the reader itself: each event is received once.
  public func makeAsyncIterator() -> EventReader { self }
}

extension BridgeStorage {
  /// Suspends a reader until there is an event or the end; cancelling the task ends the subscription.
  func wait(for listener: EventListener) async {
    await suspendTask { waiter in
      listener.suspend(waiter)
    } onCancel: {
      if endReader(listener) { listener.waiter?.resume() }
    }
  }
}
