// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// Facts about the process.
package enum SystemProcess {
  /// The process ID.
  package static var id: Int { Int(hostcall_process_id()) }

  /// The time in seconds since 1970-01-01 UTC.
  package static var wallClock: Double { hostcall_wall_clock() }

  /// Returns the value of an environment variable; `nil` if it is empty or not set, or if the process has more rights
  /// than its user.
  package static func environment(_ name: String) -> String? {
    guard let value = unsafe hostcall_environment(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
  }
}
