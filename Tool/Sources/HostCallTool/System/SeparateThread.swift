// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Dispatch

/// A thread for work that may never end, such as a function of a loaded library, and would keep a thread that all tasks
/// share.
package final class SeparateThread: TaskExecutor {
  // A serial queue, which has a thread of its own while it runs something.
  private let queue = DispatchQueue(label: "hostcall")

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// Runs `work` on a new thread, with the task-local values of the current task.
  ///
  /// - Parameters:
  ///   - time: How long to wait for the result.
  ///   - work: The work, which is left to itself when the time has passed.
  /// - Returns: The result; `nil` if there is none in time.
  package static func run<Value: Sendable>(
    for time: Duration, _ work: @escaping @Sendable () async -> Value
  ) async -> Value? {
    let (results, result) = AsyncStream.makeStream(of: Value?.self)
    Task(executorPreference: SeparateThread()) { result.yield(await work()) }
    let timer = Task {
      // At most ten years, since an instant farther ahead may be more than a clock can count.
      try? await Task.sleep(for: min(time, .seconds(315_360_000)))
      result.yield(nil)
    }
    defer { timer.cancel() }
    for await first in results { return first }
    return nil
  }
}
