// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A suspension of a task that waits for calls, which it learns of through ``arrive()``: a batch or a stream.
@usableFromInline
package class CallWaiter: Suspension, @unchecked Sendable {
  /// A Boolean value that indicates whether it waits for one call that is a stream.
  final let isStream: Bool

  init(isStream: Bool) {
    self.isStream = isStream
  }

  /// Records that a call has ended.
  ///
  /// - Returns: Whether the task must be resumed. If not, the object may already have been freed or reused.
  func arrive() -> Bool { preconditionFailure("each kind of waiter has its own way to count its calls") }
}
