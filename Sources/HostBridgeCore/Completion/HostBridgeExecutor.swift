/// A bridge's executor for tasks: a task that prefers it goes on where callers are resumed, without another hop.
///
///     let task = Task(executorPreference: bridge.loop) {
///       try await bridge.call(FetchProfile(userID: 7))
///     }
///
/// For tasks that do little between their calls. All of them run on one thread of the bridge's: a task that blocks or
/// computes for long there holds up the others, and the callers of this bridge on other executors, which go on late also
/// where their deadline has passed or they await ``HostBridge/close()``. The host's functions, what the host is told of
/// deadlines, and `hostcall_close` are not held up. Child tasks and default actors follow the preference; `Task {}` and
/// `Task.detached` do not.
///
/// The thread goes on until the bridge is closed and nothing holds the executor any more, so a task that prefers it can
/// await ``HostBridge/close()`` and go on. The executor of a bridge that is closed by then, or could not be opened, runs
/// its tasks on Swift's global pool.
///
/// Thread safety: safe from any thread.
public final class HostBridgeExecutor: TaskExecutor {
  private let thread: TaskThread?

  /// Creates the executor of `thread`; nil for the global pool.
  init(_ thread: TaskThread?) {
    self.thread = thread
  }

  deinit { thread?.executorIsFreed() }

  /// Has the bridge's thread run `job`.
  ///
  /// For Swift's runtime.
  public func enqueue(_ job: consuming ExecutorJob) {
    guard let thread else { return globalConcurrentExecutor.enqueue(job) }
    thread.append(UnownedJob(job))
  }
}

/// The former name of ``HostBridgeExecutor``.
public typealias HostBridgeLoop = HostBridgeExecutor

extension HostBridgeExecutor: QueueingExecutor {
  var onlyQueues: Bool { thread != nil }
}

extension HostBridge {
  /// The bridge's executor, for tasks to prefer.
  ///
  /// The same object for as long as anything holds it. Complexity: takes a lock, so keep it for many tasks.
  public var loop: HostBridgeExecutor { storage.executor }
}
