// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Starts a thread once, and tells whether it runs.
struct OnceStartedThread: ~Copyable {
  private let isStarted = Guarded(false)

  /// Starts the thread, unless it runs already; returns false if the system lacks a thread, or memory for `parker`.
  func start(_ name: StaticString, parkedIn parker: Parker, _ body: @escaping @Sendable () -> Void) -> Bool {
    isStarted.withLock { isStarted in
      if !isStarted, parker.isUsable { isStarted = SystemThread.start(name, body) }
      return isStarted
    }
  }
}
