// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A path as the system represents it: bytes that may not be valid UTF-8.
struct SystemPath: Hashable {
  private let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Returns the path of the file with the given name in this folder.
  func appending(_ name: [UInt8]) -> SystemPath {
    let slash = UInt8(ascii: "/")
    return SystemPath(bytes + (bytes.last == slash ? [] : [slash]) + name)
  }

  /// Calls `body` with the path as a C string.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    unsafe (bytes + [0]).withUnsafeBytes { unsafe body($0.assumingMemoryBound(to: CChar.self).baseAddress!) }
  }
}

extension SystemPath: CustomStringConvertible {
  /// The path as text, in which U+FFFD replaces invalid bytes.
  var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension SystemPath: Comparable {
  static func < (left: SystemPath, right: SystemPath) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
