// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The files of this folder, for tests.
///
/// See README.md for what they are and where they come from.
package enum Fixtures {
  /// The bytes of a file.
  ///
  /// - Parameter path: Its path in this folder, as `malformed/text.duplicateKey.cbor`.
  package static func bytes(_ path: String) throws -> [UInt8] {
    // Not Data(contentsOf:), which on Linux loses a block of memory with each empty file.
    let file = try FileHandle(forReadingFrom: Bundle.module.bundleURL.appending(path: path))
    return [UInt8](try file.readToEnd() ?? Data())
  }

  /// The rows of a table: its lines without comments and empty ones, split where `|` stands between spaces.
  ///
  /// - Parameter path: The table's path in this folder, as `rfc8949/appendix-a.txt`.
  package static func table(_ path: String) throws -> [[String]] {
    String(decoding: try bytes(path), as: UTF8.self)
      .split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { $0.components(separatedBy: " | ") }
  }
}
