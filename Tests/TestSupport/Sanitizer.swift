// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The sanitizers with which `make sanitize` runs the tests.
package enum Sanitizer {
  /// Whether the process runs with the address sanitizer.
  package static let isAddress = isLoaded("__asan_init")
  /// Whether the process runs with the thread sanitizer.
  package static let isThread = isLoaded("__tsan_init")

  /// Returns a stack size: `size`, or under a sanitizer, whose frames are larger, sixteen times as much.
  package static func stackSize(_ size: Int) -> Int { isAddress || isThread ? size * 16 : size }

  private static func isLoaded(_ function: String) -> Bool {
    unsafe dlsym(UnsafeMutableRawPointer(bitPattern: 0), function) != nil
  }
}
