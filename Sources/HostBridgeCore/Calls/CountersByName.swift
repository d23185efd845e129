// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The counters of the calls to the host, by wire name.
///
/// There is one entry for each type of call, each name that the host has registered, and one for all other names, so
/// that a peer that invents names cannot make it grow.
///
/// Thread safety: safe from any thread.
final class CountersByName: Sendable {
  private let names = Guarded<[String: CallCounters]>([:])

  /// Returns the counters of `name`; an empty name stands for all that are not registered.
  func of(_ name: String) -> CallCounters {
    names.withLock { names in
      if let counters = names[name] { return counters }
      let counters = CallCounters()
      names[name] = counters
      return counters
    }
  }

  /// A snapshot of all counters.
  var statistics: [String: HostBridgeStatistics] { names.withLock { $0 }.mapValues(\.statistics) }
}
