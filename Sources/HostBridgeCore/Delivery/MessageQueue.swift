// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The messages for a host that takes them itself instead of having its functions called.
///
/// The queue is *available* if a message is queued, or if the close has ended and the host has to be told so. The
/// descriptor is readable exactly while the queue is available, and each time the queue becomes available, `wake` runs.
/// Each message that is appended wakes one of the threads that wait in ``next(_:done:)``.
///
/// A call is handed out by changing its state, which fails if the call has ended. A call that ends while it is queued
/// is withdrawn, so that the messages are bounded by the calls in flight.
///
/// Thread safety: safe from any thread. The lock is never held while a function of the host runs.
@safe final class MessageQueue: @unchecked Sendable {  // immutable, except for the guarded state
  /// The result of taking a message.
  enum Next: Sendable {
    case message(HostMessage)
    case nothing
    /// The bridge is closed and nothing is left; returned once.
    case closed
    /// Another thread has received ``closed``.
    case stale
  }

  private let state = Guarded(MessageQueueState())
  private let bridge: UInt64
  private let pending: PendingTable
  private let wake: hostcall_wake_fn?
  private let wakeData: UnsafeMutableRawPointer?
  private let refuse: @Sendable (CallReference) -> Void

  /// Creates the queue of a bridge.
  ///
  /// - Parameters:
  ///   - bridge: The bridge's handle.
  ///   - pending: The calls to the host.
  ///   - wake: The function that tells the host that the queue has become available; `nil` for none.
  ///   - wakeData: The argument of `wake`.
  ///   - refuse: Fails a call for whose request memory is lacking.
  init(
    of bridge: UInt64, _ pending: PendingTable, wake: hostcall_wake_fn?, wakeData: UnsafeMutableRawPointer?,
    refuse: @escaping @Sendable (CallReference) -> Void
  ) {
    self.bridge = bridge
    self.pending = pending
    unsafe self.wake = wake
    unsafe self.wakeData = wakeData
    self.refuse = refuse
    let hasWake = unsafe wake != nil
    state.withLock { $0.hasWake = hasWake }
  }

  deinit { state.withLock { $0.clear() } }

  // MARK: For the bridge

  /// Queues a call to the host, copying its request.
  func invoke(_ callID: UInt64, _ request: UnsafeRawBufferPointer, _ handler: QueuedHandler) {
    guard let slot = pending.slots.find(callID) else { return }
    let call = CallReference(id: callID, slot: slot)
    guard
      let message = unsafe HostMessage(
        HOSTCALL_MESSAGE_INVOKE, callID: callID, bytes: request, userData: handler.userData, handler: handler,
        call: call)
    else { return refuse(call) }
    change { $0.enqueue(message) }
  }

  /// Removes a call that has ended and that the host has not taken.
  func withdraw(_ callID: UInt64) {
    // Freed after the lock is released.
    var withdrawn: HostMessage?
    change { withdrawn = $0.withdraw(callID) }
    _ = withdrawn
  }

  /// Queues the notification that a call, which the host has taken, ended without its answer.
  ///
  /// - Parameter taken: Of a stream, the number of items that the core has received.
  func cancel(_ callID: UInt64, taken: UInt64 = 0, _ handler: QueuedHandler) {
    change { $0.cancel(callID, taken: taken, handler) }
  }

  /// Queues credit for a stream, or adds it to the credit that waits; not handed out once the stream has ended.
  func credit(_ callID: UInt64, _ more: UInt32, _ handler: QueuedHandler) {
    change { [pending] state in
      state.credit(callID, more, handler) { pending.isPendingStream(callID) }
    }
  }

  /// Queues the release of a handler, after its last use.
  func release(_ handler: QueuedHandler) {
    change { $0.release(handler) }
  }

  /// Queues an event for each of the listeners; returns how many events were dropped, and what to pass to
  /// ``announce(_:)`` after the caller's own lock is released.
  func append(_ event: HostMemory, for listeners: [QueuedListener]) -> Announcement {
    state.withLock { state in
      var dropped: [HostMessage] = []
      for listener in listeners { state.append(event, for: listener, dropping: &dropped) }
      return Announcement(dropped: dropped, effects: state.effects())
    }
  }

  /// Ends a subscription: queues the release, after the events that the host is not done with.
  ///
  /// - Parameter dropsEvents: Whether to remove the events that the host has not taken.
  func end(_ listener: QueuedListener, dropsEvents: Bool) {
    // Freed after the lock is released.
    var removed: [HostMessage] = []
    change { state in
      if dropsEvents { removed = state.removeEvents(of: listener) }
      state.release(listener)
    }
    _ = removed
  }

  /// Queues a message that depends on no other: a reply.
  func append(_ message: HostMessage) {
    change { $0.append(message) }
  }

  /// Records that the bridge is closed and that nothing more is queued, except for what the host is owed.
  func bridgeDidClose() {
    change { $0.isFinished = true }
  }

  // MARK: For the host

  /// Takes the next message.
  ///
  /// - Parameters:
  ///   - timeout: How long to wait, in nanoseconds; 0 not at all, and less than 0 without a limit.
  ///   - done: The message that the host is done with, if any.
  func next(_ timeout: Int64, done: HostMessage? = nil) -> Next {
    var done = done
    if done?.handler?.queue === self {
      done?.whenDone?()
    } else if let message = done.take() {
      Self.finish(message)
    }
    let deadline = timeout > 0 ? Deadline(after: .nanoseconds(timeout), from: .now) : .never
    var isLate = timeout == 0
    var parker: Parker?
    defer { parker?.release() }
    while true {
      var result: Next?
      change { state in
        // With the take, so that a message that follows this one is not announced to the thread that takes it.
        if let message = done.take() { state.finish(message) }
        if let parker { state.stopWaiting(parker) }
        result = state.take(isLate: isLate)
        if result == nil, !isLate, let parker, parker.isUsable { state.wait(parker) }
      }
      if let result {
        if case .message = result { reach(.messageTaken) }
        return result
      }
      guard let sleeper = parker else {
        parker = Parker()
        continue
      }
      reach(.hostWaits)
      // A late thread waits for a `wake` that runs, and only briefly.
      if !isLate, sleeper.isUsable { sleeper.park(until: deadline) } else { sleeper.sleepBriefly() }
      isLate = isLate || deadline <= .now
    }
  }

  /// Handles that the host is done with `message`.
  static func finish(_ message: HostMessage) {
    message.whenDone?()
    message.handler?.queue.change { $0.finish(message) }
  }

  /// The descriptor that is readable while the queue is available; -1 if the system has none, or after the end.
  var descriptor: Int32 { state.withLock { $0.descriptor() } }

  // MARK: The effects

  /// The effects of queued events, and the messages to free, after locks are released.
  struct Announcement: Sendable {
    let dropped: [HostMessage]
    fileprivate let effects: MessageQueueState.Effects
  }

  /// Performs the effects of queued events.
  func announce(_ announcement: Announcement) { perform(announcement.effects) }

  /// Changes the state, and performs the effects after the lock is released.
  private func change(_ body: (inout MessageQueueState) -> Void) {
    perform(
      state.withLock { state in
        body(&state)
        return state.effects()
      })
  }

  private func perform(_ effects: MessageQueueState.Effects) {
    reach(.queueChanged)
    for parker in effects.parkers { parker.wake() }
    guard effects.runsWake, let wake = unsafe wake else { return }
    _ = unsafe hostcall_run_wake(wake, bridge, wakeData)
    change { $0.wakes -= 1 }
  }
}
