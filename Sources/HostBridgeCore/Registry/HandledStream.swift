// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A stream of the host that a handler in Swift answers: its senders that wait for credit.
///
/// A sender that was refused for lack of credit waits until `credit` runs, and then tries again, or until the stream
/// has ended: it was given up, a send ended it, or its function has returned.
///
/// Thread safety: guarded by its lock.
final class HandledStream: Sendable {
  private struct State: Sendable {
    /// The number of times that credit has come.
    var credits: UInt64 = 0
    var senders = WaitingSenders<WaitingSender>()
    /// Whether no item is accepted any more.
    var hasEnded = false
    /// The number of items that the core took before it gave the stream up; `nil` before that.
    var taken: UInt64?
  }

  let callID: UInt64
  private let state = Guarded(State())
  private let cancelTask: @Sendable () -> Void

  /// - Parameters:
  ///   - callID: The ID of the call.
  ///   - cancelTask: Cancels the task of the stream's function.
  init(_ callID: UInt64, cancelTask: @escaping @Sendable () -> Void) {
    self.callID = callID
    self.cancelTask = cancelTask
  }

  /// Cancels the task of the stream's function.
  func cancel() { cancelTask() }

  /// Whether no item is accepted any more.
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// The number of times that credit has come.
  var credits: UInt64 { state.withLock { $0.credits } }

  /// The number of items that the core took before it gave the stream up; `nil` if it has not.
  var taken: UInt64? { state.withLock { $0.taken } }

  /// Makes a sender wait for credit; returns false if it must not suspend, since credit has come since it was refused,
  /// or the stream has ended.
  ///
  /// - Parameter credits: ``credits`` before the sender was refused.
  func wait(_ sender: WaitingSender, _ waiter: Waiter, since credits: UInt64) -> Bool {
    state.withLock { state in
      if state.credits != credits || state.hasEnded || sender.isCancelled { return false }
      state.senders.append(sender, waiter)
      return true
    }
  }

  /// Removes a sender whose task was cancelled; returns false if it does not wait any more.
  func remove(_ sender: WaitingSender) -> Bool { state.withLock { $0.senders.remove(sender) } }

  /// Returns the senders to resume since credit has come.
  func grant() -> [WaitingSender] {
    state.withLock { state in
      state.credits += 1
      return state.senders.takeAll()
    }
  }

  /// Returns the senders to resume since the core has given the stream up.
  func giveUp(taken: UInt64) -> [WaitingSender] {
    state.withLock { $0.taken = taken }
    return end()
  }

  /// Returns the senders to resume since the stream has ended.
  func end() -> [WaitingSender] {
    state.withLock { state in
      state.hasEnded = true
      return state.senders.takeAll()
    }
  }
}
