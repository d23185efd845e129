internal import CHostBridge

/// Starts the thread of a bridge's loop.
enum LoopThread {
  /// Runs `bridge.bridgeLoop` on a thread of its own, which keeps the bridge alive until the loop ends.
  ///
  /// - Returns: False if the system has no thread to give.
  static func start(_ bridge: HostBridge) -> Bool {
    let retained = unsafe Unmanaged.passRetained(bridge)
    let started = unsafe hostcall_thread_start(
      { context in
        guard let context = unsafe context else { return }
        let bridge = unsafe Unmanaged<HostBridge>.fromOpaque(context).takeRetainedValue()
        bridge.bridgeLoop.run(bridge)
      }, retained.toOpaque())
    if !started { unsafe retained.release() }
    return started
  }
}
