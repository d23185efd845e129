// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The limiter of a client, which has the ``DeadlineThread`` watch the deadlines of its waiting calls.
package final class ClientLimiter: Sendable {
  private let limiter: ConcurrencyLimiter
  private let waits: Bool
  private let isWatched = Atomic<Bool>(false)

  /// Creates a limiter.
  ///
  /// - Parameters:
  ///   - limit: The maximum number of calls in flight, at least 1.
  ///   - waits: Whether further calls wait for a permit; otherwise they are refused.
  package init(limit: Int, waits: Bool) {
    limiter = ConcurrencyLimiter(limit: limit)
    self.waits = waits
  }

  deinit {
    // In a forked child the thread is missing, and its locks may be held forever.
    guard isWatched.load(ordering: .relaxed), !BridgeRuntime.isForkedChild else { return }
    BridgeRuntime.shared.deadlines.remove(ObjectIdentifier(self))
  }

  package var waiting: Int { Int(limiter.counts.waiting) }

  /// Takes a permit, waiting for one until `deadline` or until the task is cancelled.
  package func acquire(waitingUntil deadline: Deadline) async throws(BridgeError) {
    if limiter.tryAcquire() { return }
    guard waits else { throw .tooManyCalls }
    guard BridgeRuntime.start() else { throw .noThreadForQueuedCalls }
    try await limiter.acquire(waitingUntil: deadline) {
      if deadline != .never {
        isWatched.store(true, ordering: .relaxed)
        BridgeRuntime.shared.deadlines.add(ClientDeadlines(limiter), for: ObjectIdentifier(self))
      }
    }
  }

  /// Gives back a permit, to the call that has waited longest if there is one.
  package func release() {
    if let call = limiter.release() { resume(call) }
  }
}

/// A client as the ``DeadlineThread`` knows it.
private final class ClientDeadlines: WatchedDeadlines {
  private let limiter: ConcurrencyLimiter

  init(_ limiter: ConcurrencyLimiter) {
    self.limiter = limiter
  }

  var nextDue: Deadline { limiter.earliestDeadline }

  func handleDueWork(at now: Deadline) {
    _ = limiter.expire(at: now, resume)
  }
}

/// Has the task of a queued call resumed, which may wait for its cancellation handlers.
private func resume(_ call: QueuedCall) {
  guard let waiter = call.waiter else { return }
  BridgeRuntime.shared.resumptions.append(UserCodeThread.Item(resuming: waiter))
}
