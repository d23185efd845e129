// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A file of a generated host.
package struct GeneratedFile: Hashable, Sendable {
  /// The path within the output folder, with `/` between names.
  package var path: String
  /// The content, which ends with a line feed.
  package var text: String

  package init(path: String, text: String) { (self.path, self.text) = (path, text) }
}
