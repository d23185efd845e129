// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A bridge's task executor: a task that prefers it continues on the thread that resumes callers, without another hop.
///
///     let task = Task(executorPreference: bridge.executor) {
///       try await bridge.call(FetchProfile(userID: 7))
///     }
///
/// For tasks that do little between calls. They all run on one thread of the bridge: a task that blocks or computes for
/// long delays the others, and delays callers of this bridge on other executors, even after their deadline. It does not
/// delay the host's functions, the host's cancellations, or a close. Child tasks and default actors inherit the
/// preference; `Task {}` and `Task.detached` do not.
///
/// The thread runs until the bridge is closed and the executor is no longer referenced, so a task that prefers it can
/// await ``HostBridge/close()`` and continue. The executor of a bridge that was already closed, or could not be opened,
/// runs its tasks on Swift's global pool.
///
/// Thread safety: safe from any thread.
public final class HostBridgeExecutor: TaskExecutor {
  private let thread: TaskThread?

  /// Creates the executor of `thread`; `nil` stands for the global pool.
  init(_ thread: TaskThread?) {
    self.thread = thread
  }

  deinit { thread?.executorDidDeinit() }

  /// Enqueues a job on the bridge's thread; called by Swift's runtime.
  public func enqueue(_ job: consuming ExecutorJob) {
    guard let thread else { return globalConcurrentExecutor.enqueue(job) }
    thread.append(UnownedJob(job))
  }
}

/// The former name of ``HostBridgeExecutor``.
@available(*, deprecated, renamed: "HostBridgeExecutor")
public typealias HostBridgeLoop = HostBridgeExecutor

extension HostBridgeExecutor: QueueingExecutor {
  var onlyQueues: Bool { thread != nil }
}

extension HostBridge {
  /// The bridge's task executor.
  ///
  /// The same object while it is referenced. Takes a lock, so look it up once for many tasks.
  public var executor: HostBridgeExecutor { storage.executor }

  /// The bridge's task executor.
  @available(*, deprecated, renamed: "executor")
  public var loop: HostBridgeExecutor { storage.executor }
}
