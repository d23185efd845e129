// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The counters of a bridge since it was created: of its calls to the host, streams included, and of streams and events
/// in both directions.
///
/// A snapshot: `made` is always the sum of `answered`, `failed`, `cancelled`, `expired`, `inFlight` and `waiting`. An
/// event in `events` that is neither in `eventsDropped` nor in `eventsDelivered` waits for its listener, or was
/// discarded when the subscription ended.
public struct HostBridgeStatistics: Hashable, Sendable {
  /// The number of calls that were made while the bridge was open, with a request within the size limit.
  public package(set) var made: UInt64 = 0
  /// The number of calls that were answered with a response.
  public package(set) var answered: UInt64 = 0
  /// The number of calls that were answered with an error or a failure, or that ended because their name was not
  /// registered, too many calls were in flight, all pending calls were failed, or the bridge was closed.
  public package(set) var failed: UInt64 = 0
  /// The number of calls whose task was cancelled.
  public package(set) var cancelled: UInt64 = 0
  /// The number of calls whose deadline passed.
  public package(set) var expired: UInt64 = 0
  /// The number of answers that were dropped because their call was not pending.
  public package(set) var late: UInt64 = 0
  /// The number of calls that have a call ID and have not ended.
  public package(set) var inFlight: UInt64 = 0
  /// The number of calls that wait for a permit because ``HostBridgeConfiguration/maximumCallsInFlight`` calls are in
  /// flight.
  public package(set) var waiting: UInt64 = 0
  /// The total size of the requests, in bytes.
  public package(set) var requestBytes: UInt64 = 0
  /// The total size of the accepted answers, in bytes.
  public package(set) var answerBytes: UInt64 = 0
  /// The number of subscriptions to events, of the host and of the core, that have not ended.
  public package(set) var listeners: UInt64 = 0
  /// The number of events that were passed to listeners' queues, each counted once for each listener; never fewer
  /// than ``eventsDropped`` and ``eventsDelivered`` together.
  public package(set) var events: UInt64 = 0
  /// The number of those events that were dropped: because a listener's queue was full, or because a listener in Swift
  /// could not decode them, or had no memory for a copy.
  public package(set) var eventsDropped: UInt64 = 0
  /// The number of events that were emitted by the host or by the core, including those without a listener.
  public package(set) var eventsEmitted: UInt64 = 0
  /// The number of ``events`` that their listeners have received.
  public package(set) var eventsDelivered: UInt64 = 0
  /// The number of streams, of the host and of the core, that have not ended.
  public package(set) var streams: UInt64 = 0
  /// The number of items that the host has sent in its streams.
  public package(set) var itemsToCore: UInt64 = 0
  /// The number of items that the core has sent in its streams.
  public package(set) var itemsToHost: UInt64 = 0

  /// Creates statistics with all counters at zero.
  public init() {}
}

extension HostBridgeStatistics {
  /// Adds the counters of calls of another part of the same bridge.
  mutating func add(_ other: HostBridgeStatistics) {
    made += other.made
    answered += other.answered
    failed += other.failed
    cancelled += other.cancelled
    expired += other.expired
    late += other.late
    inFlight += other.inFlight
    waiting += other.waiting
    requestBytes += other.requestBytes
    answerBytes += other.answerBytes
  }
}
