// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore

/// A model of all threads that access one call or a batch of calls.
///
/// A test chooses the order of the threads' steps. A step is what a thread does without interruption: one change of a
/// call's state, one write of a handler into a slot, or one read of a slot. The steps are those of `BridgeStorage`; the
/// states change through the real `CallStateMachine`.
struct CallWorld: Hashable {
  /// A thread, or an event that happens on one.
  enum Actor: Int, Hashable, CaseIterable {
    /// The task that makes the calls.
    case caller
    /// A host thread that answers each call and guesses IDs.
    case host, otherHost
    /// Ends each call, in order.
    case canceller, expirer, failer
    case closer
    /// Replaces the handler.
    case registrar
    /// The callback thread, which notifies hosts and releases handlers.
    case callbacks
    /// A thread of a host with a queue, which takes calls.
    case taker
  }

  /// A call and its slot.
  struct Call: Hashable {
    /// `nil` before the slot is taken and after it is freed.
    var state: CallStateMachine?
    var handler: Int?
    var isInCallbackQueue = false
    /// Whether the queue of the host has the call.
    var isInQueue = false
    var isTaken = false
    var hasPermit = true
    var isCopied = false
    /// Whether the thread that ended the call has notified the waiting caller, its last access to the slot.
    var isNotified = false
    /// The call's history, which must stay within the permitted ones.
    var isInvoked = false
    var hasReturned = false
    var isAnswered = false
    var callerNotifications = 0
    var hostNotifications = 0
    var frees = 0
  }

  /// The remaining actions of a thread after an ending.
  struct Ending: Hashable {
    var call: Int
    var action: CallStateMachine.EndAction
    var isClaimed: Bool
    /// Whether the batch still has to count the call.
    var isArriving = false

    /// A Boolean value that indicates whether the thread still accesses the slot.
    var touchesSlot: Bool { isClaimed || action.returnsHandler || action.notifiesHost || action.notifiesCaller }
  }

  enum Handler: Hashable { case registered, retired, released }

  var calls: [Call]
  var handlers: [Handler] = [.registered, .registered]
  /// The handler in the cell; `nil` if none is registered.
  var cell: Int? = 0
  var isClosed = false
  /// Whether the callback thread has been asked to scan for retired handlers.
  var isAsked = false
  /// The number of handlers that wait for their release.
  var retiring: Int { handlers.count { $0 == .retired } }

  // The caller.
  var step = Step.start(0)
  var found: Int?
  /// The number of calls that a batch waits for.
  var expected = 0
  var missing = 0
  let isBatch: Bool
  /// Whether a batch takes available outcomes before its next call.
  let takesEarly: Bool
  /// Whether the caller's cancellation handlers keep its task from suspending.
  let isHeldUp: Bool
  /// Whether the host has a `cancel`.
  let hasCancel: Bool
  /// Whether the host has a queue, from which it takes calls.
  let hasQueue: Bool

  enum Step: Hashable {
    case early(Int), start(Int), look(Int), find(Int), hold(Int), confirm(Int), retry(Int), mark(Int), drop(Int),
      refuse(Int),
      enter(Int), exit(Int)
    case after(Int), notifyHost(Int), startWaiting(Int), suspend, afterBatch, suspended, take(Int), leave(Int), done
  }

  // The other actors: the index of their current call, and their remaining actions.
  var positions = [UInt8](repeating: 0, count: Actor.allCases.count)
  var endings = [Ending?](repeating: nil, count: Actor.allCases.count)
  // The callback thread.
  var notifying: Int?
  var isCancelRunning = false
  /// The slot to scan next, the handlers seen so far, and the handlers for which the scan runs.
  var looked: Int?
  var seen = [false, false]
  var considered = [false, false]

  var violation: String?

  /// Creates a world in which `count` calls are about to be made, separately or as a batch.
  init(
    count: Int, isBatch: Bool, takesEarly: Bool = false, isHeldUp: Bool = false, hasCancel: Bool = true,
    hasQueue: Bool = false
  ) {
    calls = Array(repeating: Call(), count: count)
    self.isBatch = isBatch
    self.takesEarly = takesEarly
    self.isHeldUp = isHeldUp
    self.hasCancel = hasCancel
    self.hasQueue = hasQueue
    // The second handler replaces the first, and is not in use before that.
    handlers[1] = .released
  }

  mutating func check(_ condition: Bool, _ rule: @autoclosure () -> String) {
    if !condition, violation == nil { violation = rule() }
  }
}

// MARK: - Endings

extension CallWorld {
  /// Performs the next action of `actor` after an ending.
  mutating func proceed(_ actor: Actor) {
    guard var ending = endings[actor.rawValue] else { return }
    let call = ending.call
    if ending.isClaimed {
      if !calls[call].isCopied {
        calls[call].isCopied = true
        return
      }
      ending.isClaimed = false
      ending.action = calls[call].state?.finish() ?? CallStateMachine.EndAction()
      check(ending.action.stands, "an ending that was claimed is finished by another thread")
    } else if ending.action.releasesPermit {
      ending.action.releasesPermit = false
      check(calls[call].hasPermit, "a permit is released twice")
      calls[call].hasPermit = false
    } else if ending.action.returnsHandler {
      ending.action.returnsHandler = false
      returnHandler(call)
    } else if ending.action.notifiesHost {
      ending.action.notifiesHost = !notifyHost(call)
    } else if ending.action.notifiesCaller {
      ending.action.notifiesCaller = false
      notifyCaller(call)
      ending.isArriving = isBatch
    } else if ending.isArriving {
      ending.isArriving = false
      missing -= 1
      if missing == 0, step == .suspended { step = .take(0) }
    }
    let action = ending.action
    let isDone =
      !ending.isClaimed && !action.releasesPermit && !action.returnsHandler && !action.notifiesHost
      && !action.notifiesCaller
      && !ending.isArriving
    endings[actor.rawValue] = isDone ? nil : ending
  }

  /// Ends a call, and records the actions of `actor`.
  mutating func end(_ call: Int, _ ending: CallStateMachine.Ending, _ actor: Actor) {
    guard let before = calls[call].state else { return }
    let action = calls[call].state!.end(ending)
    if ending == .answered {
      check(!action.stands || before.isKnownToHost, "an answer wins before the host was given the call's ID")
      if before.isKnownToHost, !before.isDecided || before.ending != .answered { calls[call].isAnswered = true }
    }
    guard action.stands else { return }
    check(before.ending == nil, "a call ends twice")
    endings[actor.rawValue] = Ending(call: call, action: action, isClaimed: action.copiesBytes)
  }

  private mutating func notifyCaller(_ call: Int) {
    calls[call].callerNotifications += 1
    check(calls[call].callerNotifications == 1, "a caller is notified twice")
    check(calls[call].state?.stage == .waiting, "a caller that does not wait is notified")
    check(calls[call].state?.isDecided == true, "a caller is notified before its call is decided")
    calls[call].isNotified = true
    if !isBatch, step == .suspended { step = .take(call) }
  }

  /// Performs a step of notifying the host; returns false if another one follows.
  mutating func notifyHost(_ call: Int) -> Bool {
    let isQueued = calls[call].state?.isQueued == true
    if isQueued, calls[call].isInQueue {
      calls[call].isInQueue = false
      return false
    }
    if hasCancel, !isQueued {
      check(!calls[call].isInCallbackQueue, "a call is queued twice")
      calls[call].isInCallbackQueue = true
    } else if calls[call].handler != nil {
      returnHandler(call)
      return false
    } else {
      check(calls[call].state?.finishNotification() == false, "a caller leaves before its call is done")
    }
    return true
  }

  mutating func returnHandler(_ call: Int) {
    calls[call].handler = nil
    if retiring > 0 { isAsked = true }
  }

  mutating func free(_ call: Int) {
    check(calls[call].state != nil, "a slot is freed twice")
    check(!calls[call].isInCallbackQueue && notifying != call, "a slot is freed while the thread for callbacks has it")
    check(!calls[call].isInQueue, "a slot is freed while the host's queue has its call")
    check(
      !endings.contains { $0?.call == call && $0?.touchesSlot == true },
      "a slot is freed while another thread looks at it")
    calls[call].handler = nil
    calls[call].state = nil
    calls[call].frees += 1
    if retiring > 0 { isAsked = true }
  }

  mutating func use(_ handler: Int?, _ call: Int, _ what: String) {
    guard let handler else { return check(false, "\(what) without a handler") }
    check(handlers[handler] != .released, "\(what) of a handler after its release")
    check(calls[call].handler == handler, "\(what) of a handler that the slot does not hold")
  }
}
