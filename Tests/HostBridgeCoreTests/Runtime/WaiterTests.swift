// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("The waiter of a batch", .timeLimit(.minutes(1)))
struct WaiterTests {
  @Test("a batch is resumed once, by the last arrival, before or after its task suspends", arguments: [1, 2, 100])
  func batch(count: Int) async {
    for early in [0, count / 2, count] {
      let batch = BatchWaiter()
      for _ in 0..<count { batch.expect() }
      for _ in 0..<early { #expect(!batch.arrive()) }
      let resumes = Guarded(0)
      await withTaskGroup(of: Void.self) { group in
        unsafe await withUnsafeContinuation { continuation in
          let waiter = unsafe Waiter(continuation)
          guard batch.suspend(waiter) else { return waiter.resume() }
          for _ in early..<count {
            group.addTask {
              guard batch.arrive() else { return }
              resumes.withLock { $0 += 1 }
              batch.waiter?.resume()
            }
          }
        }
      }
      #expect(resumes.withLock { $0 } == (early == count ? 0 : 1))
    }
  }
}
