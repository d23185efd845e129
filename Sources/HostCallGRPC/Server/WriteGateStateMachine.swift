// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
/// The state of a ``WriteGate``: what is unwritten, and the task that waits for it.
///
/// Call with the lock held; resume the result after releasing it. Tests have numbers as waiters.
struct WriteGateStateMachine<Waiter: Sendable>: Sendable {
  /// The bytes that have been passed to gRPC, and not been written.
  private var unwritten = 0
  private var waiter: Waiter?
  /// Whether nothing passes any more.
  private(set) var isClosed = false

  /// Counts a message that is about to be passed to gRPC.
  mutating func add(_ bytes: Int) { unwritten += RequestStateMachine.prefixSize + bytes }

  /// Makes a task wait; returns false if it must not, since everything is written or the gate is closed.
  mutating func wait(_ waiter: Waiter) -> Bool {
    guard !isClosed, unwritten > 0 else { return false }
    self.waiter = waiter
    return true
  }

  /// Counts bytes that have been written; returns the waiter to resume.
  mutating func written(_ bytes: Int) -> Waiter? {
    unwritten -= bytes
    return unwritten > 0 ? nil : waiter.take()
  }

  /// Lets nothing pass any more; returns the waiter to resume.
  mutating func close() -> Waiter? {
    isClosed = true
    return waiter.take()
  }
}
#endif
