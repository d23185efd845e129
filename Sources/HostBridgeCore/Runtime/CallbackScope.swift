// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The callbacks of hosts on the current thread.
package enum CallbackScope {
  /// Returns whether the current thread is inside a callback of `bridge`, at any depth, where a close would wait for
  /// itself.
  package static func isInside(_ bridge: UInt64) -> Bool {
    hostcall_is_inside_callback(bridge)
  }
}
