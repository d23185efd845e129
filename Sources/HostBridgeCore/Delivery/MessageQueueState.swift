// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform

/// The state of a ``MessageQueue``, guarded by its lock: each event changes it, and ``effects()`` then returns what to
/// do after the lock is released.
struct MessageQueueState: Sendable {
  /// What to do after a change.
  struct Effects: Sendable {
    /// The threads to wake.
    var parkers: [Parker] = []
    /// Whether to run the host's `wake`, and then to decrease ``MessageQueueState/wakes``.
    var runsWake = false
  }

  private var messages = MessageList()
  /// The `invoke` that are queued, or that the host has taken and is not done with, by call ID.
  private var invokes: [UInt64: HostMessage] = [:]
  /// The `credit` that are queued, by call ID: one for each stream, so that the queue is bounded.
  private var credits: [UInt64: HostMessage] = [:]
  /// The number of messages that follow when the host is done with others.
  private var owed = 0
  /// The threads that wait for a message, in the order in which they came.
  private var waiting: [Parker] = []
  /// The number of messages since the last ``effects()``, each of which wakes a thread.
  private var appended = 0
  private var signal: hostcall_signal?
  /// Whether the queue was available after the last change.
  private var wasAvailable = false
  /// Whether the host has been told that the close has ended.
  private var hasEnded = false
  /// Whether the bridge is closed.
  var isFinished = false
  /// Whether the host has a `wake`.
  var hasWake = false
  /// The number of `wake` that run or are about to.
  var wakes = 0

  private var isEndDue: Bool { isFinished && !hasEnded && owed == 0 && messages.isEmpty }
  private var isAvailable: Bool { !messages.isEmpty || isEndDue }

  // MARK: The bridge's events

  mutating func append(_ message: HostMessage) {
    messages.append(message)
    appended += 1
  }

  /// Appends the `invoke` of a call, unless the call has already ended.
  mutating func enqueue(_ message: HostMessage) {
    // The thread that ends a call withdraws it after that, so it finds the message here.
    guard let call = message.call, let state = call.slot.state(of: call.id), state.ending == nil else { return }
    invokes[call.id] = message
    append(message)
  }

  /// Removes and returns the `invoke` of a call that has ended, unless the host has taken it.
  mutating func withdraw(_ callID: UInt64) -> HostMessage? {
    guard let message = invokes[callID], !message.isTaken else { return nil }
    invokes[callID] = nil
    messages.remove(message)
    return message
  }

  mutating func cancel(_ callID: UInt64, taken: UInt64, _ handler: QueuedHandler) {
    if let invoke = invokes[callID] {
      invoke.owesCancel = true
      invoke.owedCount = taken
      owed += 1
    } else {
      appendCancel(callID, taken, handler)
    }
  }

  private mutating func appendCancel(_ callID: UInt64, _ taken: UInt64, _ handler: QueuedHandler) {
    handler.uses += 1
    append(
      unsafe HostMessage(
        HOSTCALL_MESSAGE_CANCEL, callID: callID, userData: handler.userData, handler: handler, count: taken))
  }

  mutating func credit(
    _ callID: UInt64, _ more: UInt32, _ handler: QueuedHandler, whenTaken: @escaping @Sendable () -> Bool
  ) {
    if let queued = credits[callID] {
      queued.count += UInt64(more)
      return
    }
    handler.uses += 1
    let message = unsafe HostMessage(
      HOSTCALL_MESSAGE_CREDIT, callID: callID, userData: handler.userData, handler: handler, count: UInt64(more),
      whenTaken: whenTaken)
    credits[callID] = message
    append(message)
  }

  mutating func release(_ handler: QueuedHandler) {
    if handler.uses > 0 {
      handler.owesRelease = true
      owed += 1
    } else {
      appendRelease(handler)
    }
  }

  private mutating func appendRelease(_ handler: QueuedHandler) {
    append(
      unsafe HostMessage(
        HOSTCALL_MESSAGE_RELEASE, callID: handler.releaseID, userData: handler.userData, handler: handler,
        whenDone: handler.whenReleased))
  }

  /// Appends an event for a listener.
  ///
  /// - Parameter dropped: Receives the messages that are dropped, of this event or of earlier ones.
  mutating func append(_ event: HostMemory, for listener: QueuedListener, dropping dropped: inout [HostMessage]) {
    let message = HostMessage(event, for: listener)
    var removed: [HostMessage] = []
    if listener.events.append(message, size: event.count, removing: { removed.append($0) }) {
      listener.uses += 1
      append(message)
    } else {
      dropped.append(message)
    }
    for message in removed { remove(message, of: listener) }
    dropped += removed
  }

  private mutating func remove(_ event: HostMessage, of listener: QueuedListener) {
    messages.remove(event)
    listener.uses -= 1
  }

  /// Removes and returns the events of a listener that is not subscribed any more.
  mutating func removeEvents(of listener: QueuedListener) -> [HostMessage] {
    var removed: [HostMessage] = []
    listener.events.removeAll { removed.append($0) }
    for message in removed { remove(message, of: listener) }
    return removed
  }

  // MARK: The host's events

  /// Takes the next message; `nil` if the thread has to wait.
  ///
  /// - Parameter isLate: Whether the thread's time is up.
  mutating func take(isLate: Bool) -> MessageQueue.Next? {
    while let message = messages.popFirst() {
      if message.kind == HOSTCALL_MESSAGE_CREDIT { credits[message.callID] = nil }
      if message.whenTaken?() == false {
        finish(message)
        continue
      }
      guard let call = message.call else {
        // The first of its listener, since both queues have one order.
        if let listener = message.handler as? QueuedListener, message.kind == HOSTCALL_MESSAGE_EVENT {
          message.count = listener.events.popFirst()?.dropped ?? 0
        }
        return .message(message)
      }
      if call.slot.change(call.id, { $0.take() }) == true {
        message.isTaken = true
        message.handler?.uses += 1
        return .message(message)
      }
      // The call has ended, and the thread that ended it is about to withdraw it.
      invokes[call.id] = nil
    }
    if hasEnded { return .stale }
    if isEndDue {
      // The host may free what `wake` uses.
      guard wakes == 0 else { return nil }
      hasEnded = true
      return .closed
    }
    return isLate ? .nothing : nil
  }

  /// Makes the thread of `parker` wait.
  mutating func wait(_ parker: Parker) {
    waiting.append(parker)
    parker.prepare()
  }

  mutating func stopWaiting(_ parker: Parker) {
    if let index = waiting.firstIndex(of: parker) { waiting.remove(at: index) }
  }

  /// Handles that the host is done with a message, and appends what it was owed until then.
  mutating func finish(_ message: HostMessage) {
    guard let handler = message.handler else { return }
    switch message.kind {
    case HOSTCALL_MESSAGE_INVOKE:
      invokes[message.callID] = nil
      if message.owesCancel {
        owed -= 1
        appendCancel(message.callID, message.owedCount, handler)
      }
    case HOSTCALL_MESSAGE_CANCEL, HOSTCALL_MESSAGE_CREDIT, HOSTCALL_MESSAGE_EVENT: break
    default: return
    }
    handler.uses -= 1
    if handler.uses == 0, handler.owesRelease {
      handler.owesRelease = false
      owed -= 1
      appendRelease(handler)
    }
  }

  /// Returns the descriptor, opening it if necessary; -1 if that is impossible.
  mutating func descriptor() -> Int32 {
    if hasEnded { return -1 }
    if signal == nil {
      var opened = hostcall_signal()
      guard unsafe hostcall_signal_open(&opened) else { return -1 }
      if isAvailable { hostcall_signal_set(opened) }
      signal = opened
    }
    return signal?.reader ?? -1
  }

  // MARK: Effects

  /// Makes the descriptor follow the last change, and returns what to do after the lock is released.
  mutating func effects() -> Effects {
    var effects = Effects()
    if isAvailable != wasAvailable {
      wasAvailable.toggle()
      if let signal {
        if wasAvailable { hostcall_signal_set(signal) } else { hostcall_signal_clear(signal) }
      }
      if wasAvailable, hasWake {
        wakes += 1
        effects.runsWake = true
      }
    }
    let count = hasEnded ? waiting.count : min(waiting.count, isEndDue && wakes == 0 ? 1 : appended)
    appended = 0
    if count > 0 {
      effects.parkers = Array(waiting.prefix(count))
      waiting.removeFirst(count)
    }
    if hasEnded, let signal {
      hostcall_signal_close(signal)
      self.signal = nil
    }
    return effects
  }

  /// Frees what is left when the bridge is freed.
  mutating func clear() {
    while messages.popFirst() != nil {}
    if let signal { hostcall_signal_close(signal) }
    signal = nil
  }
}
