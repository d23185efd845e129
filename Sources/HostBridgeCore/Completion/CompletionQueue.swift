// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A FIFO queue of suspended tasks to resume: any thread appends, the bridge's ``TaskThread`` takes.
///
/// The caller of a call is queued through its slot, so an answer allocates nothing here.
typealias CompletionQueue = IntrusiveQueue<CompletionEntry>

extension CallEntry<CompletionLink> {
  /// Returns the task to resume, once.
  ///
  /// The entry is invalid after the task has resumed.
  func takeWaiter() -> Waiter? {
    if let slot { return slot.waiter }
    // Only suspensions are items of this queue.
    return unsafe unsafeDowncast(takeItem(), to: Suspension.self).waiter
  }
}
