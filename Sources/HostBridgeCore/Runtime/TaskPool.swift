internal import CBridgePlatform
internal import Synchronization

/// The threads on which functions run that the host calls, and handlers in Swift: two, or as many as there are processors.
///
/// They are the package's own, since Swift's global pool asks the system for a thread when it needs one: where none is to
/// be had, that blocks the thread that asks, which is a host's, for seconds.
///
/// A thread takes all jobs that wait in the inbox, keeps those that it does not run yet in its *rest*, where others may
/// take them, and runs one. So a job that blocks holds up no other.
///
/// Thread safety: safe from any thread. Never freed.
@safe final class TaskPool: TaskExecutor, @unchecked Sendable {  // the memory is constant, and holds atomics
  private struct Worker: ~Copyable {
    let rest = Atomic<UInt>(0)
    let parker = Parker()
  }

  private let inbox = IntrusiveQueue<JobEntry>()
  private let workers: UnsafeMutablePointer<Worker>
  private let count: Int
  private let started = Guarded(0)

  /// Creates a pool without threads.
  init() {
    count = max(2, Int(hostcall_processor_count()))
    unsafe workers = .allocate(capacity: count)
    for index in 0..<count { unsafe (workers + index).initialize(to: Worker()) }
  }

  /// Starts the threads that have not been started; false if the system has none to give.
  func start() -> Bool {
    started.withLock { started in
      while started < count {
        let index = started
        guard unsafe workers[index].parker.isUsable, SystemThread.start("hostcall-pool", { self.run(index) }) else {
          return false
        }
        started += 1
      }
      return true
    }
  }

  /// Has a thread of the pool run `job`.
  ///
  /// For Swift's runtime.
  func enqueue(_ job: consuming ExecutorJob) {
    _ = inbox.append(JobEntry(UnownedJob(job)))  // it never ends
    reach(.jobAppended)
    wakeOne()
  }

  /// Wakes a thread that sleeps, if there is one.
  private func wakeOne() {
    for index in 0..<count where unsafe workers[index].parker.claim() { return }
    // None sleeps but those that other threads are waking, who may have been stopped before they did.
    for index in 0..<count { unsafe workers[index].parker.wake() }
  }

  private func run(_ index: Int) {
    let executor = unsafe asUnownedTaskExecutor()
    let worker = unsafe workers + index
    while true {
      if let job = take(index) {
        unsafe job.runSynchronously(on: executor)
        continue
      }
      unsafe worker.pointee.parker.park { hasWork }
    }
  }

  private var hasWork: Bool {
    if !inbox.isEmpty { return true }
    for index in 0..<count where unsafe workers[index].rest.load(ordering: .sequentiallyConsistent) != 0 { return true }
    return false
  }

  /// Takes a job: of this thread's rest, of the inbox, or of another thread's rest.
  private func take(_ index: Int) -> UnownedJob? {
    if let job = keepRest(of: takeRest(of: index), index) { return job }
    if let job = keepRest(of: inbox.takeAll(), index) { return job }
    for other in 1..<count {
      if let job = keepRest(of: takeRest(of: (index + other) % count), index) { return job }
    }
    return nil
  }

  private func takeRest(of index: Int) -> IntrusiveChain<JobEntry> {
    let rest = unsafe workers + index
    guard unsafe rest.pointee.rest.load(ordering: .sequentiallyConsistent) != 0 else { return IntrusiveChain(first: 0) }
    return IntrusiveChain(first: unsafe rest.pointee.rest.exchange(0, ordering: .sequentiallyConsistent))
  }

  /// Takes the first job out of `chain`, and leaves the others where any thread finds them.
  private func keepRest(of chain: IntrusiveChain<JobEntry>, _ index: Int) -> UnownedJob? {
    var chain = chain
    guard let entry = chain.popFirst() else { return nil }
    if chain.first != 0 {
      // Empty: this thread alone puts something there, and has just taken it.
      unsafe workers[index].rest.store(chain.first, ordering: .sequentiallyConsistent)
      wakeOne()
    }
    return entry.job
  }
}
