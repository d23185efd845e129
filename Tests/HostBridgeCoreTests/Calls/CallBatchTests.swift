// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

@testable import HostBridgeCore
import Testing

@Suite("A batch of calls", .timeLimit(.minutes(1)))
struct CallBatchTests {
  private let encodings = CallEncodings(request: .cbor, response: .cbor)

  @Test("a batch does not touch a call whose answering thread was suspended before it counted the call")
  func stoppedAnswer() async throws {
    let (bridge, host) = RecordingHost.openBridge { host, id in
      if id > 1, id < 65 { host.complete(id) }
    }
    let target = bridge.storage.target(named: NamedCall(try WireName(checking: "f")), encodings)
    let looks = Guarded((before: Bool?.none, after: Bool?.none))
    let (hasBegun, mayLook) = (Guarded(false), Guarded(false))
    let batchTask = Task(executorPreference: bridge.executor) {
      let batch = CallBatch(bridge.storage, .never)
      _ = unsafe batch.begin(target, UnsafeRawBufferPointer(start: nil, count: 0))
      // From now on the call waits; an answer during `invoke` would decide it at once.
      hasBegun.withLock { $0 = true }
      while !mayLook.withLock({ $0 }) { await Task.yield() }
      let hasArrived = batch.hasArrived(0)
      looks.withLock { $0.before = hasArrived }
      if !hasArrived { await batch.wait() }
      looks.withLock { $0.after = batch.hasArrived(0) }
      return try batch.takeCall(0).take(bridge.storage, runsUserCode: false) { bytes throws(BridgeError) in
        bytes.byteCount
      }
    }
    while !hasBegun.withLock({ $0 }), !Task.isCancelled { await Task.yield() }
    #expect(host.record.invoked == [1])
    // The call is decided, and its caller is not notified yet: the thread has yet to access the slot.
    let thread = StoppedThread(at: .handlerReturned) { host.complete(1) }
    await thread.untilStopped()
    mayLook.withLock { $0 = true }
    while looks.withLock({ $0.before == nil }), !Task.isCancelled { await Task.yield() }
    // After these calls, the next one would get the batch's slot if that slot were free.
    for _ in 2...64 { _ = try await bridge.callBytes("f", []) }
    let other = Task(executorPreference: bridge.executor) { try await bridge.callBytes("f", []) }
    #expect(await host.wait { $0.invoked.count == 65 })
    await thread.goOn()
    #expect(try await batchTask.value == 0)
    #expect(looks.withLock { $0.before == false && $0.after == true })
    #expect(bridge.statistics.inFlight == 1)
    host.complete(host.record.invoked[64])
    #expect(try await other.value == [])
    await bridge.close()
  }
}
