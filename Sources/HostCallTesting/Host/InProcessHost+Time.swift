// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import HostBridgeCore

extension InProcessHost {
  /// The virtual time since the host was created.
  public var elapsed: Duration { .nanoseconds(clock.now.nanoseconds) }

  /// Advances the host's clock.
  ///
  /// Events happen in the order in which they become due: deadlines pass, delayed answers are delivered, and stale
  /// calls are reported, each report in a separate task.
  ///
  /// When it returns, the callers of calls that were answered or expired have been resumed, but may not have run yet.
  /// If a caller makes another call next, wait for that call (``received(_:of:)``) before advancing again.
  ///
  /// An answer without a delay is delivered when its closure returns, regardless of the clock. To prevent a deadline
  /// from passing first, wait with ``calls(of:until:)``.
  ///
  /// The function waits for a delayed answer that is due and still being computed, even if its call has ended. The
  /// computation must therefore not await this function, and should respond to cancellation. Concurrent calls of this
  /// function run one after the other. If the task is cancelled, the function returns without advancing further. On a
  /// closed host, the function returns at once.
  ///
  /// - Parameter duration: The duration in virtual time, to the nanosecond. Zero handles the events that are due now;
  ///   negative values count as zero. The clock ends after 146 years.
  public func advance(by duration: Duration) async {
    while true {
      let version = changes.version
      if Task.isCancelled || changes.hasEnded { return }
      let isFirst = isAdvancing.withLock { isAdvancing in
        defer { isAdvancing = true }
        return !isAdvancing
      }
      if isFirst { break }
      await changes.wait(after: version)
    }
    await run(until: clock.moment(after: duration))
    isAdvancing.withLock { $0 = false }
    changes.notify()
  }

  private func run(until target: Deadline) async {
    while true {
      let version = changes.version
      let next = await bridge.settle()
      if Task.isCancelled || changes.hasEnded { return }
      switch delayed.next(at: clock.now) {
      case .ready(let answer, let entry): await deliver(answer, to: entry.callID, by: entry.delivery)
      case .notReady: await changes.wait(after: version)
      case .later(let due):
        let moment = min(next, due)
        if moment <= clock.now { continue }
        if clock.now >= target { return }
        clock.advance(to: min(moment, target))
      }
    }
  }
}
