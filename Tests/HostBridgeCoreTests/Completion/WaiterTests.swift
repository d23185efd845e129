@testable import HostBridgeCore
import Testing

@Suite("Waiters")
struct WaiterTests {
  @Test("a batch is resumed once, by the last that arrives, from whatever thread")
  func batch() async {
    for count in [1, 2, 100] {
      let arrived = Guarded(0)
      let arrivedAtResume = Guarded(-1)
      await withTaskGroup(of: Void.self) { group in
        unsafe await withUnsafeContinuation { continuation in
          let batch = unsafe BatchWaiter(count: count, Waiter(continuation))
          for _ in 0..<count {
            group.addTask {
              arrived.withLock { $0 += 1 }
              Waiter(batch).resume()
            }
          }
        }
        let all = arrived.withLock { $0 }
        arrivedAtResume.withLock { $0 = all }
      }
      #expect(arrivedAtResume.withLock { $0 } == count)
    }
  }
}
