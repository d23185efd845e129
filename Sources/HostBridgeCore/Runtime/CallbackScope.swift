internal import CBridgePlatform

/// The callbacks of hosts that run on this thread.
package enum CallbackScope {
  /// Returns whether this thread is inside a callback of `bridge`, at any depth: a close from there would wait for
  /// itself.
  package static func isInside(_ bridge: UInt64) -> Bool {
    hostcall_is_inside_callback(bridge)
  }
}
