// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
@testable import HostBridgeCore
import Testing

@Suite("The thread pool for functions in Swift", .timeLimit(.minutes(1)))
struct TaskPoolTests {
  /// A started pool, separate from the process's pool, which other tests use.
  private var pool: TaskPool {
    let pool = TaskPool()
    #expect(pool.start())
    return pool
  }

  @Test("the pool runs every one of many tasks, and their child tasks")
  func many() async {
    let pool = pool
    let sum = await withTaskGroup(of: Int.self) { group in
      for number in 0..<1000 {
        group.addTask(executorPreference: pool) {
          async let child = number
          await Task.yield()
          return await child
        }
      }
      return await group.reduce(0, +)
    }
    #expect(sum == 499_500)
  }

  @Test("a task that blocks delays no other task")
  func blocking() async {
    let pool = pool
    let mayEnd = Guarded(false)
    let blocked = Task(executorPreference: pool) { while !mayEnd.withLock({ $0 }) { usleep(200) } }
    for _ in 0..<100 { await Task(executorPreference: pool) {}.value }
    mayEnd.withLock { $0 = true }
    await blocked.value
  }

  @Test("a thread that is suspended between its push and its wake delays no other task")
  func stoppedWaker() async throws {
    let pool = pool
    let first = Guarded<Task<Int, Never>?>(nil)
    let thread = StoppedThread(at: .jobAppended) {
      let task = Task.detached(executorPreference: pool) { 1 }
      first.withLock { $0 = task }
    }
    await thread.untilStopped()
    #expect(await Task.detached(executorPreference: pool) { 2 }.value == 2)
    await thread.goOn()
    #expect(await first.withLock { $0 }?.value == 1)
  }
}
