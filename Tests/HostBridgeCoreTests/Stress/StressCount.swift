// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The number of calls, items or events of a stress test, for each of the two kinds of hosts.
struct StressCount: CustomStringConvertible {
  private var withFunctions = 0
  private var withQueue = 0

  mutating func add(_ number: Int, hasQueue: Bool) {
    if hasQueue { withQueue += number } else { withFunctions += number }
  }

  /// Whether both kinds of hosts had the least number.
  var isEnough: Bool { min(withFunctions, withQueue) >= StressSettings.leastOperations }

  var description: String { "\(withFunctions) with functions, \(withQueue) with a queue" }
}
