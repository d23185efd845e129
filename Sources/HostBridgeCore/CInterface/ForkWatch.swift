internal import CHostBridge

/// Bridges do not survive a fork: the child has none of their threads.
enum ForkWatch {
  /// Whether this process can have bridges; from the first time that is asked, a child forked off it can not.
  static var mayOpenBridges: Bool {
    hostcall_fork_watch()
    return !hostcall_fork_is_child()
  }
}
