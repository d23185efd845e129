internal import Synchronization

/// The jobs of the tasks that prefer the bridge's loop, and who may still bring some.
final class LoopTasks: Sendable {
  private struct State: Sendable {
    var jobs: [UnownedJob] = []
    /// An empty list that has been used, for its memory.
    var spare: [UnownedJob] = []
    /// Held while it has jobs here, since a job that runs has to name it.
    var holder: HostBridgeLoop?
    weak var executor: HostBridgeLoop?
    /// Whether the thread that ran them is gone.
    var hasEnded = false
  }

  private let state = Guarded(State())
  private let isFilled = Atomic<Bool>(false)

  /// Whether jobs wait.
  ///
  /// Takes no lock.
  var hasWork: Bool { isFilled.load(ordering: .sequentiallyConsistent) }

  /// The executor that brings jobs here: one for all who ask while it lives.
  func executor(_ make: () -> HostBridgeLoop) -> HostBridgeLoop {
    state.withLock { state in
      if let executor = state.executor { return executor }
      let executor = make()
      state.executor = executor
      return executor
    }
  }

  /// Adds a job; false if nobody is there to run it.
  func append(_ job: UnownedJob, of executor: HostBridgeLoop) -> Bool {
    state.withLock { state in
      if state.hasEnded { return false }
      state.jobs.append(job)
      state.holder = executor
      isFilled.store(true, ordering: .sequentiallyConsistent)
      return true
    }
  }

  /// Runs what waits now, in order.
  ///
  /// - Returns: How many jobs there were.
  func run() -> Int {
    guard hasWork else { return 0 }
    var (jobs, holder) = state.withLock { state -> ([UnownedJob], HostBridgeLoop?) in
      defer { state.holder = nil }
      isFilled.store(false, ordering: .sequentiallyConsistent)
      var jobs: [UnownedJob] = []
      swap(&jobs, &state.spare)
      swap(&jobs, &state.jobs)
      return (jobs, state.holder)
    }
    guard let holder else { return 0 }
    for job in jobs { unsafe job.runSynchronously(on: holder.asUnownedTaskExecutor()) }
    let count = jobs.count
    jobs.removeAll(keepingCapacity: true)
    let empty = jobs
    state.withLock { $0.spare = empty }
    return count
  }

  /// Ends, unless somebody may still bring jobs; true if it has.
  func end() -> Bool {
    state.withLock { state in
      if state.executor == nil, state.jobs.isEmpty { state.hasEnded = true }
      return state.hasEnded
    }
  }
}
