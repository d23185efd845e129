// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import HostBridgeCore

/// An executor that can hold back its jobs, as if its thread were busy.
final class HeldExecutor: TaskExecutor {
  private struct State: Sendable {
    var isHeld = false
    var jobs: [UnownedJob] = []
    var running = 0
  }

  private let state = Guarded(State())
  private let queue = DispatchQueue(label: "held")

  /// A Boolean value that indicates whether jobs are held back.
  var holdsJobs: Bool { state.withLock { !$0.jobs.isEmpty } }
  /// A Boolean value that indicates whether no job is running or about to run.
  var isIdle: Bool { state.withLock { $0.running == 0 } }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isHeld = state.withLock { state in
      if state.isHeld { state.jobs.append(job) } else { state.running += 1 }
      return state.isHeld
    }
    if !isHeld { run(job) }
  }

  /// Holds back jobs from now on.
  func hold() {
    state.withLock { $0.isHeld = true }
  }

  /// Runs the jobs that were held back, and new ones at once.
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
