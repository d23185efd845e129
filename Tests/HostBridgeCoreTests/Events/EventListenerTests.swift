// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Dispatch
@testable import HostBridgeCore
import Testing

@Suite("Listeners of the host", .timeLimit(.minutes(2)))
struct EventListenerTests {
  @Test("an event of the core reaches every listener of its name, aligned, and no other")
  func fromCore() async throws {
    let bridge = HostBridge()
    let (first, second, other) = (EventHost(bridge), EventHost(bridge), EventHost(bridge))
    #expect(first.subscribe() == HOSTCALL_OK && second.subscribe() == HOSTCALL_OK)
    #expect(other.subscribe("f") == HOSTCALL_OK)
    #expect(Set([first, second, other].map(\.subscription)).count == 3 && first.subscription != 0)
    let events: [[UInt8]] = [[], [1], [UInt8](repeating: 7, count: 100_001), [2]]
    for event in events { try bridge.emitBytes(event, named: "e") }
    await bridge.close()
    #expect(first.bytes == events && second.bytes == events && other.bytes.isEmpty)
    for host in [first, second, other] {
      #expect(host.record.releases == 1 && !host.record.isLate && !host.record.isMisaligned)
    }
    #expect(first.record.names == ["e"] && first.record.events.allSatisfy { $0.dropped == 0 })
    #expect(bridge.statistics.events == 8 && bridge.statistics.eventsDropped == 0 && bridge.statistics.listeners == 0)
  }

  @Test("an event of the host reaches its own listeners and readers of the core")
  func fromHost() async throws {
    let bridge = HostBridge()
    let host = EventHost(bridge)
    let reader = try bridge.eventBytes(named: "e")
    host.subscribe()
    #expect(bridge.statistics.listeners == 2)
    #expect(host.emit([5]) == HOSTCALL_OK)
    #expect(await reader.next() == EventBytes(bytes: [5]))
    #expect(await host.wait { $0.events.map(\.bytes) == [[5]] })
    await bridge.close()
    #expect(host.emit([6]) == HOSTCALL_INVALID_BRIDGE)
  }

  @Test("a full queue drops by its policy, and the next event tells how many", arguments: [true, false])
  func full(dropsOldest: Bool) async throws {
    let bridge = HostBridge()
    let (entered, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let host = EventHost(bridge) { _, bytes in
      guard bytes == [0] else { return }
      entered.signal()
      go.wait()
    }
    host.subscribe(policy: dropsOldest ? HOSTCALL_DROP_OLDEST : HOSTCALL_DROP_NEWEST, capacity: 3)
    let other = EventHost(bridge)
    other.subscribe(capacity: 9)
    try bridge.emitBytes([0], named: "e")
    entered.wait()
    for number in 1...5 as ClosedRange<UInt8> { try bridge.emitBytes([number], named: "e") }
    #expect(bridge.statistics.eventsDropped == 2)
    go.signal()
    #expect(await host.wait { $0.events.count == 4 })
    try bridge.emitBytes([6], named: "e")
    await bridge.close()
    let expected: [EventHost.Event] =
      dropsOldest
      ? [.init(bytes: [0]), .init(bytes: [3], dropped: 2), .init(bytes: [4]), .init(bytes: [5]), .init(bytes: [6])]
      : [.init(bytes: [0]), .init(bytes: [1]), .init(bytes: [2]), .init(bytes: [3]), .init(bytes: [6], dropped: 2)]
    #expect(host.record.events == expected)
    #expect(other.bytes == (0...6).map { [$0] })
  }

  @Test("an event that is emitted before an answer runs before the reply")
  func order() async throws {
    let bridge = HostBridge()
    let seen = Guarded<[Int]>([])
    try bridge.exposeBytes("f") { _ in
      for _ in 0..<3 { try? bridge.emitBytes([1], named: "e") }
      return .response([])
    }
    let host = EventHost(bridge) { _, _ in seen.withLock { $0.append(1) } }
    let calls = 200
    host.subscribe(capacity: UInt32(3 * calls))
    for _ in 0..<calls {
      let box = unsafe Unmanaged.passUnretained(seen).toOpaque()
      let status = unsafe hostcall_call(
        host.handle, "f", nil, 0,
        { _, _, _, userData in
          let seen = unsafe Unmanaged<Guarded<[Int]>>.fromOpaque(userData!).takeUnretainedValue()
          seen.withLock { $0.append(2) }
        }, box, nil)
      #expect(status == HOSTCALL_OK)
    }
    #expect(await host.wait { $0.events.count == 3 * calls })
    await bridge.close(grace: .seconds(10))
    let order = seen.withLock { $0 }
    for (replies, index) in order.indices.filter({ order[$0] == 2 }).enumerated() {
      #expect(order[..<index].count { $0 == 1 } >= 3 * (replies + 1))
    }
    #expect(order.count { $0 == 2 } == calls)
  }

  @Test("a listener that emits its own event is called again, after it has returned")
  func ownEvent() async throws {
    let bridge = HostBridge()
    let depth = Guarded((now: 0, most: 0))
    let host = EventHost(bridge) { host, bytes in
      depth.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      if bytes[0] < 100 { #expect(host.emit([bytes[0] + 1]) == HOSTCALL_OK) }
      depth.withLock { $0.now -= 1 }
    }
    host.subscribe()
    host.emit([0])
    #expect(await host.wait { $0.events.count == 101 })
    #expect(depth.withLock { $0.most } == 1)
    await bridge.close()
    #expect(host.record.releases == 1)
  }

  @Test("a listener may unsubscribe itself: events that wait are dropped, and release comes after it has returned")
  func unsubscribesItself() async throws {
    let bridge = HostBridge()
    let go = DispatchSemaphore(value: 0)
    let host = EventHost(bridge) { host, _ in
      go.wait()
      #expect(host.unsubscribe() == HOSTCALL_OK)
      #expect(host.unsubscribe() == HOSTCALL_NOTHING)
      #expect(lastError().contains("no subscription"))
      #expect(host.record.releases == 0)
    }
    host.subscribe()
    for number in 0..<5 as Range<UInt8> { host.emit([number]) }
    go.signal()
    #expect(await host.wait { $0.releases == 1 })
    host.emit([9])
    #expect(host.bytes == [[0]] && bridge.statistics.eventsDropped == 0 && bridge.statistics.listeners == 0)
    await bridge.close()
    #expect(host.record.releases == 1 && !host.record.isLate)
  }

  @Test("a listener may unsubscribe another, and subscribe a new one")
  func changesOthers() async throws {
    let bridge = HostBridge()
    let second = EventHost(bridge)
    let third = EventHost(bridge)
    let first = EventHost(bridge) { host, bytes in
      guard bytes == [0] else { return }
      #expect(second.unsubscribe() == HOSTCALL_OK)
      #expect(third.subscribe() == HOSTCALL_OK)
      #expect(host.emit([1]) == HOSTCALL_OK)
    }
    first.subscribe()
    second.subscribe()
    first.emit([0])
    #expect(await third.wait { $0.events.map(\.bytes) == [[1]] })
    await bridge.close()
    #expect(first.bytes == [[0], [1]] && second.bytes.isEmpty)
    for host in [first, second, third] { #expect(host.record.releases == 1 && !host.record.isLate) }
    #expect(third.subscription > second.subscription)
  }

  #if DEBUG
  @Test("an event that has been taken when its listener is unsubscribed still runs before the release")
  func takenWhileUnsubscribed() async throws {
    let bridge = HostBridge()
    let host = EventHost(bridge)
    host.subscribe()
    // Events of concurrent tests reach the hook too.
    let hook = RaceHook.eventTaken.install { if CallbackScope.isInside(host.handle) { host.unsubscribe() } }
    host.emit([1])
    host.emit([2])
    #expect(await host.wait { $0.releases == 1 })
    hook.end()
    #expect(host.bytes == [[1]] && !host.record.isLate)
    await bridge.close()
    #expect(host.record.releases == 1)
  }

  @Test("a bridge that closes while a subscription ends waits for its release")
  func closeWhileUnsubscribed() async throws {
    let bridge = HostBridge()
    let host = EventHost(bridge)
    host.subscribe()
    host.emit([1])
    let hook = RaceHook.listenerRemoved.install { bridge.storage.beginClosing() }
    // Another test may reach the hook first.
    #expect([HOSTCALL_OK, HOSTCALL_CLOSED].contains(host.unsubscribe()))
    hook.end()
    await bridge.close()
    #expect(host.record.releases == 1 && !host.record.isLate)
  }
  #endif

  @Test("events that wait when the bridge closes are passed to the listener before its release")
  func closing() async throws {
    let bridge = HostBridge()
    let (entered, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let host = EventHost(bridge) { host, bytes in
      if bytes == [0] {
        entered.signal()
        go.wait()
      } else {
        #expect(host.emit([9]) == HOSTCALL_CLOSED)
        #expect(host.unsubscribe() == HOSTCALL_CLOSED)
        #expect(host.subscribe() == HOSTCALL_CLOSED)
      }
    }
    host.subscribe()
    for number in 0..<4 as Range<UInt8> { host.emit([number]) }
    entered.wait()
    bridge.storage.beginClosing()
    go.signal()
    await bridge.close()
    #expect(host.bytes == [[0], [1], [2], [3]])
    #expect(host.record.releases == 1 && !host.record.isLate)
    #expect(throws: BridgeError.self) { try bridge.emitBytes([], named: "e") }
  }

  @Test("the number of the host's listeners is bounded, and counts those that are not released")
  func limit() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumListeners = 2
    let bridge = HostBridge(configuration: configuration)
    let (first, second, third) = (EventHost(bridge), EventHost(bridge), EventHost(bridge))
    #expect(first.subscribe() == HOSTCALL_OK && second.subscribe("f") == HOSTCALL_OK)
    #expect(third.subscribe() == HOSTCALL_RESOURCE_EXHAUSTED)
    #expect(lastError().contains("limit is 2"))
    let reader = try bridge.eventBytes(named: "e")  // the core's own do not count
    first.unsubscribe()
    #expect(await first.wait { $0.releases == 1 })
    #expect(await third.wait { _ in third.subscribe() == HOSTCALL_OK })
    await bridge.close()
    #expect(await reader.next() == nil)
    #expect(second.record.releases == 1 && third.record.releases == 1)
  }

  @Test("a listener keeps at most the bytes of one payload, and an event over that is refused")
  func sizes() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 10
    let bridge = HostBridge(configuration: configuration)
    let host = EventHost(bridge)
    let reader = try bridge.eventBytes(named: "e")
    #expect(host.emit([UInt8](repeating: 1, count: 11)) == HOSTCALL_RESOURCE_EXHAUSTED)
    for size in [4, 4, 4, 10] { #expect(host.emit([UInt8](repeating: 1, count: size)) == HOSTCALL_OK) }
    #expect(await reader.next() == EventBytes(bytes: [UInt8](repeating: 1, count: 10), dropped: 3))
    do throws(BridgeError) {
      try bridge.emitBytes([UInt8](repeating: 1, count: 11), named: "e")
      Issue.record("accepted")
    } catch {
      #expect(error.code == .resourceExhausted && error.wireName == "e" && error.message.contains("limit is 10"))
    }
    await bridge.close()
  }
}
