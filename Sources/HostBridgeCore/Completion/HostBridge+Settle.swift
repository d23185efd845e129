// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension HostBridge {
  /// Handles what is due on the bridge's virtual clock and waits until the bridge's threads are idle.
  ///
  /// Callers have been resumed by then, and their work on the bridge's ``executor`` is done; their work elsewhere may
  /// not be. Does nothing on the system clock or on a closed bridge.
  ///
  /// - Returns: When something is due next; ``Deadline/never`` if nothing is.
  package func settle() async -> Deadline {
    guard let clock = storage.clock.virtual, !isClosed else { return .never }
    // On another thread than those that it waits for, as its caller may prefer ``executor``.
    return await Task(executorPreference: BridgeRuntime.shared.pool) { [self] in
      var before: (UInt64, UInt64)?
      while !isClosed {
        storage.handleDueWork(at: clock.now)
        let rounds = (await storage.callbackThread.idle(), await storage.taskThread.idle())
        // What one thread did may have given the other something to do.
        if let before, before == rounds { return storage.nextDue }
        before = rounds
      }
      return .never
    }.value
  }
}
