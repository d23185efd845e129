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
    if let executor, !executor.mayEnqueueAnywhere {
      Task.detached(executorPreference: pool) { await executor.run(body) }
    } else {
      Task.detached(executorPreference: executor ?? pool, operation: body)
    }
  }
}
