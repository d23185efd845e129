import CHostBridge
import HostBridgeCore
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Hosts that block", .timeLimit(.minutes(1)))
struct HostBridgeBlockingTests {
  @Test("a function of the host that blocks for a second holds up its own caller and nobody else")
  func blockingInvoke() async throws {
    let bridge = HostBridge()
    let blocking = RecordingHost(bridge) { host, id in
      sleep(1)
      host.complete(id)
    }
    let quick = RecordingHost(bridge) { host, id in host.complete(id) }
    let never = RecordingHost(bridge)
    let later = RecordingHost(bridge) { host, id in Task.detached { host.complete(id) } }
    blocking.register("blocking")
    quick.register("quick")
    never.register("never")
    later.register("later")
    let start = ContinuousClock.now
    let blocked = Task {
      _ = try await bridge.callBytes("blocking", [])
      return ContinuousClock.now
    }
    #expect(await blocking.wait { $0.invoked.count == 1 })
    // On the loop, since on one processor the caller that blocks has the only thread of Swift's pool.
    let ended = try await Task(executorPreference: bridge.loop) {
      for _ in 0..<50 { _ = try await bridge.callBytes("quick", []) }
      // A deadline is kept to meanwhile.
      let error = await #expect(throws: BridgeError.self) {
        try await bridge.callBytes("never", [], timeout: .milliseconds(10))
      }
      #expect(error?.code == .deadlineExceeded)
      return ContinuousClock.now
    }.value
    let unblocked = try await blocked.value
    #expect(unblocked - start >= .seconds(1))
    #expect(ended < unblocked)
    _ = try await bridge.callBytes("later", [])
    await bridge.close()
  }
}
