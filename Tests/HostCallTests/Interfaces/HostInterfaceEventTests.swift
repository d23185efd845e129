// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Synchronization
import Testing

/// A call, and an event between two calls, written without macros.
private protocol Shop: Sendable {
  func ping() async throws
  func priceChanged(cents: Int) async throws
}

private struct PriceChanged: HostEvent {
  static var policy: EventPolicy { .dropNewest }
  var cents: Int
}

private enum ShopInterface: HostInterface {
  static var calls: [HostInterfaceCall<any Shop>] {
    [
      HostInterfaceCall(PriceChanged.self, capacity: 4) { try await $0.priceChanged(cents: $1.cents) },
      HostInterfaceCall(Ping.self) { shop, _ in
        try await shop.ping()
        return Empty()
      },
    ]
  }
}

/// An implementation that passes its events on.
private final class RecordingShop: Shop {
  private let prices = AsyncStream.makeStream(of: Int.self)
  private let body: @Sendable (Int) async throws -> Void
  private let freed: AsyncStream<Void>.Continuation?

  init(freed: AsyncStream<Void>.Continuation? = nil, _ body: @escaping @Sendable (Int) async throws -> Void = { _ in })
  {
    self.body = body
    self.freed = freed
  }

  deinit { freed?.yield() }

  func ping() async throws {}

  func priceChanged(cents: Int) async throws {
    prices.continuation.yield(cents)
    try await body(cents)
  }

  /// Waits for the next events.
  func next(_ count: Int) async -> [Int] {
    var cents: [Int] = []
    for await price in prices.stream.prefix(count) { cents.append(price) }
    return cents
  }
}

/// A call under the name of ``Ping`` with a different schema.
private struct OtherPing: HostCallable {
  static var wireName: String { "ping" }
  typealias Response = String
}

@Suite("The events of a HostInterface", .timeLimit(.minutes(1)))
struct HostInterfaceEventTests {
  @Test("an implementation receives the events that are emitted after handle has returned, in order")
  func handle() async throws {
    try await withBridge { bridge async throws in
      let shop = RecordingShop()
      try bridge.emit(PriceChanged(cents: 0))
      let registrations = try bridge.handle(shop, as: ShopInterface.self)
      #expect(registrations.map(\.wireName) == ["price_changed", "ping"])
      #expect(bridge.statistics.listeners == 1)
      for cents in 1...4 { try bridge.emit(PriceChanged(cents: cents)) }
      #expect(await shop.next(4) == [1, 2, 3, 4])
      try bridge.emitBytes(CBOREncoder().encode(["cents": 5]), named: "price_changed")
      #expect(await shop.next(1) == [5])
    }
  }

  @Test("the events of an interface run one after the other, and a full queue drops by the policy of the event")
  func order() async throws {
    try await withBridge { bridge async throws in
      let (gate, open) = AsyncStream.makeStream(of: Void.self)
      let running = Atomic<Int>(0)
      let shop = RecordingShop { _ in
        #expect(running.add(1, ordering: .relaxed).newValue == 1)
        for await _ in gate.prefix(1) {}
        running.subtract(1, ordering: .relaxed)
      }
      try bridge.handle(shop, as: ShopInterface.self)
      try bridge.emit(PriceChanged(cents: 0))
      #expect(await shop.next(1) == [0])
      for cents in 1...9 { try bridge.emit(PriceChanged(cents: cents)) }
      #expect(bridge.statistics.eventsDropped == 5)
      for _ in 0..<5 { open.yield() }
      #expect(await shop.next(4) == [1, 2, 3, 4])
    }
  }

  @Test("unregistering ends the listener and releases the implementation; what waits is dropped")
  func unregister() async throws {
    try await withBridge { bridge async throws in
      let (freed, free) = AsyncStream.makeStream(of: Void.self)
      let (gate, open) = AsyncStream.makeStream(of: Void.self)
      let seen = Mutex<[Int]>([])
      var shop: RecordingShop? = RecordingShop(freed: free) { cents in
        seen.withLock { $0.append(cents) }
        for await _ in gate.prefix(1) {}
      }
      let registration = try #require(try bridge.handle(shop!, as: ShopInterface.self).first)
      for cents in 1...3 { try bridge.emit(PriceChanged(cents: cents)) }
      #expect(await shop?.next(1) == [1])
      #expect(registration.unregister())
      #expect(!registration.unregister())
      #expect(bridge.statistics.listeners == 0)
      try bridge.handle(RecordingShop(), as: ShopInterface.self)  // replaces the calls' handlers
      shop = nil
      open.yield()
      _ = await freed.first { true }
      #expect(seen.withLock { $0 } == [1])
    }
  }

  @Test("unregistering ends a listener that waits for an event")
  func unregisterIdle() async throws {
    try await withBridge { bridge async throws in
      let (freed, free) = AsyncStream.makeStream(of: Void.self)
      let registrations = try bridge.handle(RecordingShop(freed: free), as: ShopInterface.self)
      for registration in registrations { #expect(registration.unregister()) }
      _ = await freed.first { true }
    }
  }

  @Test("a close lets the events that wait arrive, and then releases the implementation")
  func close() async throws {
    let bridge = HostBridge()
    let (freed, free) = AsyncStream.makeStream(of: Void.self)
    let (gate, open) = AsyncStream.makeStream(of: Void.self)
    let seen = Mutex<[Int]>([])
    let registrations = try bridge.handle(
      RecordingShop(freed: free) { cents in
        for await _ in gate.prefix(1) {}
        seen.withLock { $0.append(cents) }
      }, as: ShopInterface.self)
    for cents in 1...3 { try bridge.emit(PriceChanged(cents: cents)) }
    await bridge.close()
    open.finish()
    _ = await freed.first { true }
    #expect(seen.withLock { $0 } == [1, 2, 3])
    #expect(!registrations[0].unregister())
    let error = #expect(throws: HostSetupError.self) { try bridge.handle(RecordingShop(), as: ShopInterface.self) }
    #expect(error?.code == .unavailable)
  }

  @Test("a listener does not keep the bridge open")
  func dropped() async throws {
    let (freed, free) = AsyncStream.makeStream(of: Void.self)
    do {
      let bridge = HostBridge(onReport: { _ in })
      try bridge.handle(RecordingShop(freed: free), as: ShopInterface.self)
    }
    _ = await freed.first { true }
  }

  @Test("an error that is thrown for an event is reported, and later events still arrive")
  func errors() async throws {
    let (reports, report) = AsyncStream.makeStream(of: HostBridgeReport.self)
    let bridge = HostBridge(onReport: { report.yield($0) })
    let shop = RecordingShop { if $0 == 1 { throw OddError() } }
    try bridge.handle(shop, as: ShopInterface.self)
    for cents in 1...2 { try bridge.emit(PriceChanged(cents: cents)) }
    #expect(await shop.next(2) == [1, 2])
    let first = await reports.first { _ in true }
    #expect(first?.kind == .failedEvent && first?.wireName == "price_changed")
    #expect(first?.message.contains("the odd one") == true)
    await bridge.close()
  }

  @Test("if a later call cannot be registered, no listener remains")
  func mismatch() async throws {
    try await withBridge { bridge async throws in
      try bridge.declare(OtherPing.self)
      let error = #expect(throws: HostSetupError.self) {
        try bridge.handle(RecordingShop(), as: ShopInterface.self)
      }
      #expect(error?.wireName == "ping" && error?.code == .failedPrecondition)
      #expect(bridge.statistics.listeners == 0)
    }
  }

  @Test("expose subscribes the implementation until the bridge is closed")
  func expose() async throws {
    let bridge = HostBridge()
    let (freed, free) = AsyncStream.makeStream(of: Void.self)
    do {
      let shop = RecordingShop(freed: free)
      try bridge.expose(shop, as: ShopInterface.self)
      let event: [UInt8] = try CBOREncoder().encode(["cents": 7])
      #expect(unsafe hostcall_emit(bridge.cHandle, "price_changed", event, event.count) == HOSTCALL_OK)
      #expect(await shop.next(1) == [7])
    }
    await bridge.close()
    _ = await freed.first { true }
  }

  @Test("the descriptor lists the events of an interface that is exposed, not of one that the host handles")
  func descriptor() async throws {
    try await withBridge { bridge async throws in
      func events() throws -> [HostCallDescriptor.Event]? {
        try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor()).events
      }
      try bridge.handle(RecordingShop(), as: ShopInterface.self)
      #expect(try events() == nil)
      try bridge.expose(RecordingShop(), as: ShopInterface.self)
      #expect(try events()?.map(\.name) == ["price_changed"])
      #expect(try events()?.first?.direction == .toCore && events()?.first?.policy == "dropNewest")
    }
  }

  @Test("a listener prefers the executor that it is registered with")
  func executor() async throws {
    final class Counting: TaskExecutor {
      let jobs = Atomic<Int>(0)
      func enqueue(_ job: consuming ExecutorJob) {
        jobs.add(1, ordering: .relaxed)
        let job = UnownedJob(job)
        Task.detached { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
      }
    }
    try await withBridge { bridge async throws in
      let executor = Counting()
      let shop = RecordingShop()
      try bridge.handle(shop, as: ShopInterface.self, executorPreference: executor)
      try bridge.emit(PriceChanged(cents: 1))
      #expect(await shop.next(1) == [1])
      #expect(executor.jobs.load(ordering: .relaxed) > 0)
      let other = RecordingShop()
      try bridge.handle(other, as: ShopInterface.self, executorPreference: bridge.executor)
      try bridge.emit(PriceChanged(cents: 2))
      #expect(await other.next(1) == [2])
    }
  }

  @Test("a listener inherits neither the metadata nor the deadline of the call that subscribes it")
  func context() async throws {
    try await withBridge { bridge async throws in
      let (entries, entry) = AsyncStream.makeStream(of: Bool.self)
      let shop = RecordingShop { _ in
        entry.yield(HostCallMetadata.current["tenant"] == nil && HostCallContext.current == nil)
      }
      try bridge.handle(Ping.self) { _, _ in
        #expect(HostCallMetadata.current["tenant"] != nil)
        try bridge.handle(shop, as: ShopInterface.self)
        return Empty()
      }
      var metadata = HostCallMetadata.current
      try metadata.set("acme", forKey: "tenant")
      _ = try await HostCallMetadata.withValue(metadata) { try await bridge.call(Ping(), timeout: .seconds(50)) }
      try bridge.emit(PriceChanged(cents: 1))
      #expect(await entries.first { _ in true } == true)
    }
  }

  // MARK: Emitting

  private struct OnlyCalls: HostCaller {
    func call<C: HostCallable>(_ request: C, timeout: Duration?) async throws(HostCallError<C.Failure>) -> C.Response {
      throw HostCallError(code: .unknown, message: "")
    }
  }

  private struct OtherTransport: HostCallTransport {
    let carriesRawBytes = false
    func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] { [] }
    func fingerprint(of wireName: String) async -> UInt64? { nil }
  }

  @Test("a bridge and a client over it emit events; what cannot says so")
  func callers() async throws {
    func emit(_ cents: Int, _ caller: some HostCaller) throws(HostCallError<Never>) {
      try caller.emit(PriceChanged(cents: cents))
    }
    try await withBridge { bridge async throws in
      let shop = RecordingShop()
      try bridge.handle(shop, as: ShopInterface.self)
      var configuration = HostBridgeConfiguration()
      try emit(1, HostCallClient(transport: bridge, configuration: configuration))
      let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
      #expect(descriptor.events?.map(\.direction) == [.toHost])
      try emit(2, bridge)
      #expect(await shop.next(2) == [1, 2])
      configuration.maximumPayloadSize = 3
      let tooLarge = #expect(throws: HostCallError<Never>.self) {
        try emit(3, HostCallClient(transport: bridge, configuration: configuration))
      }
      #expect(tooLarge?.code == .resourceExhausted && tooLarge?.wireName == "price_changed")
    }
    let error = #expect(throws: HostCallError<Never>.self) { try emit(1, OnlyCalls()) }
    #expect(error?.code == .unimplemented && error?.message == "OnlyCalls emits no events")
    let other = #expect(throws: HostCallError<Never>.self) {
      try emit(1, HostCallClient(transport: OtherTransport()))
    }
    #expect(other?.code == .unimplemented && other?.message == "OtherTransport carries no events")
    #expect(other?.wireName == "price_changed")
  }
}
