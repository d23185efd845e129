// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

/// The count of a stream, as an object that can be passed to a macro and to another task.
private final class Count: Sendable {
  private let count = TakenCount()

  func take() -> Bool { count.take() }
  func freeze() -> UInt64 { count.freeze() }
  func reset() { count.reset() }
  var frozen: UInt64? { count.frozen }
}

@Suite("TakenCount")
struct TakenCountTests {
  @Test("counts until it is frozen, and again after a reset")
  func frozen() {
    let count = Count()
    #expect(count.frozen == nil)
    #expect(count.take() && count.take())
    #expect(count.frozen == nil)
    #expect(count.freeze() == 2)
    #expect(!count.take())
    #expect(count.freeze() == 2 && count.frozen == 2)
    count.reset()
    #expect(count.frozen == nil && count.take())
    #expect(count.freeze() == 1)
  }

  @Test("a count that is frozen while items are taken is that of the items")
  func race() async {
    for _ in 0..<200 {
      let count = Count()
      let taken = Guarded<UInt64>(0)
      let thread = Worker { while count.take() { taken.withLock { $0 += 1 } } }
      while taken.withLock({ $0 < 10 }) { await Task.yield() }
      let frozen = count.freeze()
      await thread.end()
      #expect(taken.withLock { $0 } == frozen && count.frozen == frozen)
    }
  }
}
