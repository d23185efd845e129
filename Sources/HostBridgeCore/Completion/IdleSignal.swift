// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Tells tests on a virtual clock when a thread of a bridge has nothing to do.
final class IdleSignal: Sendable {
  private struct State: Sendable {
    var hasEnded = false
    /// The number of rounds with work.
    var rounds: UInt64 = 0
    var waiters: [CheckedContinuation<UInt64, Never>] = []
  }

  private let state = Guarded(State())
  private let awaited = Atomic<Bool>(false)

  /// A Boolean value that indicates whether a test waits, so that the thread must not sleep.
  var isAwaited: Bool { awaited.load(ordering: .sequentiallyConsistent) }

  /// Waits until the thread is idle or has ended.
  ///
  /// - Parameter parker: What the thread sleeps in.
  /// - Returns: A number that changes with each round of work.
  func wait(waking parker: Parker) async -> UInt64 {
    await withCheckedContinuation { continuation in
      let rounds = state.withLock { state -> UInt64? in
        if state.hasEnded { return state.rounds }
        state.waiters.append(continuation)
        awaited.store(true, ordering: .sequentiallyConsistent)
        return nil
      }
      if let rounds { continuation.resume(returning: rounds) } else { parker.wake() }
    }
  }

  /// Resumes the tests that wait; called by the thread when it is idle.
  ///
  /// - Parameters:
  ///   - rounds: The number of rounds with work so far.
  ///   - isLast: Whether the thread ends.
  func notify(_ rounds: UInt64, isLast: Bool = false) {
    guard isLast || isAwaited else { return }
    state.withLock { state in
      state.hasEnded = isLast
      state.rounds = rounds
    }
    // Without a waiter, their array is not touched: a debug build creates its type at run time, under a lock of the
    // runtime that stays locked in a child that is forked at that moment.
    guard isAwaited else { return }
    let waiters = state.withLock { state in
      defer { state.waiters = [] }
      awaited.store(false, ordering: .sequentiallyConsistent)
      return state.waiters
    }
    for waiter in waiters { waiter.resume(returning: rounds) }
  }
}
