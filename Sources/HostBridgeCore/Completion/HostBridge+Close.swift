extension HostBridge {
  /// Closes the bridge.
  ///
  /// Refuses new calls, fails the core's pending calls with ``HostCallCode/unavailable``, replies to the host's that
  /// they are cancelled, waits for running callbacks of the host, releases every handler, and invalidates the handle.
  /// After it returns, no callback of the host runs.
  ///
  /// Waits for the host's callbacks only, never for Swift tasks. Closing again waits for the first close; it also ends
  /// the grace time of a ``close(grace:)``. Ignores cancellation. Must not be awaited by anything that a callback of
  /// this bridge waits for.
  ///
  /// Thread safety: safe from any task, and more than once.
  public func close() async {
    storage.beginClosing()
    await storage.waitUntilClosed()
  }

  /// Closes the bridge once every call from the host has its reply, or after a grace time.
  ///
  /// Until then the host can make no new calls, while running functions may still call the host and receive answers. A
  /// function whose call the host has cancelled is not waited for. The close then continues as ``close()``. If the
  /// bridge is already closing, with or without grace, this waits for that close and changes nothing. Ignores
  /// cancellation.
  ///
  ///     bridge.failPending(.unavailable, message: "shutting down")  // ends functions that wait for an answer
  ///     await bridge.close(grace: .seconds(5))
  ///
  /// - Parameter grace: How long to wait for the replies at most, from now. Zero or less closes at once, and ends the
  ///   grace time of another close.
  public func close(grace: Duration) async {
    storage.beginDraining(until: storage.deadline(after: max(.zero, grace)))
    await storage.waitUntilClosed()
  }

  /// Fails every pending call to the host, and every call that waits for a permit; the bridge stays open.
  ///
  /// The host is notified of each call that ends, and its later answer is refused. A call whose `invoke` has not
  /// started continues. Does nothing on a closed bridge.
  ///
  /// Complexity: linear in the most calls that were in flight at once. Thread safety: safe from any thread.
  ///
  /// - Parameters:
  ///   - code: The code of the callers' errors: one of gRPC's sixteen; any other becomes ``HostCallCode/unknown``.
  ///   - message: The message of the callers' errors.
  public func failPending(_ code: HostCallCode = .unavailable, message: String) {
    var message = message
    let code = code.isGRPC ? code : .unknown
    message.withUTF8 { unsafe storage.failPending(code, UnsafeRawBufferPointer($0)) }
  }
}

extension BridgeStorage {
  /// Closes the bridge, blocking the current thread, which must not run a task.
  ///
  /// - Parameter grace: The grace time in nanoseconds; `nil` closes at once.
  /// - Returns: False if another thread had already started the close.
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

  /// Starts the grace time of a close; returns false if the bridge is already closing.
  @discardableResult
  func beginDraining(until end: Deadline) -> Bool {
    guard end > clock.now else { return beginClosing() }
    guard closing.drain(until: end) else { return false }
    inbound.refuse()
    if end != .never { announceDeadline(end) }
    callbackThread.requestScan()
    return true
  }

  /// Closes everything except the callback thread, which ends after its last work; returns false if that was already
  /// done.
  @discardableResult
  func beginClosing() -> Bool {
    guard closing.begin() else { return false }
    // Every table refuses new work before any call ends. Calls from the host end before calls to it: the functions that
    // answer them would otherwise see their own calls fail and reply with that error instead of "cancelled". Handlers
    // go last: a call must find the bridge closed before it finds its handler missing.
    pending.close()
    inbound.close { callbackThread.append($0) }
    pending.forEachPending(includesReserved: true) { end($0, .closed) }
    pending.limiter.refuseAll(.bridgeClosed, isFinal: true) { taskThread.resume($0) }
    _ = registry.removeAll(isFinal: true) { callbackThread.append($0) }
    let functions = unsafe exposed.close()
    closing.didRefuseEverything()
    callbackThread.requestScan()
    if let functions = unsafe functions {
      BridgeRuntime.shared.disposals.append(unsafe UserCodeThread.Item(releasing: functions))
    }
    return true
  }

  /// Ends the grace time early if every call from the host has its reply; called by the callback thread after each
  /// round of work.
  func advanceClosing() {
    if closing.isDraining, inbound.isReplied { beginClosing() }
  }

  /// A Boolean value that indicates whether no callback of the host runs, or will, except for those that are queued.
  ///
  /// A call from the host counts until its `reply` has returned. A handler counts until it has been released, and a
  /// call holds it during `invoke`, while an answer is copied, and until the host has been notified.
  var isQuiescent: Bool { closing.isRefusing && inbound.isReplied && registry.isReleased }

  /// Ends the close; the callback thread's last action.
  func finishClosing() {
    BridgeRuntime.shared.deadlines.remove(ObjectIdentifier(self))
    Self.handles.remove(handleNumber)
    clock.virtual?.end()
    let closers = closing.finish()
    for case .thread(let parker) in closers { parker.wake() }
    taskThread.bridgeDidClose()
    for case .task(let suspension) in closers {
      // Not on the task thread, which a task may block, and not here: resuming a task waits for its cancellation
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
