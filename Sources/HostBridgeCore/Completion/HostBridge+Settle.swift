extension HostBridge {
  /// Does what is due at the time of the bridge's virtual clock, and waits until its threads have nothing to do; does
  /// nothing on the system's clock, and on a bridge that is closed.
  ///
  /// By then callers have been resumed, and what they do on the bridge's ``loop`` is done. What they do elsewhere is
  /// theirs.
  ///
  /// - Returns: When something is due next; ``Deadline/never`` if nothing is.
  package func settle() async -> Deadline {
    guard let clock = storage.clock.virtual, !isClosed else { return .never }
    // On another thread than those that it waits for, as its caller may prefer ``loop``.
    return await Task(executorPreference: BridgeRuntime.shared.pool) { [self] in
      var before: (UInt64, UInt64)?
      while !isClosed {
        storage.tend(at: clock.now)
        let rounds = (await storage.callbackThread.idle(), await storage.taskThread.idle())
        // What one thread did may have given the other something to do.
        if let before, before == rounds { return storage.nextDue }
        before = rounds
      }
      return .never
    }.value
  }
}
