// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The differences and notes about a core's nested calls during one replayed call.
package struct ReplayedHostCalls: Sendable, Hashable {
  /// How the calls differ from the recorded ones.
  package var differences: [String]
  /// What may explain a different answer of the core.
  package var notes: [String]
  /// The number of recorded calls that were not compared, since the core makes them to another host.
  package var uncompared: Int

  package init(differences: [String] = [], notes: [String] = [], uncompared: Int = 0) {
    (self.differences, self.notes, self.uncompared) = (differences, notes, uncompared)
  }
}
