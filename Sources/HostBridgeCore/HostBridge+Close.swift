extension HostBridge {
  /// Closes the bridge: refuses new calls, fails the core's pending ones with ``HostCallCode/unavailable`` and replies
  /// to the host's that they are cancelled, delivers what is queued, waits for callbacks of the host that run, gives
  /// every handler back, and makes the handle stale.
  ///
  /// When it returns, no callback of the host's runs or will run. It waits for the host's callbacks only, never for
  /// Swift tasks. Closing again waits for the first close and does nothing else. Does not react to cancellation.
  public func close() async {
    beginClosing()
    unsafe await withUnsafeContinuation { continuation in
      let waiter = unsafe Waiter(continuation)
      if !closing.wait(.task(waiter)) { waiter.resume() }
    }
  }

  /// As ``close()``, for a thread that is no task; false if somebody else had begun to close it.
  func closeAndWait() -> Bool {
    let isFirst = beginClosing()
    let parker = Parker()
    if closing.wait(.thread(parker)) { parker.park() }
    return isFirst
  }

  /// Closes everything but the loop, which closes itself when it has nothing more to do; false if that was done before.
  @discardableResult
  private func beginClosing() -> Bool {
    guard closing.begin() else { return false }
    // First every table refuses, then anybody is told. The host's calls before the core's: the functions that answer
    // them are about to see their own calls to the host fail, and what they make of that is not what the host is to be
    // told. The handlers last: until its own call has ended, nobody may find them missing.
    let calls = inbound.close()
    let ended = pending.close()
    let handlers = registry.close()
    let functions = exposed.close()
    for call in calls { giveUp(call) }
    for slot in ended { bridgeLoop.push(slot) }
    pending.admission.close()
    for handler in handlers { bridgeLoop.push(.retire(handler)) }
    closing.everythingIsRefused()
    bridgeLoop.wake()
    // What the functions hold is freed elsewhere: that may run code of their author's, which must not hold up the
    // close.
    if !functions.isEmpty { Task.detached { withExtendedLifetime(functions) {} } }
    return true
  }

  /// Whether the loop has nothing more to do, ever: nothing new can begin, every call of the host has had its reply,
  /// and every handler has been given back.
  ///
  /// Replies are counted from the start of the call until the callback has returned; and a handler is not given back
  /// while a call uses it, that is inside `invoke`, while an answer is copied, and until its caller has been resumed
  /// and its host told. So what another thread is about to queue is waited for as well.
  var isQuiescent: Bool {
    closing.isRefusing && inbound.isReplied && registry.isReleased && bridgeLoop.isEmpty
  }

  /// The loop's last act.
  func finishClosing() {
    HandleTable.shared.remove(handleNumber)
    clock.virtual?.end()
    for waiter in closing.finish() { waiter.wake() }
  }

  /// Closes a bridge that could not be opened.
  func abandon() {
    _ = closing.begin()
    _ = pending.close()
    pending.admission.close()
    _ = inbound.close()
    _ = registry.close()
    _ = exposed.close()
    clock.virtual?.end()
    _ = closing.finish()
  }
}
