#if GRPC
  internal import HostBridgeCore

  /// How an attempt failed.
  struct AttemptFailure: Error {
    let error: BridgeError
    /// Whether nothing was sent, and a connection can be expected at any moment: where a server has said goodbye to
    /// one.
    var isTransient = false

    init(_ error: BridgeError, isTransient: Bool = false) {
      self.error = error
      self.isTransient = isTransient
    }
  }

  /// The attempts at one call: how many are left, and the pause before each.
  struct RetrySchedule {
    private var left: Int
    private var longestPause = 0.05
    private var transientPauses = [1, 2, 4, 8, 16, 32, 64, 128][...]

    /// - Parameter count: How many there may be in all, but for those at which nothing was sent.
    init(_ count: Int) {
      left = count - 1
    }

    /// The pause before the next attempt, chosen at random, so that callers who have failed together do not come back
    /// together; nil if there is none.
    mutating func next(after failure: AttemptFailure) -> Duration? {
      if failure.isTransient, let pause = transientPauses.popFirst() {
        return .milliseconds(Double.random(in: Double(pause) / 2...Double(pause)))
      }
      guard left > 0 else { return nil }
      left -= 1
      defer { longestPause = min(2 * longestPause, 1) }
      return .seconds(Double.random(in: longestPause / 2...longestPause))
    }
  }
#endif
