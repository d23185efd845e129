internal import CHostBridge

/// Runs functions of the host, and knows on which thread it does, so that a close from inside one can be refused
/// where it would wait for itself.
enum CallbackScope {
  static func run(on bridge: UInt64, _ callback: () -> Void) {
    var frame = unsafe hostcall_callback_frame()
    unsafe withUnsafeMutablePointer(to: &frame) { frame in
      unsafe hostcall_callback_enter(frame, bridge)
      callback()
      unsafe hostcall_callback_leave(frame)
    }
  }

  /// Whether this thread is inside a callback of `bridge`, at any depth.
  static func isInside(_ bridge: UInt64) -> Bool {
    hostcall_callback_is_inside(bridge)
  }
}
