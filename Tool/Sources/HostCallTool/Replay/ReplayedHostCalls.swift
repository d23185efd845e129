// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The differences and notes about a core's nested calls during one replayed call.
package struct ReplayedHostCalls: Sendable, Hashable {
  /// How the calls differ from the recorded ones.
  package var differences: [String]
  /// What may explain a different answer of the core.
  package var notes: [String]

  package init(differences: [String] = [], notes: [String] = []) {
    (self.differences, self.notes) = (differences, notes)
  }
}
