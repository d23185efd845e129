// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The counters of the calls to the host by one name.
///
/// Thread safety: safe from any thread; each count takes a lock.
package final class CallCounters: Sendable {
  private let counters = Guarded(HostBridgeStatistics())

  /// A snapshot of the counters.
  var statistics: HostBridgeStatistics { counters.withLock { $0 } }

  /// Counts a call, or a stream, that is made.
  ///
  /// - Parameter size: The size of the request in bytes.
  package func begin(requestSize size: Int) {
    counters.withLock { counters in
      counters.made += 1
      counters.inFlight += 1
      counters.requestBytes += UInt64(size)
    }
  }

  /// Counts a response.
  ///
  /// - Parameter size: Its size in bytes.
  package func end(responseSize size: Int) {
    counters.withLock { counters in
      counters.inFlight -= 1
      counters.answered += 1
      counters.answerBytes += UInt64(size)
    }
  }

  /// Counts an error, by its code.
  package func end(_ error: BridgeError) {
    counters.withLock { counters in
      counters.inFlight -= 1
      switch error.code {
      case .cancelled: counters.cancelled += 1
      case .deadlineExceeded: counters.expired += 1
      default: counters.failed += 1
      }
      counters.answerBytes += UInt64(error.failure?.count ?? 0)
    }
  }
}
