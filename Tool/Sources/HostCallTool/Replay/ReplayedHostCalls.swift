// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What was remarkable about the calls that a core made in turn while a recorded call was made again.
package struct ReplayedHostCalls: Sendable, Hashable {
  /// How the calls differ from the recorded ones.
  package var differences: [String]
  /// What may explain a different answer of the core.
  package var notes: [String]

  package init(differences: [String] = [], notes: [String] = []) {
    (self.differences, self.notes) = (differences, notes)
  }
}
