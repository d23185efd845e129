// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Counts the attempts that a transport makes at a call.
///
/// Thread safety: safe from any thread.
package final class AttemptCounter: Sendable {
  private let made = Atomic(0)

  package func add() { made.add(1, ordering: .relaxed) }

  var count: Int { made.load(ordering: .relaxed) }
}
