internal import CHostBridge

/// A thread of the system's, that runs no task of Swift's: a bridge's loop, or what a host would have.
package enum SystemThread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Runs `body` on a thread of its own, which keeps what `body` holds until that returns.
  ///
  /// - Returns: False if the system has no thread to give; then `body` does not run.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let retained = unsafe Unmanaged.passRetained(Body(body))
    let started = unsafe hostcall_thread_start(
      { context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      }, retained.toOpaque())
    if !started { unsafe retained.release() }
    return started
  }
}
