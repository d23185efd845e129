// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension BridgeStorage {
  /// Returns the deadline `timeout` from now; without a timeout the clock is not read.
  @usableFromInline
  package func deadline(after timeout: Duration?) -> Deadline {
    guard let timeout else { return .never }
    return Deadline(after: timeout, from: clock.now)
  }

  /// Returns the time until `deadline`; `nil` without a deadline.
  func remaining(until deadline: Deadline) -> Duration? {
    deadline.timeout(at: clock.now)
  }

  /// Announces a deadline that the bridge has recorded to the deadline thread.
  func announceDeadline(_ deadline: Deadline) {
    if clock.virtual == nil { BridgeRuntime.shared.deadlines.record(deadline) }
  }

  /// The next time at which something is due; ``Deadline/never`` if nothing is.
  var nextDue: Deadline {
    // Advancing a virtual clock stops at each due time, so a watch without calls must not add any.
    let stale = staleCalls.withLock { watch in
      watch.isEnabled && (clock.virtual == nil || watch.isWatching(pending)) ? watch.nextCheck : .never
    }
    let calls = min(min(pending.earliestDeadline, pending.streams.earliestSilence), inbound.earliestDeadline)
    return min(min(calls, closing.endOfGrace), min(stale, trimmer?.nextTrim ?? .never))
  }

  /// Handles what is due at `now`: changes states and enqueues, without running user or host code.
  func handleDueWork(at now: Deadline) {
    // First, since the calls that their functions make inherit the deadlines: otherwise a function could answer with
    // the error of such a call, depending on which thread is faster.
    expireInbound(at: now)
    pending.expire(at: now) {
      end($0, .expired)
    } resume: {
      taskThread.resume($0)
    }
    pending.streams.forEachSilent(at: now) { end($0, .expired) }
    if closing.endOfGrace <= now { beginClosing() }
    reportStaleCalls(at: now)
    trimmer?.trimIfDue(pending, at: now)
  }

  /// Reports the calls that have been pending for longer than the limit.
  func reportStaleCalls(at now: Deadline) {
    var names: [UInt: String]?
    let calls = staleCalls.withLock { watch in
      watch.check(pending, at: now) { handler in
        if names == nil { names = registry.names }
        return names?[handler.bits]
      }
    }
    for call in calls { reports.report(call) }
  }
}
