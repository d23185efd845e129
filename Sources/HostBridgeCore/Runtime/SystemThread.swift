internal import CBridgePlatform

/// A thread of the system's own, as the package's threads are, or a host's in a test.
package enum SystemThread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Runs `body` on a new thread, which keeps what `body` captures until it returns.
  ///
  /// - Parameters:
  ///   - name: What debuggers call the thread: at most 15 bytes.
  ///   - stackSize: The size of its stack in bytes; 0 for the system's own.
  ///   - body: What the thread does.
  /// - Returns: False if the system has no thread to give; then `body` does not run.
  package static func start(
    _ name: StaticString = "hostcall", stackSize: Int = 0, _ body: @escaping @Sendable () -> Void
  ) -> Bool {
    let retained = unsafe Unmanaged.passRetained(Body(body))
    let started = unsafe hostcall_thread_start(
      UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self), stackSize,
      { context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      }, retained.toOpaque())
    if !started { unsafe retained.release() }
    return started
  }
}
