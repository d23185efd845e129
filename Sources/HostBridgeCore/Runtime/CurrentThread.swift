internal import CBridgePlatform

/// What the current thread runs.
///
/// The functions are not inlined: the compiler may take a thread's identity for constant across a suspension.
enum CurrentThread {
  /// Notes that this thread runs the jobs of `executor` from now on.
  static func runsJobs(of executor: UnownedTaskExecutor) {
    hostcall_thread_set_executor(unsafe identity(of: executor))
  }

  /// Whether this thread runs the jobs of `executor`.
  @inline(never)
  static func runs(_ executor: UnownedTaskExecutor) -> Bool {
    unsafe identity(of: executor) == hostcall_thread_executor()
  }

  /// Whether resuming the current task only appends to a queue of the package's, but for ``Waiter/mayBeResumed(by:)``.
  ///
  /// All have to hold: the thread is one of the package's, the task prefers the executor that it runs for, and no actor
  /// with an executor of its own has the task. A task without that preference can be on such a thread through an actor,
  /// and a task with it on another, as in a function of the main actor.
  @inline(never)
  static var resumingTaskOnlyAppends: Bool {
    let executor = hostcall_thread_executor()
    return executor != 0 && executor == hostcall_task_executor() && !hostcall_task_has_custom_actor()
  }

  /// The address of the executor's object.
  private static func identity(of executor: UnownedTaskExecutor) -> UInt {
    // Two words, an object and its conformance: the layout is part of Swift's ABI.
    unsafe unsafeBitCast(executor, to: (UInt, UInt).self).0
  }
}
