internal import HostBridgeCore

extension InProcessHost {
  /// How far the host's clock has been moved: the virtual time since the host was made.
  public var elapsed: Duration { .nanoseconds(clock.now.nanoseconds) }

  /// Moves the host's clock, and has everything happen that is due by then, in order of its time: deadlines pass,
  /// delayed answers are given, calls that have been pending for long are reported, each in a task of its own.
  ///
  /// When it returns, the callers of calls that expired or were answered have been resumed; what they do then is
  /// theirs, and may still be about to happen. So a call that a caller is to make next is to be waited for
  /// (``received(_:of:)``) before the clock is moved on.
  ///
  /// An answer without a delay is given when its closure has returned, whatever the clock says. Where a deadline must
  /// not pass before that, wait for it with ``calls(of:until:)``.
  ///
  /// It waits for a delayed answer that is due and still being made, also where nobody waits for the call any more:
  /// whoever makes one must not await the move, and has to heed the cancellation of its task. Moves that are asked for
  /// at once are made one after the other. A task that is cancelled stops waiting, and the clock stays where it is
  /// then. On a closed host it returns at once.
  ///
  /// - Parameter duration: How far, to the nanosecond. Zero moves nothing, and waits for what is due now; less counts
  ///   as zero. The clock ends after 146 years.
  public func advance(by duration: Duration) async {
    while true {
      let version = changes.version
      if Task.isCancelled || changes.hasEnded { return }
      let isFirst = isMoving.withLock { isMoving in
        defer { isMoving = true }
        return !isMoving
      }
      if isFirst { break }
      await changes.wait(after: version)
    }
    await run(until: clock.moment(after: duration))
    isMoving.withLock { $0 = false }
    changes.notify()
  }

  private func run(until target: Deadline) async {
    while true {
      let version = changes.version
      let next = await bridge.settle()
      if Task.isCancelled || changes.hasEnded { return }
      switch delayed.next(at: clock.now) {
      case .give(let answer, let entry): await deliver(answer, to: entry.callID, entry.delivery)
      case .unmade: await changes.wait(after: version)
      case .later(let due):
        let moment = min(next, due)
        if moment <= clock.now { continue }
        if clock.now >= target { return }
        clock.move(to: min(moment, target))
      }
    }
  }
}
