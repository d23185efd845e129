// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CHostBridge
import Dispatch
@testable import HostBridgeCore
import TestSupport
import Testing

@Suite("Events that are taken together", .timeLimit(.minutes(2)))
struct EventBatchTests {
  private let table = EventTable(limit: 1)

  private func listener(
    _ capacity: Int, sizeLimit: Int, dropsOldest: Bool, isQueued: Guarded<Bool>
  ) throws -> (EventListener, EventChannel) {
    let name = try #require(WireName("e"))
    let channel = EventChannel(ChannelName(name))
    let functions = try unsafe ListenerFunctions(of: name, event: { _, _, _, _, _ in })
    let listener = EventListener(
      id: 1, on: channel, functions: functions,
      events: BoundedQueue(capacity: capacity, sizeLimit: sizeLimit, dropsOldest: dropsOldest)
    ) { [table] _ in
      // The event is counted before the callback thread can count it as delivered.
      var statistics = HostBridgeStatistics()
      table.addCounters(to: &statistics)
      #expect(statistics.events > statistics.eventsDelivered)
      isQueued.withLock { $0 = true }
      return true
    }
    channel.add(listener)
    return (listener, channel)
  }

  /// An event that begins with a number.
  private func event(_ number: Int, size: Int) -> EventContent? {
    var bytes = [UInt8](repeating: 0, count: size)
    unsafe bytes.withUnsafeMutableBytes { unsafe $0.storeBytes(of: number, as: Int.self) }
    return unsafe bytes.withUnsafeBytes { unsafe EventContent(copying: $0) }
  }

  private func take(_ listener: EventListener) -> (number: Int, dropped: UInt64)? {
    guard let (place, dropped) = unsafe listener.take() else { return nil }
    return (unsafe place.pointee.element.withBytes { unsafe $0.unsafeLoad(as: Int.self) }, dropped)
  }

  @Test("begin, and are dropped, as if each was taken from the queue when it begins", arguments: [true, false])
  func asOneByOne(dropsOldest: Bool) throws {
    var random = SplitMix(for: "event batch")
    for capacity in [1, 2, 3, 20, 33, 40, 100] {
      let isQueued = Guarded(false)
      let (listener, channel) = try listener(
        capacity, sizeLimit: 1500, dropsOldest: dropsOldest, isQueued: isQueued)
      var model = BoundedQueue<Int>(capacity: capacity, sizeLimit: 1500, dropsOldest: dropsOldest)
      var (emitted, mostTaken, taken, isDelivering) = (0, 0, 0, false)
      for step in 0..<20_000 {
        // More events than the queue holds, and then fewer.
        if random.next() % 16 < (step / 500 % 2 == 0 ? 10 : 6) {
          let size = 8 + Int(random.next() % 50)
          var (dropped, emission) = ([Int](), EventChannel.Emission())
          if !model.append(emitted, size: size, removing: { dropped.append($0) }) { dropped.append(emitted) }
          #expect(channel.emit(try #require(event(emitted, size: size)), countedBy: table, &emission))
          #expect(emission.effects?.droppedCount ?? 0 == dropped.count)
          emitted += 1
        } else if !isDelivering {
          guard isQueued.withLock({ $0 }) else {
            #expect(model.count == 0)
            continue
          }
          isQueued.withLock { $0 = false }
          #expect(!listener.beginDelivery())
          (isDelivering, taken) = (true, 0)
        } else if let found = take(listener) {
          let first = model.popFirst()
          let expected = try #require(first)
          #expect(found == expected)
          taken += 1
          mostTaken = max(mostTaken, taken)
        } else {
          isDelivering = false
          #expect(model.count == 0 || isQueued.withLock { $0 })
        }
      }
      #expect(mostTaken >= min(capacity, 20))
    }
  }

  @Test("are dropped with the others when the subscription ends, and free their memory")
  func ended() throws {
    let isQueued = Guarded(false)
    let (listener, channel) = try listener(100, sizeLimit: .max, dropsOldest: true, isQueued: isQueued)
    var emission = EventChannel.Emission()
    weak var (taken, waiting): (HostMemory?, HostMemory?)
    for number in 0..<50 {
      let content = try #require(event(number, size: 100))
      if number == 20 { taken = content.memory }
      if number == 40 { waiting = content.memory }
      #expect(channel.emit(content, countedBy: table, &emission))
    }
    #expect(emission.effects == nil && emission.wakesHost)
    #expect(!listener.beginDelivery())
    #expect(take(listener)?.number == 0)
    #expect(taken != nil && waiting != nil)
    #expect(listener.end(dropsEvents: true).wakesHost)
    #expect(taken == nil && waiting == nil)
    #expect(take(listener) == nil)
    #expect(listener.beginDelivery())
    #expect(take(listener) == nil)
  }

  @Test("an event frees its memory when the next one is taken, and one that is dropped when it is")
  func freed() throws {
    let (listener, channel) = try listener(3, sizeLimit: .max, dropsOldest: true, isQueued: Guarded(false))
    weak var (first, second, third): (HostMemory?, HostMemory?, HostMemory?)
    var emission = EventChannel.Emission()
    for number in 0..<3 {
      let content = try #require(event(number, size: 100))
      switch number {
      case 0: first = content.memory
      case 1: second = content.memory
      default: third = content.memory
      }
      #expect(channel.emit(content, countedBy: table, &emission))
    }
    #expect(!listener.beginDelivery())
    #expect(take(listener)?.number == 0)
    #expect(first != nil && second != nil && third != nil)
    for number in 3..<5 { #expect(channel.emit(try #require(event(number, size: 100)), countedBy: table, &emission)) }
    #expect(emission.effects?.droppedCount == 1)
    emission.effects = nil
    #expect(first != nil && second == nil && third != nil)
    let next = take(listener)
    #expect(next?.number == 2 && next?.dropped == 1)
    #expect(first == nil && third != nil)
    #expect(take(listener) == nil)
    #expect(third == nil)
  }

  @Test("an event that has begun frees its memory with its listener, as do those after it", arguments: 0...2)
  func freedWithListener(begun: Int) throws {
    weak var (first, second): (HostMemory?, HostMemory?)
    do {
      let (listener, channel) = try listener(3, sizeLimit: .max, dropsOldest: true, isQueued: Guarded(false))
      var emission = EventChannel.Emission()
      for number in 0..<2 {
        let content = try #require(event(number, size: 100))
        if number == 0 { first = content.memory } else { second = content.memory }
        #expect(channel.emit(content, countedBy: table, &emission))
      }
      #expect(!listener.beginDelivery())
      for number in 0..<begun { #expect(take(listener)?.number == number) }
      #expect((first == nil) == (begun == 2) && second != nil)
      #expect(channel.remove(1))
    }
    #expect(first == nil && second == nil)
  }

  @Test("that have not begun are dropped as the oldest, while their listener runs", arguments: [true, false])
  func whileRunning(dropsOldest: Bool) async throws {
    let bridge = HostBridge()
    let (entered, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let block: @Sendable (EventHost, [UInt8]) -> Void = { _, bytes in
      guard bytes == [0] else { return }
      entered.signal()
      go.wait()
    }
    // The first listener runs while the events for the second are emitted.
    let (first, second) = (EventHost(bridge, onEvent: block), EventHost(bridge, onEvent: block))
    first.subscribe("f")
    second.subscribe(policy: dropsOldest ? HOSTCALL_DROP_OLDEST : HOSTCALL_DROP_NEWEST, capacity: 4)
    first.emit([0], "f")
    entered.wait()
    for number in 0..<4 as Range<UInt8> { second.emit([number]) }
    go.signal()
    entered.wait()
    for number in 4..<7 as Range<UInt8> { second.emit([number]) }
    #expect(bridge.statistics.eventsDropped == 2)
    go.signal()
    #expect(await second.wait { $0.events.count == 5 })
    second.emit([7])
    await bridge.close()
    let expected: [EventHost.Event] =
      dropsOldest
      ? [.init(bytes: [0]), .init(bytes: [3], dropped: 2), .init(bytes: [4]), .init(bytes: [5]), .init(bytes: [6])]
        + [.init(bytes: [7])]
      : [.init(bytes: [0]), .init(bytes: [1]), .init(bytes: [2]), .init(bytes: [3]), .init(bytes: [4])]
        + [.init(bytes: [7], dropped: 2)]
    #expect(second.record.events == expected)
  }

  @Test("and have not begun when another thread unsubscribes the listener do not begin")
  func unsubscribed() async throws {
    let bridge = HostBridge()
    let (entered, go) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let host = EventHost(bridge) { _, _ in
      entered.signal()
      go.wait()
    }
    host.subscribe("f")
    host.emit([0], "f")
    entered.wait()
    let other = EventHost(bridge) { _, _ in
      entered.signal()
      go.wait()
    }
    other.subscribe()
    for number in 0..<40 as Range<UInt8> { other.emit([number]) }
    go.signal()
    entered.wait()
    #expect(other.unsubscribe() == HOSTCALL_OK)
    go.signal()
    #expect(await other.wait { $0.releases == 1 })
    #expect(other.bytes == [[0]] && !other.record.isLate)
    await bridge.close()
  }
}
