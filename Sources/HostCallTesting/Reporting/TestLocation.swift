// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The source location of a test's call.
struct TestLocation: Sendable {
  /// The module and file, as `#fileID` spells them.
  let fileID: String
  let filePath: String
  let line: Int
  let column: Int

  var module: String { String(fileID.prefix { $0 != "/" }) }
}
