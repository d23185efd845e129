// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import Testing

@Suite("Statistics of streams and events", .timeLimit(.minutes(2)))
struct HostBridgeStatisticsTests {
  private func items(_ bridge: HostBridge) -> [UInt64] {
    let counts = bridge.statistics
    return [counts.streams, counts.itemsToCore, counts.itemsToHost]
  }

  @Test("a stream of the host is open until it ends, and its items are counted when they are accepted")
  func streamsOfHost() async throws {
    let bridge = HostBridge()
    let host = StreamHost(bridge)
    #expect(items(bridge) == [0, 0, 0])
    var first: StreamReader? = try await bridge.openStream("s", [], buffer: 3)
    let second = try await bridge.openStream("s", [], buffer: 2)
    #expect(items(bridge) == [2, 0, 0])
    #expect(host.sendAll(first!.callID) == (3, HOSTCALL_WOULD_BLOCK))
    #expect(host.sendAll(second.callID) == (2, HOSTCALL_WOULD_BLOCK))
    #expect(items(bridge) == [2, 5, 0])
    first = nil
    #expect(items(bridge) == [1, 5, 0])
    // Ended, although its items have not been read.
    #expect(host.end(second.callID) == HOSTCALL_OK && host.send(second.callID, [1]) == HOSTCALL_UNKNOWN_CALL)
    #expect(items(bridge) == [0, 5, 0])
    #expect(await second.rest().items.count == 2)
    for opened in 1...4 as ClosedRange<UInt64> {
      let next = try await bridge.openStream("s", [])
      #expect(host.send(next.callID, [1]) == HOSTCALL_OK)
      #expect(items(bridge) == [1, 5 + opened, 0])
      host.end(next.callID)
      #expect(await next.rest().items.count == 1)
    }
    await bridge.close()
    #expect(items(bridge) == [0, 9, 0])
  }

  @Test("a stream of the core is open until it ends, however it ends, and its items are counted when they are sent")
  func streamsOfCore() async throws {
    let bridge = HostBridge()
    try bridge.exposeStreamBytes("s") { _, sender in
      for number in 0..<5 as Range<UInt8> { try? await sender.send([number]) }
      return nil
    }
    let (whole, cancelled, closed) = (StreamListener(bridge), StreamListener(bridge), StreamListener(bridge))
    let (_, id) = cancelled.start(grant: 2)
    #expect(await cancelled.wait { $0.items.count == 2 })
    #expect(items(bridge) == [1, 0, 2])
    #expect(closed.start(grant: 1).status == HOSTCALL_OK)
    #expect(await closed.wait { $0.items.count == 1 })
    #expect(items(bridge) == [2, 0, 3])
    #expect(whole.start(grant: 100).status == HOSTCALL_OK)
    #expect(await whole.wait { !$0.outcomes.isEmpty })
    #expect(items(bridge) == [2, 0, 8])
    #expect(hostcall_cancel(cancelled.handle, id) == HOSTCALL_OK)
    #expect(items(bridge) == [1, 0, 8])
    await bridge.close()
    #expect(items(bridge) == [0, 0, 8])
  }

  @Test("a refused stream of the core is not open")
  func refusedStream() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumInboundCalls = 1
    let bridge = HostBridge(configuration: configuration)
    try bridge.exposeStreamBytes("s") { _, sender in
      try? await sender.send([1])
      return nil
    }
    #expect(StreamListener(bridge).start(grant: 0).status == HOSTCALL_OK)
    #expect(StreamListener(bridge).start(grant: 0).status == HOSTCALL_RESOURCE_EXHAUSTED)
    #expect(items(bridge) == [1, 0, 0])
    await bridge.close()
    #expect(items(bridge) == [0, 0, 0])
  }

  private func events(_ bridge: HostBridge) -> [UInt64] {
    let counts = bridge.statistics
    return [counts.eventsEmitted, counts.events, counts.eventsDropped, counts.eventsDelivered]
  }

  @Test("events are counted when they are emitted, heard or not, and when a reader has received them")
  func reader() async throws {
    let bridge = HostBridge()
    try bridge.emitBytes([0], named: "e")
    try bridge.emit(named: try #require(WireName("e"))) { () throws(BridgeError) in
      Issue.record("an event without a listener is encoded")
      return []
    }
    let reader = try bridge.eventBytes(named: "e", capacity: 2)
    for number in 1...3 as ClosedRange<UInt8> { try bridge.emitBytes([number], named: "e") }
    try bridge.emitBytes([4], named: "other")
    #expect(events(bridge) == [6, 3, 1, 0])
    #expect(await reader.next()?.bytes == [2])
    #expect(events(bridge) == [6, 3, 1, 1])
    await bridge.close()
    #expect(throws: BridgeError.self) { try bridge.emitBytes([5], named: "e") }
    #expect(await reader.next()?.bytes == [3])
    #expect(await reader.next() == nil)
    #expect(events(bridge) == [6, 3, 1, 2])
  }

  @Test("events for functions of the host are delivered when those run, once for each listener")
  func functions() async throws {
    let bridge = HostBridge()
    let (first, second) = (EventHost(bridge), EventHost(bridge))
    first.subscribe()
    second.subscribe()
    for number in 0..<5 as Range<UInt8> { #expect(first.emit([number]) == HOSTCALL_OK) }
    await bridge.close()
    #expect(first.bytes.count == 5 && second.bytes.count == 5)
    #expect(events(bridge) == [5, 10, 0, 10])
  }

  @Test("events for a host that has a queue are delivered when it takes them, and not if it unsubscribes before")
  func queue() async throws {
    let host = QueueHost([])
    let (_, id) = host.subscribe(capacity: 3)
    for number in 0..<4 as Range<UInt8> { try host.bridge.emitBytes([number], named: "e") }
    #expect(events(host.bridge) == [4, 4, 1, 0])
    #expect(host.next().message?.bytes == [1])
    #expect(events(host.bridge) == [4, 4, 1, 1])
    #expect(hostcall_unsubscribe(host.handle, id) == HOSTCALL_OK)
    host.bridge.storage.beginClosing()
    #expect(await host.drain().map(\.kind) == [HOSTCALL_MESSAGE_RELEASE])
    #expect(events(host.bridge) == [4, 4, 1, 1])
  }
}
