// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A file of a new package.
package struct PackageFile: Equatable, Sendable {
  /// The path in the package.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}
