// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
@testable import HostBridgeCore
import Testing

@Suite("Reading events", .timeLimit(.minutes(2)))
struct EventReaderTests {
  @Test("events that wait, and those that come later, arrive in order; a close ends the reader after them")
  func order() async throws {
    let bridge = HostBridge()
    let reader = try bridge.eventBytes(named: "e")
    try bridge.emitBytes([0], named: "e")
    try bridge.emitBytes([9], named: "f")
    let task = Task {
      for number in 1..<50 as Range<UInt8> {
        try bridge.emitBytes([number], named: "e")
        if number % 7 == 0 { try await Task.sleep(for: .milliseconds(1)) }
      }
      await bridge.close()
    }
    var received: [[UInt8]] = []
    for await event in reader {
      received.append(event.bytes)
      #expect(event.dropped == 0)
    }
    #expect(received == (0..<50).map { [$0] })
    #expect(await reader.next() == nil)
    try await task.value
  }

  @Test("a slow reader drops by its policy and learns of it", arguments: EventPolicy.allCases)
  func slow(policy: EventPolicy) async throws {
    let bridge = HostBridge()
    let reader = try bridge.eventBytes(named: "e", capacity: 2, policy: policy)
    for number in 0..<5 as Range<UInt8> { try bridge.emitBytes([number], named: "e") }
    switch policy {
    case .dropOldest:
      #expect(await reader.next() == EventBytes(bytes: [3], dropped: 3))
      #expect(await reader.next() == EventBytes(bytes: [4]))
    case .dropNewest:
      #expect(await reader.next() == EventBytes(bytes: [0]))
      #expect(await reader.next() == EventBytes(bytes: [1]))
    }
    try bridge.emitBytes([5], named: "e")
    #expect(await reader.next() == EventBytes(bytes: [5], dropped: policy == .dropOldest ? 0 : 3))
    #expect(bridge.statistics.eventsDropped == 3 && bridge.statistics.events == 6)
    await bridge.close()
  }

  @Test("dropping the reader ends its subscription")
  func dropped() async throws {
    let bridge = HostBridge()
    let name = try #require(WireName("e"))
    do {
      let reader = try bridge.eventBytes(named: "e")
      #expect(bridge.statistics.listeners == 1)
      #expect(bridge.storage.events.channel(of: name) != nil)
      #expect(bridge.storage.events.channel(of: try #require(WireName("f"))) == nil)
      _ = consume reader
    }
    #expect(bridge.statistics.listeners == 0 && bridge.storage.events.channel(of: name) == nil)
    try bridge.emitBytes([1], named: "e")
    #expect(bridge.statistics.events == 0)
    await bridge.close()
  }

  @Test("cancelling the task ends the reader, whether it waits or not", arguments: [true, false])
  func cancelled(whileWaiting: Bool) async throws {
    let bridge = HostBridge()
    let task = Task {
      let reader = try bridge.eventBytes(named: "e")
      if !whileWaiting {
        try bridge.emitBytes([1], named: "e")
        while !Task.isCancelled { await Task.yield() }
      }
      let event = await reader.next()
      return (event == nil, bridge.statistics.listeners)
    }
    while bridge.statistics.listeners == 0, !Task.isCancelled { await Task.yield() }
    try await Task.sleep(for: .milliseconds(5))
    task.cancel()
    #expect(try await task.value == (true, 0))
    await bridge.close()
  }

  @Test("a reader that waits when the bridge closes ends")
  func closedWhileWaiting() async throws {
    let bridge = HostBridge()
    let task = Task { await (try bridge.eventBytes(named: "e")).next() }
    while bridge.statistics.listeners == 0, !Task.isCancelled { await Task.yield() }
    try await Task.sleep(for: .milliseconds(5))
    await bridge.close()
    #expect(try await task.value == nil)
  }

  @Test("a reader of a closed bridge has ended, and a bad name is refused")
  func edges() async throws {
    let bridge = HostBridge()
    #expect(throws: BridgeError.self) { try bridge.eventBytes(named: "") }
    #expect(throws: BridgeError.self) { try bridge.emitBytes([], named: "a\0b") }
    await bridge.close()
    #expect(await (try bridge.eventBytes(named: "e")).next() == nil)
    #expect(throws: BridgeError.self) { try bridge.emitBytes([], named: "e") }
  }

  @Test("a reader does not keep its bridge open")
  @inline(never) func droppedBridge() async throws {
    var bridge: HostBridge? = HostBridge(onReport: { _ in })
    let reader = try bridge!.eventBytes(named: "e")
    try bridge!.emitBytes([1], named: "e")
    bridge = nil
    #expect(await reader.next()?.bytes == [1])
    #expect(await reader.next() == nil)
  }

  @Test("a body that throws leaves the reader as it is")
  func body() async throws {
    let bridge = HostBridge()
    let reader = try bridge.eventBytes(named: "e")
    for number in 0..<2 as Range<UInt8> { try bridge.emitBytes([number], named: "e") }
    struct Refusal: Error {}
    await #expect(throws: Refusal.self) { try await reader.next { _, _ in throw Refusal() } }
    #expect(await reader.next { bytes, dropped in bytes.byteCount + Int(dropped) } == 1)
    await bridge.close()
  }
}
