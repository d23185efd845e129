// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

/// The events of one type that a listener in Swift receives.
///
/// Events that are emitted while no one reads wait in a queue of the reader's own; when it is full, the event's
/// ``HostEvent/policy`` says which one is dropped, and ``dropped`` counts it. The sequence ends when the bridge is
/// closed, after the events that wait; when the task that reads is cancelled; and when it is dropped. It does not keep
/// the bridge open.
///
/// An event that cannot be decoded counts as dropped, and the first one is reported
/// (`HostBridgeReport.Kind.undecodableEvent`).
///
/// Thread safety: used by one task at a time.
public final class HostEvents<Event: HostEvent>: AsyncSequence, AsyncIteratorProtocol {
  /// The event.
  public typealias Element = Event
  /// Reading events does not fail.
  public typealias Failure = Never

  private let reader: EventReader
  private let limit: Int
  private var hasReported = false

  /// The number of events that were dropped before the last one that was read, because the queue was full or they could
  /// not be decoded.
  public private(set) var dropped: UInt64 = 0

  /// - Parameters:
  ///   - reader: The reader of the events.
  ///   - limit: The bridge's limit on the size of a payload in bytes.
  init(_ reader: EventReader, limit: Int) {
    self.reader = reader
    self.limit = limit
  }

  /// Returns the sequence itself: each event is received once.
  public func makeAsyncIterator() -> HostEvents { self }

  /// Waits for the next event; does not suspend if one waits.
  ///
  /// - Returns: `nil` after the end.
  public func next() async -> Event? { await nextEvent() }

  /// Waits for the next event, as ``next()`` does.
  public func next(isolation actor: isolated (any Actor)?) async -> Event? { await nextEvent() }

  private func nextEvent() async -> Event? {
    await reader.nextAccepted { [self] bytes, dropped in
      self.dropped += dropped
      return decoded(bytes)
    }
  }

  private func decoded(_ bytes: RawSpan) -> Event? {
    do {
      return try PayloadCodec.decode(Event.self, from: bytes, in: .cbor, limit: limit)
    } catch {
      dropped += 1
      if !hasReported {
        hasReported = true
        reader.report(
          .undecodableEvent,
          "the event cannot be decoded as \(TypeName.of(Event.self)): \(PayloadCodec.describe(error))",
          wireName: Event.wireName)
      }
      return nil
    }
  }

  // MARK: A listener that a task runs

  /// Returns the registration that ends the subscription; `nil` if the bridge was closed.
  func registration(on bridge: HostBridge) -> HostRegistration? { reader.registration(on: bridge) }

  /// Reports an error that a listener threw for an event.
  func report(_ error: any Error) {
    reader.report(
      .failedEvent, "a listener threw an error for an event: \(PayloadCodec.summary(of: error))",
      wireName: Event.wireName)
  }
}
