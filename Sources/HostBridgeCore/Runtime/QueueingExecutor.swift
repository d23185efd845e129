// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// An executor of this package.
protocol QueueingExecutor: TaskExecutor {
  /// A Boolean value that indicates whether `enqueue` only appends to a queue, so that any thread may call it,
  /// including a host's.
  var onlyQueues: Bool { get }
}

extension TaskExecutor {
  /// Whether any thread may enqueue tasks, including a host's: the `enqueue` of an executor that is not of this package
  /// may block or be user code.
  var mayEnqueueAnywhere: Bool { (self as? any QueueingExecutor)?.onlyQueues == true }

  /// Runs `body` on this executor, for a task that began on the package's pool.
  func run(_ body: () async -> Void) async {
    await withTaskExecutorPreference(self) {
      // Forces the hop: the compiler (6.3) omits it before a call that inherits its caller's executor.
      await Task.yield()
      await body()
    }
  }
}
