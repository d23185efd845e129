/// What a bridge has counted of its calls to the host since it was created.
///
/// A snapshot: `made` is always the sum of `answered`, `failed`, `cancelled`, `expired`, `inFlight` and `waiting`.
public struct HostBridgeStatistics: Hashable, Sendable {
  /// Calls that were made while the bridge was open, with a request within the size limit.
  public package(set) var made: UInt64 = 0
  /// Calls that were answered with a response.
  public package(set) var answered: UInt64 = 0
  /// Calls that were answered with an error or a failure, or that ended because the host had not registered their name, too
  /// many were in flight, all pending calls were failed, or the bridge was closed.
  public package(set) var failed: UInt64 = 0
  /// Calls that their caller gave up.
  public package(set) var cancelled: UInt64 = 0
  /// Calls whose deadline passed.
  public package(set) var expired: UInt64 = 0
  /// Answers that came for a call that was not pending, or not any more, and were dropped.
  public package(set) var late: UInt64 = 0
  /// Calls that have a call ID and have not ended.
  public package(set) var inFlight: UInt64 = 0
  /// Calls that wait for their turn, because ``HostBridgeConfiguration/maximumCallsInFlight`` are in flight.
  public package(set) var waiting: UInt64 = 0
  /// Bytes of the requests that were made.
  public package(set) var requestBytes: UInt64 = 0
  /// Bytes of the answers that won.
  public package(set) var answerBytes: UInt64 = 0

  /// Creates statistics in which nothing is counted.
  public init() {}
}
