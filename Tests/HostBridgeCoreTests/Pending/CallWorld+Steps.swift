// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore

extension CallWorld {
  /// Returns whether `actor` can take a step.
  func canMove(_ actor: Actor) -> Bool {
    if endings[actor.rawValue] != nil { return true }
    let position = Int(positions[actor.rawValue])
    switch actor {
    case .caller: return step != .suspended && step != .done && !(step == .suspend && isHeldUp)
    case .host, .otherHost, .canceller, .expirer, .failer: return position < calls.count
    case .closer: return position < calls.count + 2
    case .registrar: return position < 1 && !isClosed
    case .taker: return calls.contains(where: \.isInQueue)
    case .callbacks: return notifying != nil || looked != nil || isAsked || calls.contains(where: \.isInCallbackQueue)
    }
  }

  /// Performs one step of `actor`.
  mutating func move(_ actor: Actor) {
    if endings[actor.rawValue] != nil { return proceed(actor) }
    let position = Int(positions[actor.rawValue])
    switch actor {
    case .caller: return moveCaller()
    case .callbacks: return moveCallbacks()
    case .taker: return moveTaker()
    case .host, .otherHost: end(position, .answered, actor)
    case .canceller: end(position, .cancelled, actor)
    // A sweep and a failure only find calls that the host knows.
    case .expirer: if calls[position].state?.isInvoked == true { end(position, .expired, actor) }
    case .failer: if calls[position].state?.isInvoked == true { end(position, .terminated, actor) }
    case .closer: close(position)
    case .registrar:
      retire(cell)
      handlers[1] = .registered
      cell = 1
    }
    positions[actor.rawValue] += 1
  }

  private mutating func retire(_ handler: Int?) {
    guard let handler else { return }
    handlers[handler] = .retired
    isAsked = true
  }

  private mutating func close(_ position: Int) {
    switch position {
    case 0: isClosed = true
    case calls.count + 1:
      retire(cell)
      cell = nil
    default: end(position - 1, .closed, .closer)
    }
  }

  // MARK: The caller

  private mutating func moveCaller() {
    switch step {
    case .early(let call):
      step = .start(call)
      for other in 0..<call where hasArrived(other) {
        if calls[other].state?.owesNotification == false || calls[other].state?.leave() == .free { free(other) }
      }
    case .start(let call):
      calls[call].state = CallStateMachine()
      step = .look(call)
    case .look(let call):
      step = .find(call)
      if isClosed { end(call, .closed, .caller) }
    case .find(let call):
      found = cell
      if found == nil {
        // The bridge itself refuses the call.
        step = .refuse(call)
        end(call, .closed, .caller)
      } else {
        step = .hold(call)
      }
    case .hold(let call):
      calls[call].handler = found
      step = .confirm(call)
    case .confirm(let call):
      step = cell == found ? .mark(call) : .retry(call)
    case .retry(let call):
      returnHandler(call)
      step = .find(call)
    case .refuse(let call):
      if calls[call].state?.leave() == .free { free(call) }
      step = isBatch ? next(after: call) : .done
    case .mark(let call):
      step = calls[call].state!.startInvoking(isQueued: hasQueue) ? .enter(call) : .drop(call)
    case .drop(let call):
      returnHandler(call)
      step = isBatch ? next(after: call) : .take(call)
    case .enter(let call):
      use(found, call, "invoke")
      if hasQueue {
        // Under the lock of the queue.
        calls[call].isInQueue = calls[call].state!.ending == nil
      } else {
        calls[call].isInvoked = true
      }
      step = .exit(call)
    case .exit(let call):
      use(found, call, "invoke")
      calls[call].hasReturned = true
      step = .startWaiting(call)
    case .after(let call): lookAfterInvoke(call)
    case .notifyHost(let call): if notifyHost(call) { step = isBatch ? next(after: call) : .take(call) }
    case .startWaiting(let call): startWaiting(call)
    case .suspend: step = calls[0].isNotified ? .take(0) : .suspended
    case .afterBatch:
      missing += expected
      step = missing == 0 ? .take(0) : .suspended
    case .take(let call):
      guard let state = calls[call].state, state.stage != .left else {
        // The call was refused, or its outcome was taken early.
        step = call + 1 < calls.count ? .take(call + 1) : .done
        return
      }
      check(state.isDecided, "an outcome is taken before it is there")
      check(!state.holdsHandler || state.owesNotification, "a handler is held while user code runs")
      check(
        calls[call].handler == nil || calls[call].isInCallbackQueue || notifying == call || isEnding(call),
        "a slot holds a handler while user code runs")
      step = .leave(call)
    case .leave(let call):
      if calls[call].state?.owesNotification == false || calls[call].state?.leave() == .free { free(call) }
      step = call + 1 < calls.count ? .take(call + 1) : .done
    case .suspended, .done: break
    }
  }

  /// Returns whether another thread still has to act on the ending of `call`.
  private func isEnding(_ call: Int) -> Bool { endings.contains { $0?.call == call } }

  private func next(after call: Int) -> Step {
    guard call + 1 < calls.count else { return .afterBatch }
    return takesEarly ? .early(call + 1) : .start(call + 1)
  }

  /// Mirrors how a batch decides whether an outcome can be taken before all have arrived.
  private func hasArrived(_ call: Int) -> Bool {
    guard let state = calls[call].state, state.stage != .left else { return false }
    return state.stage == .waiting ? calls[call].isNotified : state.isDecided
  }

  private mutating func lookAfterInvoke(_ call: Int) {
    switch calls[call].state!.returnFromInvoke() {
    case .wait:
      check(false, "a caller finds its call undecided that was not to wait")
      return
    case .returnHandler: returnHandler(call)
    case .notifyHost:
      step = .notifyHost(call)
      return
    }
    step = isBatch ? next(after: call) : .take(call)
  }

  private mutating func startWaiting(_ call: Int) {
    guard calls[call].state!.startWaiting() else {
      step = .after(call)
      return
    }
    expected += 1
    step = isBatch ? next(after: call) : .suspend
  }

  // MARK: The callback thread

  private mutating func moveCallbacks() {
    if let call = notifying { return finishNotifying(call) }
    if let call = looked { return look(call) }
    if let call = calls.firstIndex(where: \.isInCallbackQueue) {
      calls[call].isInCallbackQueue = false
      notifying = call
      isCancelRunning = calls[call].state?.startNotification() ?? false
      if isCancelRunning {
        use(calls[call].handler, call, "cancel")
        check(calls[call].hasReturned, "the host is notified before `invoke` has returned")
        check(!hasQueue || calls[call].isTaken, "the host is notified of a call that it has not taken")
        calls[call].hostNotifications += 1
        check(calls[call].hostNotifications == 1, "the host is notified twice")
      }
      return
    }
    isAsked = false
    seen = [false, false]
    // A handler that is retired from now on is queued for the next scan.
    considered = handlers.map { $0 == .retired }
    looked = 0
  }

  private mutating func finishNotifying(_ call: Int) {
    if isCancelRunning {
      // `cancel` has returned.
      use(calls[call].handler, call, "cancel")
      isCancelRunning = false
    } else if calls[call].handler != nil {
      calls[call].handler = nil
      isAsked = true
    } else {
      notifying = nil
      if calls[call].state?.finishNotification() == true { free(call) }
    }
  }

  /// Scans the next slot; after the last, releases the handlers that none of them holds.
  private mutating func look(_ call: Int) {
    if call < calls.count {
      if calls[call].state != nil, let handler = calls[call].handler { seen[handler] = true }
      looked = call + 1
      return
    }
    looked = nil
    for handler in handlers.indices where considered[handler] && !seen[handler] {
      handlers[handler] = .released
      check(!isInUse(handler), "a handler is released while it is used")
      check(
        !calls.contains { $0.isInQueue && $0.handler == handler }, "a handler is released while a call of it is queued")
    }
    seen = [false, false]
    considered = [false, false]
  }

  private func isInUse(_ handler: Int) -> Bool {
    if case .exit(let call) = step, calls[call].handler == handler { return true }
    guard let notifying, isCancelRunning else { return false }
    return calls[notifying].handler == handler
  }

  // MARK: The host's queue

  /// Takes the first call, under the lock of the queue.
  private mutating func moveTaker() {
    guard let call = calls.firstIndex(where: \.isInQueue) else { return }
    calls[call].isInQueue = false
    guard let state = calls[call].state else { return check(false, "the queue has a call without a slot") }
    guard calls[call].state!.take() else {
      return check(state.ending != nil, "a call that has not ended is dropped")
    }
    check(state.ending == nil, "a call that was given up is handed out")
    check(!calls[call].isTaken, "a call is handed out twice")
    calls[call].isTaken = true
    calls[call].isInvoked = true
  }

  // MARK: The end

  /// Returns a violation in a state in which no thread can take a step.
  func violationAtRest() -> String? {
    if step == .suspend, let call = calls.first, call.state?.isDecided == true, !call.isNotified {
      return "a caller is never notified"
    }
    for call in calls where step != .suspend {
      if call.state == nil, call.frees == 1 {
        if call.hasPermit { return "a permit is lost" }
        if call.isInCallbackQueue { return "a notification is lost" }
      } else if step == .suspended, call.state?.ending == nil || isBatch {
        // The call, or some call of its batch, has not ended.
        if call.state?.ending == nil, calls.allSatisfy({ $0.state?.isDecided != false }) { return "a call hangs" }
      } else {
        return "a slot is lost"
      }
    }
    if calls.contains(where: \.isInQueue) { return "a call is left in the queue" }
    if step == .suspended, calls.allSatisfy({ $0.state?.isDecided != false }) { return "a caller hangs" }
    if let retired = handlers.firstIndex(of: .retired), !calls.contains(where: { $0.handler == retired }) {
      return "a handler is never released"
    }
    if isClosed, positions[Actor.closer.rawValue] == calls.count + 2, handlers.contains(where: { $0 != .released }) {
      return "a close hangs"
    }
    return nil
  }
}
