// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A descriptor from which no host can be generated, with the reason.
package struct GeneratorError: Error, Hashable, Sendable {
  /// The reason, for people.
  package var message: String

  package init(_ message: String) { self.message = message }
}
