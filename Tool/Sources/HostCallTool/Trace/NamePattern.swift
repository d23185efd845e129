// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Android)
internal import Android
#else
internal import Darwin
#endif

/// A pattern for wire names, with the characters of a shell's patterns.
enum NamePattern {
  /// Returns whether a name matches a pattern, in which `*`, `?` and `[…]` have their meaning for a shell.
  static func matches(_ name: String, _ pattern: String) -> Bool { unsafe fnmatch(pattern, name, 0) == 0 }
}
