#if GRPC
  internal import HostBridgeCore

  /// How often a client resets streams.
  ///
  /// Resets cost the connection, with all calls on it, where there are many. A server closes it after more than 200 in
  /// half a minute (NIO's HTTP/2 1.46; others have numbers like it). And the client remembers the last 32 streams that
  /// it has reset: an answer that was on its way on an earlier one is an error of the whole connection to it. So there
  /// are 24 in five seconds at most, in which a server should have read of them.
  struct ResetRateLimiter: Sendable {
    static let limit = 24
    /// In nanoseconds.
    static let window: Int64 = 5_000_000_000

    /// When the last ones were, the oldest first.
    private var last: [Deadline] = []

    /// Notes that a stream is reset.
    ///
    /// - Returns: Whether it may be; if not, nothing is noted.
    mutating func take(at now: Deadline) -> Bool {
      if last.count == Self.limit {
        guard let oldest = last.first, now.nanoseconds - oldest.nanoseconds >= Self.window else { return false }
        last.removeFirst()
      }
      last.append(now)
      return true
    }
  }
#endif
