// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Limits the number of calls in flight; further calls queue.
///
/// While no call waits, taking a permit and giving it back are one compare-and-swap each. The first waiting call sets a
/// bit in the same word, which sends every other caller through the lock; from then on each permit that is released
/// goes to the call that has waited longest. So no call overtakes another.
///
/// Invariants: at most `limit` permits are taken; while a call waits, all of them are.
///
/// The caller of a function that returns a ``QueuedCall`` must have its task resumed, on a thread that is allowed to
/// (see ``Waiter/resume()``).
package final class ConcurrencyLimiter: Sendable {
  /// The result of a request for a permit.
  package enum Acquisition: Sendable {
    case acquired
    /// The call waits for a permit.
    case queued(QueuedCall)
    /// Calls are refused, for this reason.
    case refused(BridgeError)
  }

  /// Counters of the calls that have no slot.
  package struct Counts: Sendable {
    package var failed: UInt64 = 0
    package var cancelled: UInt64 = 0
    package var expired: UInt64 = 0
    /// The number of calls that wait or that have a permit but whose caller has not continued yet.
    package var waiting: UInt64 = 0
  }

  private struct State: Sendable {
    var queue = PermitQueue()
    /// The reason why calls are refused; `nil` while they are not.
    var refusal: BridgeError?
    var counts = Counts()
  }

  /// Set in `permits` while a call waits.
  private static let waitingBit: UInt64 = 1 << 63

  private let limit: UInt64
  private let permits = Atomic<UInt64>(0)
  private let state = Guarded(State())

  /// Creates a limiter.
  ///
  /// - Parameter limit: The maximum number of calls in flight, at least 1.
  package init(limit: Int) {
    self.limit = UInt64(limit)
  }

  /// The number of permits that are taken.
  package var inFlight: Int { Int(permits.load(ordering: .relaxed) & ~Self.waitingBit) }

  /// Takes a permit without waiting; returns false if none is free or calls wait.
  @inline(__always)
  package func tryAcquire() -> Bool {
    var taken = permits.load(ordering: .relaxed)
    while taken < limit {
      let (isDone, found) = permits.weakCompareExchange(
        expected: taken, desired: taken &+ 1, ordering: .acquiringAndReleasing)
      if isDone { return true }
      taken = found
    }
    return false
  }

  /// Takes a permit, or queues the call if none is free.
  package func acquire(orQueueUntil deadline: Deadline) -> Acquisition {
    state.withLock { state in
      if let refusal = state.refusal { return .refused(refusal) }
      while true {
        if tryAcquire() { return .acquired }
        let taken = permits.load(ordering: .relaxed)
        guard taken & ~Self.waitingBit >= limit else { continue }
        let isMarked = permits.compareExchange(
          expected: taken, desired: taken | Self.waitingBit, ordering: .acquiringAndReleasing
        ).exchanged
        if isMarked { break }
      }
      let call = QueuedCall(deadline)
      state.queue.append(call)
      state.counts.waiting += 1
      return .queued(call)
    }
  }

  /// Gives back a permit; returns the call that receives it, if one waits.
  @inline(__always)
  package func release() -> QueuedCall? {
    var taken = permits.load(ordering: .relaxed)
    while taken & Self.waitingBit == 0 {
      let (isDone, found) = permits.weakCompareExchange(
        expected: taken, desired: taken &- 1, ordering: .acquiringAndReleasing)
      if isDone { return nil }
      taken = found
    }
    return releaseToQueuedCall()
  }

  @inline(never)
  private func releaseToQueuedCall() -> QueuedCall? {
    state.withLock { state in
      defer { unmarkIfEmpty(state) }
      guard let call = state.queue.popFirst() else {
        permits.subtract(1, ordering: .acquiringAndReleasing)
        return nil
      }
      return decide(call, .success(()))
    }
  }

  /// Counts a call that was refused without a permit.
  package func countFailure() {
    state.withLock { $0.counts.failed += 1 }
  }

  /// The earliest deadline of the waiting calls.
  package var earliestDeadline: Deadline { state.withLock { $0.queue.earliestDeadline } }

  /// The counters of the calls that have no slot.
  package var counts: Counts { state.withLock { $0.counts } }

  // MARK: Waiting

  /// Stores the suspending task of a queued call; returns false if the call is decided and the task must not suspend.
  package func suspend(_ call: QueuedCall, _ waiter: Waiter) -> Bool {
    state.withLock { _ in
      guard call.result == nil else { return false }
      call.waiter = waiter
      return true
    }
  }

  /// Continues after a queued call was decided, with a permit.
  ///
  /// - Throws: The reason why the call did not get a permit.
  package func takeResult(of call: QueuedCall) throws(BridgeError) {
    let result = state.withLock { state -> Result<Void, BridgeError>? in
      if case .success? = call.result { state.counts.waiting -= 1 }
      return call.result
    }
    try result?.get()
  }

  /// Cancels a waiting call; has no effect once the call is decided.
  package func cancel(_ call: QueuedCall) -> QueuedCall? {
    state.withLock { state in
      guard state.queue.remove(call) else { return nil }
      state.counts.cancelled += 1
      return refuse(call, with: .cancelledWaiting, in: &state)
    }
  }

  /// Refuses the calls whose deadline has passed.
  ///
  /// - Parameter resume: Receives each call whose task must be resumed.
  /// - Returns: The earliest deadline of the remaining calls.
  package func expire(at now: Deadline, _ resume: (QueuedCall) -> Void) -> Deadline {
    while true {
      let expired = state.withLock { state -> QueuedCall? in
        guard let call = state.queue.popExpired(at: now) else { return nil }
        state.counts.expired += 1
        _ = refuse(call, with: .expiredWaiting, in: &state)
        return call
      }
      guard let expired else { return state.withLock { $0.queue.earliestDeadline } }
      if expired.waiter != nil { resume(expired) }
    }
  }

  /// Refuses all calls that wait now, in order, with `error`.
  ///
  /// - Parameters:
  ///   - isFinal: Whether to refuse all later calls as well.
  ///   - resume: Receives each call whose task must be resumed.
  package func refuseAll(_ error: BridgeError, isFinal: Bool, _ resume: (QueuedCall) -> Void) {
    let last = state.withLock { state in
      if isFinal { state.refusal = error }
      return state.queue.appended
    }
    while true {
      let refused = state.withLock { state -> QueuedCall? in
        guard let call = state.queue.popFirst(upTo: last) else { return nil }
        state.counts.failed += 1
        _ = refuse(call, with: error, in: &state)
        return call
      }
      guard let refused else { return }
      if refused.waiter != nil { resume(refused) }
    }
  }

  /// Call with the lock held.
  private func refuse(_ call: QueuedCall, with error: BridgeError, in state: inout State) -> QueuedCall? {
    state.counts.waiting -= 1
    defer { unmarkIfEmpty(state) }
    return decide(call, .failure(error))
  }

  /// Call with the lock held; resume the returned call after releasing it.
  private func decide(_ call: QueuedCall, _ result: Result<Void, BridgeError>) -> QueuedCall? {
    call.result = result
    return call.waiter == nil ? nil : call
  }

  private func unmarkIfEmpty(_ state: borrowing State) {
    if state.queue.isEmpty { permits.bitwiseAnd(~Self.waitingBit, ordering: .acquiringAndReleasing) }
  }
}
