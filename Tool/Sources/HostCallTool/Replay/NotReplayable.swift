// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The reason why a recorded call cannot be replayed, or its answer cannot be compared.
package struct NotReplayable: Error, Hashable, CustomStringConvertible {
  package let reason: String

  package var description: String { reason }

  package init(_ reason: String) {
    self.reason = reason
  }
}
