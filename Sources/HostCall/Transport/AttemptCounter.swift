// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Counts the attempts at a call.
///
/// Thread safety: safe from any thread.
package final class AttemptCounter: Sendable {
  private let made = Atomic(0)

  /// Counts attempts, and returns how many there are then.
  @discardableResult
  package func add(_ attempts: Int = 1) -> Int { made.add(attempts, ordering: .relaxed).newValue }

  var count: Int { made.load(ordering: .relaxed) }
}
