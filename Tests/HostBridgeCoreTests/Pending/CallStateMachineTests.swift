// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import Testing

@Suite("The state of one call")
struct CallStateMachineTests {
  typealias Machine = CallStateMachine

  /// Every state that is reachable by events from the initial one.
  private static let reachable: Set<Machine> = {
    var found: Set<Machine> = [Machine()]
    var left = [Machine()]
    while let state = left.popLast() {
      for next in events(of: state) where found.insert(next).inserted { left.append(next) }
    }
    return found
  }()

  /// Returns the results of all events that are possible in `state`.
  private static func events(of state: Machine) -> [Machine] {
    var results: [Machine] = []
    func after(_ event: (inout Machine) -> Void) {
      var next = state
      event(&next)
      results.append(next)
    }
    for ending in Machine.Ending.allCases { after { _ = $0.end(ending) } }
    if let ending = state.ending, ending == .answered || ending == .terminated, !state.isDecided {
      after { _ = $0.finish() }
    }
    if state.stage == .reserved {
      after { _ = $0.startInvoking() }
      after { _ = $0.startInvoking(isQueued: true) }
      after { _ = $0.startInvoking(isStream: true) }
      after { _ = $0.startInvoking(isQueued: true, isStream: true) }
    }
    if state.stage == .invoking {
      after { _ = $0.startWaiting() }
      after { _ = $0.returnFromInvoke() }
    }
    if state.isQueued { after { _ = $0.take() } }
    if state.isDecided, state.stage != .invoking, state.stage != .left { after { _ = $0.leave() } }
    if state.owesNotification {
      after { _ = $0.startNotification() }
      after { _ = $0.finishNotification() }
    }
    return results
  }

  @Test("a state is encoded in twelve bits, and each has its own encoding")
  func bits() {
    for state in Self.reachable {
      #expect(state.bits < 1 << Machine.bitCount)
      #expect(Machine(bits: state.bits) == state)
    }
    #expect(Set(Self.reachable.map(\.bits)).count == Self.reachable.count)
    #expect(Machine().bits == 0)
  }

  @Test("the constants of the fast path are derived from the events")
  func usualStates() {
    var state = Machine()
    #expect(state.bits == Machine.FastPath.reserved)
    #expect(state.startInvoking() == true)
    #expect(state.bits == Machine.FastPath.invoking)
    var queued = Machine()
    #expect(queued.startInvoking(isQueued: true) == true)
    #expect(queued.bits == Machine.FastPath.invokingQueued)
    #expect(queued.take() == true)
    #expect(queued == state)
    var stream = Machine()
    #expect(stream.startInvoking(isStream: true) == true)
    #expect(stream.bits == Machine.FastPath.invokingStream)
    var queuedStream = Machine()
    #expect(queuedStream.startInvoking(isQueued: true, isStream: true) == true)
    #expect(queuedStream.bits == Machine.FastPath.invokingQueuedStream)
    #expect(queuedStream.take() == true)
    #expect(queuedStream == stream)
    #expect(stream.startWaiting() == true)
    #expect(stream.bits == Machine.FastPath.waitingStream)
    var waiting = state
    #expect(waiting.startWaiting() == true)
    #expect(waiting.bits == Machine.FastPath.waiting)
    #expect(waiting.end(.answered) == Machine.EndAction(stands: true, copiesBytes: true))
    #expect(waiting.bits == Machine.FastPath.claimedWaiting)
    #expect(
      waiting.finish()
        == Machine.EndAction(stands: true, releasesPermit: true, returnsHandler: true, notifiesCaller: true)
    )
    #expect(waiting.bits == Machine.FastPath.answeredWaiting)
    #expect(waiting.leave() == .free)
    #expect(state.end(.answered) == Machine.EndAction(stands: true, copiesBytes: true))
    #expect(state.bits == Machine.FastPath.claimed)
    #expect(state.finish() == Machine.EndAction(stands: true, releasesPermit: true))
    #expect(state.bits == Machine.FastPath.answered)
    #expect(state.returnFromInvoke() == .returnHandler)
    #expect(state.leave() == .free)
  }

  @Test("in every state, a swap of constants equals the event or is refused")
  func swaps() {
    for state in Self.reachable {
      var next = state
      if state.bits == Machine.FastPath.reserved {
        #expect(next.startInvoking() == true)
        #expect(next.bits == Machine.FastPath.invoking)
      } else if state.stage == .reserved {
        // The swap and the event both fail: the call has ended.
        #expect(next.startInvoking() == false)
      }
      next = state
      if state.bits == Machine.FastPath.invoking {
        #expect(next.end(.answered) == Machine.EndAction(stands: true, copiesBytes: true))
        #expect(next.bits == Machine.FastPath.claimed)
      } else if state.bits == Machine.FastPath.waiting {
        #expect(next.end(.answered) == Machine.EndAction(stands: true, copiesBytes: true))
        #expect(next.bits == Machine.FastPath.claimedWaiting)
      }
      next = state
      if state.bits == Machine.FastPath.claimed {
        #expect(next.finish() == Machine.EndAction(stands: true, releasesPermit: true))
        #expect(next.bits == Machine.FastPath.answered)
      } else if state.bits == Machine.FastPath.claimedWaiting {
        #expect(
          next.finish()
            == Machine.EndAction(stands: true, releasesPermit: true, returnsHandler: true, notifiesCaller: true))
        #expect(next.bits == Machine.FastPath.answeredWaiting)
      }
    }
  }

  @Test(
    "no other thread changes the state of a call that was answered on the fast path",
    arguments: [Machine.FastPath.answered, Machine.FastPath.answeredWaiting])
  func answeredIsStable(_ bits: UInt64) {
    let answered = Machine(bits: bits)
    for ending in Machine.Ending.allCases {
      var state = answered
      #expect(state.end(ending) == Machine.EndAction())
      #expect(state == answered)
    }
    #expect(!answered.owesNotification)
  }

  @Test("only a decision starts a notification, so a decided call without one can be freed directly")
  func notificationsStartWithDecisions() {
    for state in Self.reachable where state.isDecided && !state.owesNotification && state.stage != .invoking {
      for next in Self.events(of: state) { #expect(!next.owesNotification) }
    }
  }

  @Test("a state holds the handler inside invoke, while the caller waits, and until a notification has ended")
  func holding() {
    for state in Self.reachable {
      switch state.stage {
      case .reserved: #expect(!state.holdsHandler)
      case .invoking: #expect(state.holdsHandler)
      case .waiting: #expect(state.holdsHandler == (!state.isDecided || state.owesNotification))
      case .returned, .left: #expect(state.holdsHandler == state.owesNotification)
      }
    }
  }

  @Test("a host may send items exactly while it knows the stream and the stream has not ended")
  func streams() {
    var openStates: Set<UInt64> = []
    for state in Self.reachable where state.isStream && state.isKnownToHost && state.ending == nil {
      openStates.insert(state.bits)
    }
    #expect(openStates == [Machine.FastPath.invokingStream, Machine.FastPath.waitingStream])
  }

  @Test("a stream takes the same steps as a call, whatever happens")
  func streamsAreCalls() {
    for state in Self.reachable where state.isStream {
      let call = Machine(bits: state.bits & 0x7FF)
      #expect(Self.reachable.contains(call))
      #expect(Set(Self.events(of: state).map { $0.bits & 0x7FF }) == Set(Self.events(of: call).map { $0.bits & 0x7FF }))
    }
  }

  @Test("a queued call is unknown to the host, and is given to it only if it has not ended")
  func queued() {
    for state in Self.reachable where state.isQueued {
      #expect(!state.isKnownToHost)
      var next = state
      #expect(next.end(.answered) == Machine.EndAction())
      #expect(next == state)
      #expect(next.take() == (state.ending == nil))
      #expect(next.isQueued == (state.ending != nil))
      if state.ending != nil { #expect(next == state) }
    }
    #expect(Self.reachable.contains { $0.isQueued && $0.stage == .left && $0.owesNotification })
  }

  /// Explores every order of the steps of `actors`; returns the number of distinct states.
  private func explore(_ world: CallWorld, _ actors: [CallWorld.Actor]) -> Int {
    var known: Set<CallWorld> = [world]
    // For each state, the step that led to it, for the failure report.
    var trail: [(actor: CallWorld.Actor?, from: Int)] = [(nil, -1)]
    var left = [(world, 0)]
    func path(_ index: Int) -> [CallWorld.Actor] {
      guard let actor = trail[index].actor else { return [] }
      return path(trail[index].from) + [actor]
    }
    while let (world, index) = left.popLast() {
      var rests = true
      for actor in actors where world.canMove(actor) {
        rests = false
        var next = world
        next.move(actor)
        if let violation = next.violation {
          Issue.record("\(violation), after \(path(index) + [actor])")
          return known.count
        }
        guard known.insert(next).inserted else { continue }
        left.append((next, trail.count))
        trail.append((actor, index))
      }
      if rests, let violation = world.violationAtRest() {
        Issue.record("\(violation), after \(path(index))")
        return known.count
      }
    }
    return known.count
  }

  @Test(
    "every interleaving of all threads preserves the invariants of one call",
    arguments: [
      [.caller, .host, .otherHost, .canceller, .closer, .registrar, .callbacks],
      [.caller, .host, .canceller, .expirer, .closer, .registrar, .callbacks],
      [.caller, .host, .canceller, .failer, .closer, .registrar, .callbacks],
    ] as [[CallWorld.Actor]])
  func oneCall(actors: [CallWorld.Actor]) {
    let count = explore(CallWorld(count: 1, isBatch: false), actors)
    print("one call, \(actors.count) threads: \(count) states")
    #expect(count > 10_000)
  }

  @Test("every interleaving preserves the invariants if the host has no cancel function", arguments: [false, true])
  func withoutCancel(isBatch: Bool) {
    let actors: [CallWorld.Actor] =
      isBatch
      ? [.caller, .host, .canceller, .callbacks] : [.caller, .host, .canceller, .closer, .registrar, .callbacks]
    let count = explore(CallWorld(count: isBatch ? 2 : 1, isBatch: isBatch, hasCancel: false), actors)
    print(
      "\(isBatch ? "a batch of two" : "one call") without `cancel`, \(actors.count) threads: \(count) states"
    )
    #expect(count > 1000)
  }

  @Test(
    "every interleaving preserves the invariants of calls that the host takes from a queue",
    arguments: [
      ([.caller, .host, .canceller, .expirer, .registrar, .callbacks, .taker], 1),
      ([.caller, .host, .failer, .closer, .registrar, .callbacks, .taker], 1),
      ([.caller, .host, .canceller, .closer, .callbacks, .taker], 1),
      ([.caller, .host, .canceller, .callbacks, .taker], 2), ([.caller, .expirer, .closer, .callbacks, .taker], 2),
    ] as [([CallWorld.Actor], Int)])
  func queue(actors: [CallWorld.Actor], calls: Int) {
    let count = explore(CallWorld(count: calls, isBatch: calls > 1, hasQueue: true), actors)
    print("\(calls) call(s) in a queue, \(actors.count) threads: \(count) states")
    #expect(count > 1000)
  }

  @Test("a caller whose cancellation handlers delay its suspension does not delay its handler's release")
  func heldUpCaller() {
    let actors: [CallWorld.Actor] = [.caller, .host, .canceller, .closer, .registrar, .callbacks]
    let count = explore(CallWorld(count: 1, isBatch: false, isHeldUp: true), actors)
    print("one call whose caller is held up, \(actors.count) threads: \(count) states")
    #expect(count > 1000)
  }

  @Test(
    "every interleaving of all threads preserves the invariants of a batch of two",
    arguments: [
      [.caller, .host, .canceller, .registrar, .callbacks], [.caller, .host, .closer, .registrar, .callbacks],
      [.caller, .host, .otherHost, .callbacks], [.caller, .expirer, .closer, .callbacks],
    ] as [[CallWorld.Actor]])
  func batchOfTwo(actors: [CallWorld.Actor]) {
    let count = explore(CallWorld(count: 2, isBatch: true), actors)
    print("a batch of two, \(actors.count) threads: \(count) states")
    #expect(count > 1000)
  }

  @Test(
    "every interleaving preserves the invariants if a batch takes outcomes before its second call",
    arguments: [
      [.caller, .host, .canceller, .registrar, .callbacks], [.caller, .host, .closer, .registrar, .callbacks],
      [.caller, .host, .otherHost, .callbacks], [.caller, .expirer, .closer, .callbacks],
    ] as [[CallWorld.Actor]])
  func batchThatTakesEarly(actors: [CallWorld.Actor]) {
    let count = explore(CallWorld(count: 2, isBatch: true, takesEarly: true), actors)
    print("a batch of two that takes early, \(actors.count) threads: \(count) states")
    #expect(count > 1000)
  }
}
