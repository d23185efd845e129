// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

extension EventReader {
  /// Runs `body`, which reads, in a task of its own on the package's threads.
  ///
  /// The task is detached: it reads for longer than a call whose task subscribes it, and inherits neither its deadline
  /// nor its metadata.
  ///
  /// - Parameter executor: The executor that the task prefers; `nil` for the package's pool.
  package static func listen(
    executorPreference executor: (any TaskExecutor)?, _ body: sending @escaping () async -> Void
  ) {
    let pool = BridgeRuntime.shared.pool
    guard let executor, (executor as? any QueueingExecutor)?.onlyQueues != true else {
      Task.detached(executorPreference: executor ?? pool, operation: body)
      return
    }
    // The current thread may be a host's, and the `enqueue` of another executor may block or be user code.
    Task.detached(executorPreference: pool) {
      await withTaskExecutorPreference(executor) {
        // Forces the hop: the compiler (6.3) omits it before a call that inherits its caller's executor.
        await Task.yield()
        await body()
      }
    }
  }
}
