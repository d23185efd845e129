// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A task that waits for something other than one call, as an entry of a ``CompletionQueue``.
///
/// Thread safety: ``waiter`` and ``link`` belong to the thread that decides to resume the task.
@usableFromInline
package class Suspension: WorkItem, @unchecked Sendable {
  /// The task; `nil` until it suspends.
  package final var waiter: Waiter?
}
