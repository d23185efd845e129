// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  /// Closes the bridge, blocking the current thread, which must not run a task.
  ///
  /// - Parameter grace: The grace time; `nil` closes at once.
  /// - Returns: False if another thread had already started the close.
  func closeAndWait(grace: Duration?) -> Bool {
    let isFirst =
      if let grace {
        beginDraining(until: deadline(after: grace))
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
    // First, and before anything is refused: a function that answers the host would otherwise see the bridge closed, or
    // a call of its own fail, and reply with that error instead of "cancelled". Handlers go last: a call must find the
    // bridge closed before it finds its handler missing.
    inbound.refuseAnswers()
    guard closing.begin() else { return false }
    reach(.closeBegun)
    pending.close()
    closeEvents()
    inbound.close { giveUp($0) }
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

  /// Ends the grace time early if every call to the core has its reply; called by the callback thread after each
  /// round of work.
  func advanceClosing() {
    if closing.isDraining, inbound.isReplied { beginClosing() }
  }

  /// A Boolean value that indicates whether no callback of the host runs, or will, except for those that are queued.
  ///
  /// A call to the core counts until its `reply` has returned. A handler counts until it has been released, and a
  /// call holds it during `invoke`, while an answer is copied, and until the host has been notified. A listener of the
  /// host counts until it has been released.
  var isQuiescent: Bool { closing.isRefusing && inbound.isReplied && registry.isReleased && events.isReleased }

  /// Ends the close; the callback thread's last action.
  ///
  /// A host with a queue needs the handle to take what is left.
  func finishClosing() {
    BridgeRuntime.shared.deadlines.remove(ObjectIdentifier(self))
    if let queue = delivery.queue { queue.bridgeDidClose() } else { Self.handles.remove(handleNumber) }
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
  func closeUnopened() {
    _ = closing.begin()
    pending.close()
    pending.limiter.refuseAll(.bridgeClosed, isFinal: true) { _ in }
    inbound.refuse()
    closeEvents()
    _ = registry.removeAll(isFinal: true) { _ in }
    unsafe exposed.close()?.release()
    clock.virtual?.end()
    _ = closing.finish()
    taskThread.endUnstarted()
  }
}
