extension HostBridge {
  /// Closes the bridge.
  ///
  /// Refuses new calls, fails the core's pending ones with ``HostCallCode/unavailable`` and replies to the host's that they
  /// are cancelled, waits for callbacks of the host that run, gives every handler back, and makes the handle stale. When it
  /// returns, no callback of the host's runs or will run.
  ///
  /// It waits for the host's callbacks only, never for Swift tasks. Closing again waits for the first close and does
  /// nothing else, except that it ends the grace time of a ``close(grace:)``. Does not react to cancellation. Must not be
  /// awaited by what a callback of this bridge waits for.
  ///
  /// Thread safety: safe from any task, and more than once.
  public func close() async {
    storage.beginClosing()
    await storage.waitUntilClosed()
  }

  /// Closes the bridge as soon as no function runs that the host has called, or `grace` is over.
  ///
  /// Until then the host can make no new calls, while functions that run may still call the host and be answered. Then it
  /// goes on as ``close()``. If the bridge is closing already, with or without grace, this waits for that close and
  /// changes nothing. Does not react to cancellation.
  ///
  ///     bridge.failPending(.unavailable, message: "shutting down")  // what waits for an answer that never comes can end
  ///     await bridge.close(grace: .seconds(5))
  ///
  /// - Parameter grace: How long to wait for the functions at most, counted from now. Zero and less is none, and ends the
  ///   grace time of another close.
  public func close(grace: Duration) async {
    storage.beginDraining(until: storage.deadline(after: max(.zero, grace)))
    await storage.waitUntilClosed()
  }

  /// Ends every call to the host that is pending, and every one that waits for its turn, with an error; the bridge stays
  /// open.
  ///
  /// The host is told of each that was given up, and its answer is dropped. A call whose host function has not been invoked
  /// yet goes on. Does nothing on a bridge that is closed.
  ///
  /// Complexity: linear in the most calls that were in flight at once. Thread safety: safe from any thread.
  ///
  /// - Parameters:
  ///   - code: What the callers find in their errors: one of gRPC's sixteen, or ``HostCallCode/unknown`` for any other.
  ///   - message: The same, in words.
  public func failPending(_ code: HostCallCode = .unavailable, message: String) {
    var message = message
    let code = (1...16).contains(code.rawValue) ? code : .unknown
    message.withUTF8 { unsafe storage.failPending(code, UnsafeRawBufferPointer($0)) }
  }
}

extension BridgeStorage {
  /// Closes the bridge, for a thread that is no task.
  ///
  /// - Parameter grace: How long functions may go on that the host has called, in nanoseconds; nil to close at once.
  /// - Returns: False if another thread had begun to close it.
  func closeAndWait(grace: Int64?) -> Bool {
    let isFirst =
      if let grace {
        beginDraining(until: Deadline(after: .nanoseconds(max(0, grace)), from: clock.now))
      } else {
        beginClosing()
      }
    let parker = Parker()
    defer { parker.release() }
    _ = closing.wait(.thread(parker))
    while !closing.isFinished {
      parker.sleep { closing.isFinished }
    }
    return isFirst
  }

  /// Suspends until the bridge is closed.
  func waitUntilClosed() async {
    unsafe await withUnsafeContinuation { continuation in
      let suspension = Suspension()
      unsafe suspension.waiter = Waiter(continuation)
      if !closing.wait(.task(suspension)) { suspension.waiter?.resume() }
    }
  }

  /// Lets the functions that the host has called end before the bridge closes; false if it is closing already.
  @discardableResult
  func beginDraining(until end: Deadline) -> Bool {
    guard end > clock.now else { return beginClosing() }
    guard closing.drain(until: end) else { return false }
    inbound.refuse()
    if end != .never { noteDeadline(end) }
    callbackThread.lookAgain()
    return true
  }

  /// Closes everything but the thread for callbacks, which ends when nothing is left to do; false if that was done before.
  @discardableResult
  func beginClosing() -> Bool {
    guard closing.begin() else { return false }
    // Every table refuses before a call is ended. The host's calls end before the core's: the functions that answer them
    // are about to see their own calls to the host fail, and what they make of that is not what the host is to be told. The
    // handlers go last: a call must find that the bridge is closed before it finds that there is none.
    pending.close()
    inbound.close { callbackThread.append($0) }
    pending.forEachUnended(includesReserved: true) { end($0, .closed) }
    pending.limiter.refuseAll(.bridgeClosed, isFinal: true) { taskThread.resume($0) }
    _ = registry.removeAll(isFinal: true) { callbackThread.append($0) }
    let functions = unsafe exposed.close()
    closing.everythingIsRefused()
    callbackThread.lookAgain()
    if let functions = unsafe functions {
      BridgeRuntime.shared.disposals.append(unsafe UserCodeThread.Item(releasing: functions))
    }
    return true
  }

  /// The thread for callbacks has done what there was to do: a grace time may end early.
  func advanceClosing() {
    if closing.isWaitingForFunctions, inbound.isReplied { beginClosing() }
  }

  /// Whether no callback of the host's runs or will run, but for those that are queued.
  ///
  /// Replies are counted from the start of the call until the callback has returned. A handler is released once no call
  /// holds it, and a call holds it inside `invoke`, while an answer is copied, and until its host has been told.
  var isQuiescent: Bool { closing.isRefusing && inbound.isReplied && registry.isReleased }

  /// The last act of the thread for callbacks.
  func finishClosing() {
    BridgeRuntime.shared.deadlines.remove(ObjectIdentifier(self))
    Self.handles.remove(handleNumber)
    clock.virtual?.end()
    let closers = closing.finish()
    for case .thread(let parker) in closers { parker.wake() }
    taskThread.bridgeHasClosed()
    for case .task(let suspension) in closers {
      // Not on the bridge's task thread, which a task may block; nor here, since resuming a task waits for its cancellation
      // handlers, which may wait for this close.
      guard let waiter = suspension.waiter else { continue }
      BridgeRuntime.shared.resumptions.append(UserCodeThread.Item(resuming: waiter))
    }
  }

  /// Closes a bridge that could not be opened.
  func abandon() {
    _ = closing.begin()
    pending.close()
    pending.limiter.refuseAll(.bridgeClosed, isFinal: true) { _ in }
    inbound.refuse()
    _ = registry.removeAll(isFinal: true) { _ in }
    unsafe exposed.close()?.release()
    clock.virtual?.end()
    _ = closing.finish()
    taskThread.endUnstarted()
  }
}
