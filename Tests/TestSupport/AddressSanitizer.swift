// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The address sanitizer, with which `make sanitize` runs the tests.
package enum AddressSanitizer {
  /// Whether the process runs with it.
  package static let isActive = unsafe dlsym(UnsafeMutableRawPointer(bitPattern: 0), "__asan_init") != nil
}
