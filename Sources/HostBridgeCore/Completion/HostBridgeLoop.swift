/// A bridge's loop as an executor for tasks: what prefers it is resumed where a host's answer arrived, without another hop.
///
///     let task = Task(executorPreference: bridge.loop) {
///       try await bridge.call(FetchProfile(userID: 7))
///     }
///
/// For tasks that do little between their calls. All of them run on the one thread that also delivers the answers of
/// hosts: what blocks or computes for long there holds up all of its calls, and so does a function of the host
/// that blocks in the `invoke` of such a task. Child tasks and default actors follow the preference; `Task {}` and
/// `Task.detached` do not.
///
/// The thread goes on until the bridge is closed and nobody holds this any more, so a task that prefers it can await
/// ``HostBridge/close()`` and go on. What comes later still runs on Swift's global pool.
///
/// Thread safety: may be used from anywhere.
public final class HostBridgeLoop: TaskExecutor {
  private let loop: BridgeLoop

  init(_ loop: BridgeLoop) {
    self.loop = loop
  }

  deinit {
    // It may have been the last that the thread waited for.
    loop.wake()
  }

  /// Has the loop run `job`.
  ///
  /// For Swift's runtime.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if loop.tasks.append(job, of: self) {
      loop.wake()
    } else {
      globalConcurrentExecutor.enqueue(job)
    }
  }
}

extension HostBridge {
  /// The bridge's loop, for tasks to prefer as their executor.
  public var loop: HostBridgeLoop {
    bridgeLoop.tasks.executor { HostBridgeLoop(bridgeLoop) }
  }
}
