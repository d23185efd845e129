/// What the loop does, entry by entry, with what it has to remember for it.
///
/// Lives on the loop's thread.
struct BridgeWork: ~Copyable {
  private let bridge: HostBridge
  private let handle: UInt64
  private let hasVirtualClock: Bool
  private var lastSweep = Deadline(nanoseconds: 0)
  private var retired = RetiredHandlers()
  private var staleCalls: StaleCallWatch
  /// How many more rounds there are before the clock is read for them.
  private var roundsToWarning = 0
  /// Who waits until there is nothing more to do.
  private var settlers: [CheckedContinuation<Deadline, Never>] = []

  init(_ bridge: HostBridge) {
    self.bridge = bridge
    handle = bridge.handleNumber
    hasVirtualClock = bridge.clock.virtual != nil
    staleCalls = StaleCallWatch(bridge.configuration.staleCallWarning)
  }

  mutating func perform(_ entry: CompletionQueue<BridgeLoop.Job>.Entry) {
    switch entry {
    case .call(let slot): deliver(slot)
    case .job(.resume(let waiter)): waiter.resume()
    case .job(.reply(let reply, let outcome, let payload)):
      reply.send(outcome, payload, on: handle)
      bridge.inbound.didReply()
    case .job(.giveUp(let reply, let task)):
      reply.send(.cancelled, [], on: handle)
      task?.cancelElsewhere()
      bridge.inbound.didReply()
    case .job(.retire(let handler)): retired.append(handler)
    case .job(.settle): settlers += bridge.clock.virtual?.takeSettlers() ?? []
    }
  }

  /// What is to be done besides the queue.
  ///
  /// - Returns: When to look again.
  mutating func tend() -> Deadline {
    releaseUnused()
    return min(expire(), warn())
  }

  /// There is nothing to do until `next`.
  mutating func settled(_ next: Deadline) {
    guard !settlers.isEmpty else { return }
    for settler in settlers { settler.resume(returning: next) }
    settlers = []
  }

  /// Resumes the caller of a call that has ended, or tells its host, or both.
  private mutating func deliver(_ slot: CallSlot) {
    guard let (id, state) = slot.load() else { return }
    if state.ending == .answered {
      let waiter = slot.takeWaiter()
      endUse(slot)
      // The caller may leave the slot at once.
      waiter.resume()
      return
    }
    if state.stage == .suspended { slot.takeWaiter().resume() }
    if let handler = slot.handler, slot.change(id, { $0.claimTelling() }) == true {
      handler.with { $0.functions.cancel(id, on: handle) }
    }
    endUse(slot)
    if slot.change(id, { $0.release() }) == true { bridge.pending.forget(slot) }
  }

  /// The host's functions are not needed any more for the call that has `slot`.
  private mutating func endUse(_ slot: CallSlot) {
    // Still there: this thread frees handlers, and only such as no slot has.
    if slot.handler?.with({ $0.isRetired }) == true { retired.noteUseEnded() }
    slot.handler = nil
  }

  /// Gives back the handlers that nobody uses any more.
  private mutating func releaseUnused() {
    if bridge.registry.takeUseEnded() { retired.noteUseEnded() }
    guard retired.isWorthLooking else { return }
    for handler in retired.takeUnused(bridge.pending) {
      handler.functions.release(on: handle)
      bridge.registry.didRelease()
    }
  }

  /// Ends the calls whose deadline has passed.
  private mutating func expire() -> Deadline {
    let next = bridge.pending.earliestDeadline
    guard next != .never else { return next }
    let now = bridge.clock.now
    guard next <= now else { return next }
    let earliest = Deadline(nanoseconds: lastSweep.nanoseconds + bridge.clock.sweepInterval)
    guard earliest <= now else { return earliest }
    lastSweep = now
    bridge.pending.expire(at: now) { slot in bridge.bridgeLoop.push(slot) }
    return bridge.pending.earliestDeadline
  }

  /// Reports the calls that have been pending for very long.
  private mutating func warn() -> Deadline {
    guard staleCalls.isOn else { return .never }
    // To read the clock in every round would cost each call that comes alone; when the time has come, rounds follow at
    // once. They do not on a virtual clock, where the loop sleeps until it is moved.
    guard roundsToWarning == 0 || hasVirtualClock else {
      roundsToWarning -= 1
      return staleCalls.nextLook
    }
    roundsToWarning = 15
    let (calls, next) = staleCalls.look(bridge.pending, at: bridge.clock.now) { handler in
      bridge.registry.name(of: handler) ?? retired.name(of: handler)
    }
    for call in calls { bridge.report(call) }
    // Who moves a virtual clock stops wherever something is due, and would do so for ever.
    return hasVirtualClock && !staleCalls.isWatching(bridge.pending) ? .never : next
  }
}
