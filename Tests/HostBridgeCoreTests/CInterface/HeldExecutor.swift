import Dispatch
import HostBridgeCore

/// An executor that keeps its jobs while it is held, as one does whose thread is busy with something else.
final class HeldExecutor: TaskExecutor {
  private struct State: Sendable {
    var isHeld = false
    var jobs: [UnownedJob] = []
    var running = 0
  }

  private let state = Guarded(State())
  private let queue = DispatchQueue(label: "held")

  /// Whether there are jobs that are kept.
  var holdsJobs: Bool { state.withLock { !$0.jobs.isEmpty } }
  /// Whether nothing runs, or is about to.
  var isIdle: Bool { state.withLock { $0.running == 0 } }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isHeld = state.withLock { state in
      if state.isHeld { state.jobs.append(job) } else { state.running += 1 }
      return state.isHeld
    }
    if !isHeld { run(job) }
  }

  /// Keeps what comes from now on.
  func hold() {
    state.withLock { $0.isHeld = true }
  }

  /// Runs what was kept, and what comes from now on.
  func letGo() {
    let jobs = state.withLock { state in
      defer { state.jobs = [] }
      state.isHeld = false
      state.running += state.jobs.count
      return state.jobs
    }
    for job in jobs { run(job) }
  }

  private func run(_ job: UnownedJob) {
    queue.async {
      unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
      self.state.withLock { $0.running -= 1 }
    }
  }
}
