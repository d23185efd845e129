// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CFloor
import Foundation
import Synchronization

/// The least time that calls can take in Swift: the share of tasks, continuations and cancellation handlers, which the
/// floor in C lacks, without the bridge.
///
///     task ──slot──► host's inbox ──► host's thread ──► inbox of this thread ──► slot ──► continuation
///
/// The host, the inboxes and the copies are those of the floor in C. One thread runs all tasks and owns all slots, so
/// only the inboxes are atomic. There are no names, limits, states, deadlines or counts; only the host's thread may
/// answer, and it must answer each call once. Cancellation is counted and has no other effect.
final class SwiftFloor: TaskExecutor, @unchecked Sendable {  // only the floor's thread uses `state` and `slots`
  private struct Slot {
    /// The continuation of a single call; `nil` for a call of a batch.
    var continuation: UnsafeContinuation<ThreadEcho, Never>?
    /// The answer to a call of a batch.
    var answer = ThreadEcho()
  }

  private struct State {
    var thread = pthread_self()
    var jobs: [UnownedJob] = []
    var spare: [UnownedJob] = []
    /// The unused call IDs, which are the indices of slots; 0 stands for a poke.
    var unused = Array(UInt64(1)..<4096)
    /// The number of unanswered calls in the batch.
    var missing = 0
    /// The continuation of the batch.
    var batch: UnsafeContinuation<Void, Never>?
  }

  /// Behind pointers, because each access to a class's variable is checked for exclusivity.
  private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
  private let slots = UnsafeMutablePointer<Slot>.allocate(capacity: 4096)
  private let fromElsewhere = Mutex<[UnownedJob]>([])
  private let isStopped = Atomic<Bool>(false)
  private let cancelled = Atomic<Int>(0)
  private let answers: OpaquePointer
  private let host: OpaquePointer
  private let finished = DispatchSemaphore(value: 0)

  /// Starts the threads of the floor and of its host.
  init() {
    answers = floor_inbox_create(true)
    host = floor_host_start(floor_inbox_answer, UInt64(UInt(bitPattern: answers)))
    state.initialize(to: State())
    slots.initialize(repeating: Slot(), count: 4096)
    let started = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [self] in
      state.pointee.thread = pthread_self()
      started.signal()
      run()
      finished.signal()
    }
    started.wait()
  }

  /// Ends the threads; call it when no task is left on them.
  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    floor_inbox_poke(answers)
    finished.wait()
    floor_host_stop(host)
    floor_inbox_destroy(answers)
    state.deinitialize(count: 1)
    state.deallocate()
    slots.deallocate()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if pthread_equal(pthread_self(), state.pointee.thread) != 0 { return state.pointee.jobs.append(job) }
    fromElsewhere.withLock { $0.append(job) }
    floor_inbox_poke(answers)
  }

  // MARK: Calls

  /// Calls the host, which answers with the request.
  func call(_ request: ThreadEcho) async -> ThreadEcho {
    // No code follows the suspension, since a function that continues after an `await` looks up its executor first.
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let id = takeSlot()
        slots[Int(id)].continuation = continuation
        send(id, request)
      }
    } onCancel: {
      cancelled.add(1, ordering: .relaxed)
    }
  }

  /// Calls the host with each request, and suspends once; only one task may call it at a time.
  func callEach(_ requests: [ThreadEcho]) async -> [ThreadEcho] {
    var ids: [UInt64] = []
    ids.reserveCapacity(requests.count)
    for request in requests {
      let id = takeSlot()
      slots[Int(id)].continuation = nil
      ids.append(id)
      send(id, request)
    }
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        // This thread receives the answers, so none has been received yet.
        state.pointee.missing = ids.count
        state.pointee.batch = continuation
      }
    } onCancel: {
      cancelled.add(1, ordering: .relaxed)
    }
    return ids.map { id in
      state.pointee.unused.append(id)
      return slots[Int(id)].answer
    }
  }

  private func takeSlot() -> UInt64 { state.pointee.unused.removeLast() }

  private func send(_ id: UInt64, _ request: ThreadEcho) {
    withUnsafeBytes(of: request) { bytes in
      floor_host_invoke(
        id, bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), bytes.count, UnsafeMutableRawPointer(host))
    }
  }

  // MARK: The thread

  private func run() {
    while !isStopped.load(ordering: .sequentiallyConsistent) {
      while !state.pointee.jobs.isEmpty { runJobs() }
      var next = floor_inbox_wait(answers)
      while let message = next {
        next = message.pointee.next
        receive(message)
      }
    }
  }

  private func runJobs() {
    swap(&state.pointee.jobs, &state.pointee.spare)
    for index in state.pointee.spare.indices {
      state.pointee.spare[index].runSynchronously(on: asUnownedTaskExecutor())
    }
    state.pointee.spare.removeAll(keepingCapacity: true)
  }

  private func receive(_ message: UnsafeMutablePointer<floor_message>) {
    let id = Int(message.pointee.call_id)
    guard id != 0 else {
      floor_inbox_recycle(answers, message)
      state.pointee.jobs += fromElsewhere.withLock { jobs in
        defer { jobs = [] }
        return jobs
      }
      return
    }
    let answer = UnsafeRawPointer(message + 1).loadUnaligned(as: ThreadEcho.self)
    floor_inbox_recycle(answers, message)
    if let continuation = slots[id].continuation {
      state.pointee.unused.append(UInt64(id))
      continuation.resume(returning: answer)
    } else {
      slots[id].answer = answer
      state.pointee.missing -= 1
      if state.pointee.missing == 0 { state.pointee.batch?.resume() }
    }
  }
}
