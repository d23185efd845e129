// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The thread of a bridge that resumes callers, and runs the tasks that prefer its executor.
///
/// Code of users may block it: a task on it, an executor in which it enqueues, or a cancellation handler of a task that
/// it resumes. Nothing that a host waits for needs it.
///
/// It runs on after the close until the ``HostBridgeExecutor`` is no longer referenced, so that its tasks can await the
/// close and continue.
final class TaskThread: Sendable {
  private struct State: Sendable {
    weak var executor: HostBridgeExecutor?
    /// Keeps the executor alive until the thread has started.
    var first: HostBridgeExecutor?
    var hasEnded = false
  }

  private let completions = CompletionQueue()
  private let jobs = IntrusiveQueue<JobEntry>()
  private let parker = Parker()
  private let state = Guarded(State())
  private let isBridgeClosed = Atomic<Bool>(false)
  private let idleSignal = IdleSignal()

  /// Creates the thread without starting it.
  init() {}

  deinit { parker.release() }

  /// Starts the thread; returns false if the system refuses one.
  func start() -> Bool {
    let executor = executor
    state.withLock { $0.first = executor }
    return parker.isUsable && SystemThread.start("hostcall-tasks") { self.run() }
  }

  // MARK: Called by other threads

  /// The executor of this thread: the same object while it is referenced.
  ///
  /// After the thread has ended, a new one forwards its jobs to the global pool.
  var executor: HostBridgeExecutor {
    state.withLock { state in
      if let executor = state.executor { return executor }
      let executor = HostBridgeExecutor(state.hasEnded ? nil : self)
      state.executor = executor
      return executor
    }
  }

  func append(_ job: UnownedJob) {
    // Copied: the job may run to its end at once and free the executor, and with it this object.
    let parker = parker
    // Appending cannot fail: the queue outlives every executor.
    _ = jobs.append(JobEntry(job))
    reach(.jobAppended)
    parker.wake()
  }

  /// Queues the caller of a decided call for resumption.
  func resume(_ slot: CallSlot) {
    append(CompletionEntry(slot))
  }

  /// Queues a task that waits for something other than a single call.
  func resume(_ suspension: Suspension) {
    append(CompletionEntry(retaining: suspension))
  }

  private func append(_ entry: CompletionEntry) {
    if completions.append(entry) {
      reach(.entryPushed)
      parker.wake()
    } else if let waiter = entry.takeWaiter() {
      // The bridge is closed and this thread has ended: one of the last callers.
      BridgeRuntime.shared.resumptions.append(UserCodeThread.Item(resuming: waiter))
    }
  }

  /// Lets the thread end.
  func bridgeDidClose() {
    isBridgeClosed.store(true, ordering: .sequentiallyConsistent)
    parker.wake()
  }

  /// Marks a thread that was never started as ended; its executor uses the global pool.
  func endUnstarted() {
    state.withLock { state in
      state.hasEnded = completions.endIfEmpty()
      state.first = nil
    }
    idleSignal.notify(0, isLast: true)
  }

  /// Wakes the thread after its executor was freed.
  func executorDidDeinit() {
    parker.wake()
  }

  // MARK: The thread

  private func run() {
    // Held while the bridge is open; afterwards only its tasks keep the executor alive.
    var executor = state.withLock { $0.first.take() }
    var spinWait = AdaptiveSpinWait()
    var rounds: UInt64 = 0
    while true {
      var done = resumeCallers()
      if let held = executor ?? state.withLock({ $0.executor }) { done += runJobs(on: held) }
      if done > 0 { rounds += 1 }
      if done > 0 || hasWork { continue }
      idleSignal.notify(rounds)
      if isClosed {
        executor = nil
        if end() { return idleSignal.notify(rounds, isLast: true) }
      }
      spinWait.wait(parker) { hasWork || idleSignal.isAwaited || mayEnd(executor) }
    }
  }

  private func resumeCallers() -> Int {
    var chain = completions.takeAll()
    var count = 0
    while let entry = chain.popFirst() {
      entry.takeWaiter()?.resume()
      count += 1
    }
    return count
  }

  private func runJobs(on executor: HostBridgeExecutor) -> Int {
    var chain = jobs.takeAll()
    var count = 0
    while let entry = chain.popFirst() {
      unsafe entry.job.runSynchronously(on: executor.asUnownedTaskExecutor())
      count += 1
    }
    return count
  }

  private var hasWork: Bool { !completions.isEmpty || !jobs.isEmpty }
  private var isClosed: Bool { isBridgeClosed.load(ordering: .sequentiallyConsistent) }

  private func mayEnd(_ executor: HostBridgeExecutor?) -> Bool {
    isClosed && (executor != nil || state.withLock { $0.executor == nil })
  }

  /// Ends the thread, unless the executor is still referenced or callers are queued.
  private func end() -> Bool {
    state.withLock { state in
      if state.executor == nil, completions.endIfEmpty() { state.hasEnded = true }
      return state.hasEnded
    }
  }

  // MARK: For virtual clocks

  /// Waits until the thread is idle or has ended.
  ///
  /// - Returns: A number that changes with each round of work.
  func idle() async -> UInt64 { await idleSignal.wait(waking: parker) }
}
