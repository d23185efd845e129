// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import Testing

@Suite("Exposing a stream", .timeLimit(.minutes(2)))
struct ExposeStreamTests {
  /// Sends `[0]`, `[1]`, and so on, until it is refused; returns how many were accepted.
  private static func sendAll(_ sender: StreamSender, atMost limit: Int) async -> (count: Int, error: BridgeError?) {
    for count in 0..<limit {
      do throws(BridgeError) {
        try await sender.send([UInt8(truncatingIfNeeded: count)])
      } catch {
        return (count, error)
      }
    }
    return (limit, nil)
  }

  @Test(
    "a sender suspends without credit, and the items arrive before the end", arguments: [nil, HostCallCode.notFound])
  func credit(code: HostCallCode?) async throws {
    let bridge = HostBridge()
    let sent = Guarded(0)
    try bridge.exposeStreamBytes("s") { request, sender in
      #expect(request.payload == [1])
      for number in 0..<10 as Range<UInt8> {
        try? await sender.send([number])
        sent.withLock { $0 += 1 }
      }
      return code.map { .error($0, message: "no") }
    }
    let listener = StreamListener(bridge)
    let (status, id) = listener.start(grant: 3)
    #expect(status == HOSTCALL_OK)
    #expect(await listener.wait { $0.items.count == 3 })
    try await Task.sleep(for: .milliseconds(20))
    #expect(sent.withLock { $0 } == 3 && listener.record.outcomes.isEmpty)
    #expect(hostcall_grant(listener.handle, id, 100) == HOSTCALL_OK)
    #expect(await listener.wait { !$0.outcomes.isEmpty })
    #expect(listener.record.items == (0..<10).map { [$0] })
    #expect(listener.record.outcomes == [code == nil ? HOSTCALL_REPLY_OK : 0x105])
    #expect(hostcall_grant(listener.handle, id, 1) == HOSTCALL_UNKNOWN_CALL)
    await bridge.close()
    #expect(!listener.record.isLate)
  }

  @Test("the descriptor is given streams with their kind")
  func described() async throws {
    let bridge = HostBridge()
    try bridge.exposeStreamBytes("s") { _, _ in nil }
    try bridge.exposeBytes("f") { _ in .response([]) }
    let described = Guarded<[CallKind]>([])
    _ = bridge.storage.descriptor { calls, _ in
      described.withLock { $0 = calls.map(\.call.kind) }
      return []
    }
    #expect(described.withLock { $0 } == [.call, .stream])
    await bridge.close()
  }

  @Test("several senders are served in turn, and each item once")
  func manySenders() async throws {
    let bridge = HostBridge()
    try bridge.exposeStreamBytes("s") { _, sender in
      await withTaskGroup(of: Void.self) { group in
        for lane in 0..<8 as Range<UInt8> {
          group.addTask { for number in 0..<50 as Range<UInt8> { try? await sender.send([lane, number]) } }
        }
      }
      return nil
    }
    let listener = StreamListener(bridge)
    let (_, id) = listener.start(grant: 0)
    for grant in 1...40 as ClosedRange<UInt32> {
      #expect(hostcall_grant(listener.handle, id, grant % 20) == HOSTCALL_OK)
      await Task.yield()
    }
    #expect(hostcall_grant(listener.handle, id, 400) == HOSTCALL_OK)
    #expect(await listener.wait { !$0.outcomes.isEmpty })
    let items = listener.record.items
    #expect(items.count == 400)
    for lane in 0..<8 as Range<UInt8> { #expect(items.filter { $0[0] == lane }.map { $0[1] } == Array(0..<50)) }
    await bridge.close()
  }

  @Test("a sender that waits is resumed with an error when the stream is given up", arguments: ["cancel", "close"])
  func givenUp(how: String) async throws {
    let bridge = HostBridge()
    let result = Guarded<(count: Int, error: BridgeError?)?>(nil)
    try bridge.exposeStreamBytes("s") { _, sender in
      let sent = await Self.sendAll(sender, atMost: 10)
      result.withLock { $0 = sent }
      return nil
    }
    let listener = StreamListener(bridge)
    let (_, id) = listener.start(grant: 2)
    #expect(await listener.wait { $0.items.count == 2 })
    if how == "cancel" {
      #expect(hostcall_cancel(listener.handle, id) == HOSTCALL_OK)
    } else {
      await bridge.close()
    }
    for _ in 0..<10_000 where result.withLock({ $0 == nil }) { try await Task.sleep(for: .milliseconds(1)) }
    #expect(result.withLock { $0?.count } == 2)
    #expect(result.withLock { $0?.error?.code } == .cancelled)
    #expect(await listener.wait { $0.outcomes == [HOSTCALL_REPLY_CANCELLED] })
    await bridge.close()
    #expect(listener.record.items.count == 2)
  }

  @Test("a sender whose stream is cancelled before its task is known learns how many items were taken")
  func givenUpAtTheStart() async throws {
    let bridge = HostBridge()
    let found = Guarded<[UInt64?]>([])
    try bridge.exposeStreamBytes("s") { _, sender in
      try? await sender.send([0])
      found.withLock { $0.append(sender.taken) }
      return nil
    }
    let listener = StreamListener(bridge)
    let caller = StoppedThread(at: .deadlineRecorded) {
      #expect(listener.start(grant: 0, timeout: 60_000_000_000).status == HOSTCALL_OK)
    }
    await caller.untilStopped()
    let canceller = StoppedThread(at: .callRemoved) { #expect(hostcall_cancel(listener.handle, 1) == HOSTCALL_OK) }
    await canceller.untilStopped()
    // The caller starts the function's task, and must find the call ended.
    async let hasCalled: Void = caller.goOn()
    try await Task.sleep(for: .milliseconds(50))
    await canceller.goOn()
    await hasCalled
    #expect(await listener.wait { !$0.outcomes.isEmpty })
    while found.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
    #expect(listener.record.outcomes == [HOSTCALL_REPLY_CANCELLED] && found.withLock { $0 } == [0])
    await bridge.close()
  }

  @Test("the number of items taken is that which a host with a queue has taken", arguments: [0, 2, 3])
  func takenFromQueue(count: Int) async throws {
    let host = QueueHost([])
    let senders = Guarded<[StreamSender]>([])
    try host.bridge.exposeStreamBytes("s") { _, sender in
      senders.withLock { $0.append(sender) }
      _ = await Self.sendAll(sender, atMost: 10)
      return nil
    }
    var id: UInt64 = 0
    #expect(unsafe hostcall_call_stream(host.handle, "s", nil, 0, nil, nil, nil, nil, &id) == HOSTCALL_OK)
    #expect(hostcall_grant(host.handle, id, 3) == HOSTCALL_OK)
    #expect(await host.wait { host.bridge.statistics.itemsToHost == 3 })
    for number in 0..<count { #expect(await host.nextSoon().message?.bytes == [UInt8(number)]) }
    let sender = try #require(senders.withLock { $0.first })
    #expect(sender.taken == nil)
    #expect(hostcall_cancel(host.handle, id) == HOSTCALL_OK)
    #expect(sender.taken == UInt64(count))
    host.bridge.storage.beginClosing()
    #expect(await host.drain().map(\.kind) == [HOSTCALL_MESSAGE_REPLY])
    #expect(sender.taken == UInt64(count))
  }

  @Test("cancelling a sender's task ends only its wait")
  func cancelledSender() async throws {
    let bridge = HostBridge()
    let areCancelled = Guarded(false)
    try bridge.exposeStreamBytes("s") { _, sender in
      let isEarly = await Task {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        return await Self.sendAll(sender, atMost: 1)
      }.value
      let waiting = Task { await Self.sendAll(sender, atMost: 1) }
      try? await Task.sleep(for: .milliseconds(5))
      waiting.cancel()
      let late = await waiting.value
      #expect(isEarly.error?.code == .cancelled && late.error?.code == .cancelled && late.count == 0)
      areCancelled.withLock { $0 = true }
      try? await sender.send([9])
      return nil
    }
    let listener = StreamListener(bridge)
    let (_, id) = listener.start(grant: 0)
    while !areCancelled.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    #expect(hostcall_grant(listener.handle, id, 5) == HOSTCALL_OK)
    #expect(await listener.wait { $0.outcomes == [HOSTCALL_REPLY_OK] })
    #expect(listener.record.items == [[9]])
    await bridge.close()
  }

  @Test("an item over the limit ends the stream with that error")
  func tooLarge() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 100
    let bridge = HostBridge(configuration: configuration)
    try bridge.exposeStreamBytes("s") { _, sender in
      let error = await #expect(throws: BridgeError.self) { try await sender.send([UInt8](repeating: 0, count: 101)) }
      #expect(error?.code == .resourceExhausted)
      let after = await #expect(throws: BridgeError.self) { try await sender.send([1]) }
      #expect(after?.code == .cancelled)
      return nil
    }
    let listener = StreamListener(bridge)
    _ = listener.start(grant: 5)
    #expect(await listener.wait { $0.outcomes == [0x108] })
    await bridge.close()
    #expect(listener.record.items.isEmpty)
  }

  @Test("the items before one over the limit are passed on, and nothing has been given up")
  func tooLargeAfterItems() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 100
    let host = QueueHost([], configuration: configuration)
    let senders = Guarded<[StreamSender]>([])
    try host.bridge.exposeStreamBytes("s") { _, sender in
      defer { senders.withLock { $0.append(sender) } }
      for size in [1, 2, 101] { try? await sender.send([UInt8](repeating: 7, count: size)) }
      return nil
    }
    var id: UInt64 = 0
    #expect(unsafe hostcall_call_stream(host.handle, "s", nil, 0, nil, nil, nil, nil, &id) == HOSTCALL_OK)
    #expect(hostcall_grant(host.handle, id, 5) == HOSTCALL_OK)
    // The host takes the items only after the stream has failed, when the function has appended its sender.
    #expect(await host.wait { senders.withLock { !$0.isEmpty } })
    #expect(await host.nextSoon().message?.bytes == [7])
    #expect(await host.nextSoon().message?.bytes == [7, 7])
    #expect(await host.nextSoon().message?.outcome == 0x108)
    #expect(senders.withLock { $0.first }?.taken == nil)
    host.bridge.storage.beginClosing()
    _ = await host.drain()
  }

  @Test("silence counts only while there is credit")
  func silence() async throws {
    let clock = VirtualClock()
    let bridge = HostBridge(configuration: HostBridgeConfiguration(), clock: .virtual(clock))
    try bridge.exposeStreamBytes("s") { _, sender in
      try? await sender.send([1])
      try? await Task.sleep(for: .seconds(100))
      return nil
    }
    let listener = StreamListener(bridge)
    let (_, id) = listener.start(grant: 0, silence: 1000)
    clock.advance(to: Deadline(nanoseconds: 5000))
    _ = await bridge.settle()
    #expect(listener.record.outcomes.isEmpty)
    #expect(hostcall_grant(listener.handle, id, 2) == HOSTCALL_OK)
    #expect(await listener.wait { $0.items.count == 1 })
    clock.advance(to: Deadline(nanoseconds: 5999))
    _ = await bridge.settle()
    #expect(listener.record.outcomes.isEmpty)
    clock.advance(to: Deadline(nanoseconds: 6000))
    _ = await bridge.settle()
    #expect(await listener.wait { $0.outcomes == [0x104] })
    await bridge.close()
  }
}
