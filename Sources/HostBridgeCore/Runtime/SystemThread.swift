// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// Starts threads: the package's, and those of hosts in tests.
package enum SystemThread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  /// Runs `body` on a new thread.
  ///
  /// - Parameters:
  ///   - name: The thread's name for debuggers, at most 15 bytes.
  ///   - stackSize: The size of its stack in bytes; 0 for the system's default.
  ///   - body: The closure to run; it is released on the thread after it returns.
  /// - Returns: False if the system refuses a thread; `body` does not run then.
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
