internal import CBridgePlatform
internal import Synchronization

/// The thread of a bridge that resumes callers, and runs the tasks that prefer its executor.
///
/// Code of users may block it: a task on it, an executor in which it enqueues, or a cancellation handler of a task that it
/// resumes. Nothing that a host waits for needs it.
///
/// It goes on after the close until nothing holds the ``HostBridgeExecutor``, so that a task on it can await the close and
/// go on.
final class TaskThread: Sendable {
  private struct State: Sendable {
    weak var executor: HostBridgeExecutor?
    /// Keeps it until the thread does.
    var first: HostBridgeExecutor?
    var hasEnded = false
    /// How often there was something to do.
    var rounds: UInt64 = 0
    /// Tests that wait until there is nothing to do.
    var idleWaiters: [CheckedContinuation<UInt64, Never>] = []
  }

  private let completions = CompletionQueue()
  private let jobs = IntrusiveQueue<JobEntry>()
  private let parker = Parker()
  private let state = Guarded(State())
  private let isBridgeClosed = Atomic<Bool>(false)
  private let hasIdleWaiters = Atomic<Bool>(false)

  /// Creates the thread without starting it.
  init() {}

  deinit { parker.release() }

  /// Starts the thread; false if the system has none to give.
  func start() -> Bool {
    let executor = executor
    state.withLock { $0.first = executor }
    return parker.isUsable && SystemThread.start("hostcall-tasks") { self.run() }
  }

  // MARK: What other threads do

  /// The executor for tasks that are to run here: one for all who ask while it lives.
  ///
  /// Once the thread has ended, one that hands its jobs to the global pool.
  var executor: HostBridgeExecutor {
    state.withLock { state in
      if let executor = state.executor { return executor }
      let executor = HostBridgeExecutor(state.hasEnded ? nil : self)
      state.executor = executor
      return executor
    }
  }

  /// Has the thread run `job`.
  func append(_ job: UnownedJob) {
    // The job may run to its end at once, and take the executor and with it this thread along: so the parker is a copy.
    let parker = parker
    // The queue ends when no executor is left, and this is called by one.
    _ = jobs.append(JobEntry(job))
    reach(.jobAppended)
    parker.wake()
  }

  /// Has the caller of a decided call resumed.
  func resume(_ slot: CallSlot) {
    append(CompletionEntry(slot))
  }

  /// Has a task resumed that waits for something other than one call.
  func resume(_ suspension: Suspension) {
    append(CompletionEntry(retaining: suspension))
  }

  private func append(_ entry: CompletionEntry) {
    if completions.append(entry) {
      reach(.entryPushed)
      parker.wake()
    } else if let waiter = entry.takeWaiter() {
      // The bridge is closed, and the last callers end.
      BridgeRuntime.shared.resumptions.append(UserCodeThread.Item(resuming: waiter))
    }
  }

  /// The thread may end.
  func bridgeHasClosed() {
    isBridgeClosed.store(true, ordering: .sequentiallyConsistent)
    parker.wake()
  }

  /// The thread was not started, and never is: tasks run on the global pool.
  func endUnstarted() {
    state.withLock { state in
      state.hasEnded = completions.endIfEmpty()
      state.first = nil
    }
  }

  /// The executor is being freed.
  func executorIsFreed() {
    parker.wake()
  }

  // MARK: The thread

  private func run() {
    // Held while the bridge is open; afterwards only the tasks on it hold it.
    var executor = state.withLock { $0.first.take() }
    var lookout = Lookout()
    var rounds: UInt64 = 0
    while true {
      var done = resumeCallers()
      if let held = executor ?? state.withLock({ $0.executor }) { done += runJobs(on: held) }
      if done > 0 { rounds += 1 }
      if done > 0 || hasWork { continue }
      tellIdleWaiters(rounds)
      if isClosed {
        executor = nil
        if end() { return }
      }
      lookout.wait(parker) { hasWork || hasIdleWaiters.load(ordering: .sequentiallyConsistent) || mayEnd(executor) }
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

  /// Ends the thread, unless something holds the executor, or callers are to be resumed.
  private func end() -> Bool {
    state.withLock { state in
      // A settling test waits for one more round.
      if state.executor == nil, state.idleWaiters.isEmpty, completions.endIfEmpty() { state.hasEnded = true }
      return state.hasEnded
    }
  }

  // MARK: For virtual clocks

  /// Waits until the thread has nothing to do, or has ended.
  ///
  /// - Returns: A number that changes whenever it had something to do.
  func idle() async -> UInt64 {
    await withCheckedContinuation { continuation in
      let rounds = state.withLock { state -> UInt64? in
        if state.hasEnded { return state.rounds }
        state.idleWaiters.append(continuation)
        hasIdleWaiters.store(true, ordering: .sequentiallyConsistent)
        return nil
      }
      if let rounds { continuation.resume(returning: rounds) } else { parker.wake() }
    }
  }

  private func tellIdleWaiters(_ rounds: UInt64) {
    guard hasIdleWaiters.load(ordering: .sequentiallyConsistent) else { return }
    let waiters = state.withLock { state in
      defer { state.idleWaiters = [] }
      state.rounds = rounds
      hasIdleWaiters.store(false, ordering: .sequentiallyConsistent)
      return state.idleWaiters
    }
    for waiter in waiters { waiter.resume(returning: rounds) }
  }
}

/// How a thread waits: at first awake, while work keeps coming, then asleep.
///
/// Waking a sleeping thread costs its waker a system call, and the sleeper tens of microseconds where another processor
/// has to wake up for it. So after a short sleep the next wait begins with a look-out of at most ``longest``; one that was
/// in vain is the last until there is a short sleep again. On a single processor there is none: the thread that is to
/// bring work needs that processor.
private struct Lookout {
  /// In nanoseconds; about what a sleep and its waking cost.
  private static let longest: Int64 = 50_000
  /// Looks between two looks at the clock.
  private static let looks = 64

  private let mayLook = hostcall_processor_count() > 1
  private var isWorthLooking = false

  /// Waits to be woken, or until `hasWork`.
  ///
  /// May return early.
  mutating func wait(_ parker: Parker, unless hasWork: () -> Bool) {
    if isWorthLooking {
      if lookOut(for: hasWork) { return }
      isWorthLooking = false
    }
    guard mayLook else { return parker.park(unless: hasWork) }
    let start = Deadline.now.nanoseconds
    parker.park(unless: hasWork)
    isWorthLooking = Deadline.now.nanoseconds - start < Self.longest
  }

  private func lookOut(for hasWork: () -> Bool) -> Bool {
    let end = Deadline.now.nanoseconds + Self.longest
    repeat {
      for _ in 0..<Self.looks {
        if hasWork() { return true }
        hostcall_pause()
      }
    } while Deadline.now.nanoseconds < end
    return false
  }
}
