import CHostBridge
@testable import HostBridgeCore
import Testing

@Suite("The loop as an executor", .timeLimit(.minutes(1)))
struct HostBridgeLoopTests {
  /// Whether this runs on the bridge's loop, or inside another callback of its.
  ///
  /// Not inlined: that depends on the thread.
  @inline(never)
  private func isOnLoop(_ handle: UInt64) -> Bool { CallbackScope.isInside(handle) }

  @Test("a task that prefers the loop runs there, and is resumed there by its answers")
  func preference() async throws {
    let bridge = HostBridge()
    let host = RecordingHost(bridge) { host, id in Task.detached { host.complete(id) } }
    host.register("f")
    let handle = bridge.cHandle
    #expect(!isOnLoop(handle))
    let places = try await Task(executorPreference: bridge.loop) {
      var places = [isOnLoop(handle)]
      for _ in 0..<20 {
        _ = try await bridge.callBytes("f", [])
        places.append(isOnLoop(handle))
      }
      async let child = isOnLoop(handle)
      places.append(await child)
      return places
    }.value
    #expect(places == [Bool](repeating: true, count: 22))
    await bridge.close()
  }

  @Test("hundreds of tasks on the loop all end, with their calls answered from another thread")
  func many() async throws {
    let bridge = HostBridge()
    let host = RecordingHost(bridge) { host, id in Task.detached { host.complete(id, HOSTCALL_REPLY_OK, [7]) } }
    host.register("f")
    let loop = bridge.loop
    let answers = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<300 {
        group.addTask(executorPreference: loop) { try await bridge.callBytes("f", []).count }
      }
      return try await group.reduce(0, +)
    }
    #expect(answers == 300)
    #expect(bridge.statistics.answered == 300)
    await bridge.close()
  }

  @Test("a task on the loop can close the bridge and go on there")
  func closing() async throws {
    let bridge = HostBridge()
    let handle = bridge.cHandle
    let places = await Task(executorPreference: bridge.loop) {
      await bridge.close()
      let before = isOnLoop(handle)
      await Task.yield()
      let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("f", []) }
      #expect(error?.code == .unavailable)
      return [before, isOnLoop(handle)]
    }.value
    #expect(places == [true, true])
  }

  @Test("the blocking close is refused on the loop, where it would wait for itself")
  func blockingClose() async {
    let bridge = HostBridge()
    let handle = bridge.cHandle
    let status = await Task(executorPreference: bridge.loop) { close(handle) }.value
    #expect(status == 1)
    await bridge.close()
  }

  @inline(never)
  private func close(_ handle: UInt64) -> Int32 { EntryPoint.close(handle) }

  @Test("the thread goes when the bridge is closed and nobody prefers the loop; what comes later runs elsewhere")
  func end() async throws {
    weak var worker: BridgeLoop?
    do {
      let bridge = HostBridge()
      worker = bridge.bridgeLoop
      #expect(await Task(executorPreference: bridge.loop) { true }.value)
      await bridge.close()
      // A loop that is asked for again is there, whether its thread still is or not.
      for _ in 0..<50 { #expect(await Task(executorPreference: bridge.loop) { true }.value) }
    }
    for _ in 0..<5000 where worker != nil { try await Task.sleep(for: .milliseconds(1)) }
    #expect(worker == nil)
  }

  @Test("a handler and an exposed function run on the loop if they ask for it, ten levels deep, and none blocks")
  func tenLevels() async throws {
    let bridge = HostBridge()
    let handle = bridge.cHandle
    // The core asks its host, which asks the core, which asks its host, and so on: all on one thread.
    try bridge.handleBytes("down", executorPreference: bridge.loop) { request in
      #expect(isOnLoop(handle))
      guard let depth = request.payload.first, depth > 0 else { return .response([]) }
      guard let answer = await Reply.of("deeper", [depth - 1], on: handle) else {
        return .error(.unknown, message: "the core refused")
      }
      return .response(answer + [depth])
    }
    try bridge.exposeBytes("deeper", executorPreference: bridge.loop) { request in
      #expect(isOnLoop(handle))
      do throws(BridgeError) {
        return .response(try await request.bridge.callBytes("down", request.payload))
      } catch {
        return .error(error.code, message: error.message)
      }
    }
    #expect(try await bridge.callBytes("down", [10]) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    #expect(bridge.statistics.answered == 11)
    await bridge.close()
  }
}
