// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An executor of this package.
protocol QueueingExecutor: TaskExecutor {
  /// A Boolean value that indicates whether `enqueue` only appends to a queue, so that any thread may call it,
  /// including a host's.
  var onlyQueues: Bool { get }
}
