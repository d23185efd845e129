// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import CBridgePlatform
internal import Synchronization

/// The package's thread pool for exposed functions and handlers in Swift: one thread per processor, at least two.
///
/// Swift's global pool starts threads on demand. When the system refuses one, that blocks the enqueuing thread, which
/// may be a host's, for seconds.
///
/// A worker takes all jobs from the inbox, runs one, and leaves the others in its local queue, from which any worker
/// may steal them. So a job that blocks delays no other.
///
/// Thread safety: safe from any thread. Never freed.
@safe final class TaskPool: TaskExecutor, @unchecked Sendable {  // the memory is constant, and holds atomics
  private struct Worker: ~Copyable {
    let localQueue = Atomic<UInt>(0)
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

  /// Starts the threads that have not been started; returns false if the system refuses one.
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

  /// Enqueues a job; called by Swift's runtime.
  func enqueue(_ job: consuming ExecutorJob) {
    _ = inbox.append(JobEntry(UnownedJob(job)))  // this queue never ends
    reach(.jobAppended)
    wakeOne()
  }

  /// Wakes a thread that sleeps, if there is one.
  private func wakeOne() {
    for index in 0..<count where unsafe workers[index].parker.claim() { return }
    // Any sleeping thread is claimed by another thread, which may have been suspended before its wake.
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
    for index in 0..<count where unsafe workers[index].localQueue.load(ordering: .sequentiallyConsistent) != 0 {
      return true
    }
    return false
  }

  /// Takes a job from this worker's local queue, the inbox, or another worker's local queue.
  private func take(_ index: Int) -> UnownedJob? {
    if let job = takeFirst(of: takeLocalQueue(of: index), for: index) { return job }
    if let job = takeFirst(of: inbox.takeAll(), for: index) { return job }
    for other in 1..<count {
      if let job = takeFirst(of: takeLocalQueue(of: (index + other) % count), for: index) { return job }
    }
    return nil
  }

  private func takeLocalQueue(of index: Int) -> IntrusiveChain<JobEntry> {
    let worker = unsafe workers + index
    guard unsafe worker.pointee.localQueue.load(ordering: .sequentiallyConsistent) != 0 else {
      return IntrusiveChain(first: 0)
    }
    return IntrusiveChain(first: unsafe worker.pointee.localQueue.exchange(0, ordering: .sequentiallyConsistent))
  }

  /// Removes the first job of `chain`, and publishes the others as this worker's local queue.
  private func takeFirst(of chain: IntrusiveChain<JobEntry>, for index: Int) -> UnownedJob? {
    var chain = chain
    guard let entry = chain.popFirst() else { return nil }
    if chain.first != 0 {
      // The local queue is empty: only this thread stores to it, and it has just taken all.
      unsafe workers[index].localQueue.store(chain.first, ordering: .sequentiallyConsistent)
      wakeOne()
    }
    return entry.job
  }
}
