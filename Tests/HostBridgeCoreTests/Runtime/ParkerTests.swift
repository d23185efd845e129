// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("Parking and waking a thread", .timeLimit(.minutes(1)))
struct ParkerTests {
  @Test("a wake before prepare() has no effect; one after it ends the sleep")
  func order() {
    let parker = Parker()
    #expect(parker.isUsable)
    parker.wake()
    let start = Deadline.now
    parker.park(until: Deadline(nanoseconds: start.nanoseconds + 20_000_000)) { false }
    #expect(Deadline.now.nanoseconds - start.nanoseconds >= 20_000_000)
    parker.prepare()
    parker.wake()
    parker.park(until: .never)
    parker.prepare()
    #expect(parker.claim())
    #expect(!parker.claim())
    parker.park(until: .never)
    parker.release()
  }

  @Test("a thread that finds work does not sleep")
  func work() {
    let parker = Parker()
    parker.park { true }
    #expect(!parker.claim())
    parker.release()
  }

  @Test("wakes from several threads at once end a sleep")
  func concurrentWakes() async {
    for _ in 0..<200 {
      let parker = Parker()
      let hasWork = Guarded(false)
      let (ends, end) = AsyncStream.makeStream(of: Void.self)
      #expect(
        SystemThread.start {
          while !hasWork.withLock({ $0 }) { parker.park { hasWork.withLock { $0 } } }
          end.finish()
        })
      hasWork.withLock { $0 = true }
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<3 { group.addTask { parker.wake() } }
      }
      for await _ in ends {}
      parker.release()
    }
  }
}
