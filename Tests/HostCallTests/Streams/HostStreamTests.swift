// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import Synchronization
import Testing

@Suite("HostStream", .timeLimit(.minutes(1)))
struct HostStreamTests {
  private struct Balance: Codable, Hashable, Sendable {
    var cents: Int64
  }

  private struct Refusal: Error, Codable, Hashable {
    var reason: String
  }

  private struct WatchBalance: HostStreamable {
    typealias Element = Balance
    typealias Failure = Refusal
    var userID: UInt64
  }

  private struct WatchClock: HostStreamable, PlainData {
    typealias Element = UInt64
    static var wireFormat: WireFormat { .raw }
    var interval: UInt64
  }

  private typealias Sender = HostStreamSender<Balance, Refusal>

  /// A bridge, closed after `body`, with a handler of `WatchBalance`.
  private func withBridge(
    _ handler: @escaping @Sendable (WatchBalance, HostCallContext, Sender) async throws -> Void,
    _ body: (HostBridge) async throws -> Void
  ) async throws {
    let bridge = HostBridge()
    try bridge.handleStream(WatchBalance.self, handler)
    try await body(bridge)
    await bridge.close()
  }

  @Test("elements arrive in order, followed by the end", arguments: [1, 2, 16, 1000])
  func elements(buffer: Int) async throws {
    try await withBridge { request, _, send in
      for cents in 0..<100 { try await send(Balance(cents: Int64(request.userID) * 1000 + Int64(cents))) }
    } _: { bridge in
      var seen: [Int64] = []
      for try await balance in bridge.stream(WatchBalance(userID: 7), buffer: buffer) { seen.append(balance.cents) }
      #expect(seen == (7000..<7100).map { $0 })
      #expect(bridge.statistics.inFlight == 0)
    }
  }

  @Test("a failure after elements is thrown once, with its type, after them")
  func failure() async throws {
    try await withBridge { _, _, send in
      try await send(Balance(cents: 1))
      throw Refusal(reason: "closed account")
    } _: { bridge in
      var iterator = bridge.stream(WatchBalance(userID: 7)).makeAsyncIterator()
      let next1 = try await iterator.next()
      #expect(next1 == Balance(cents: 1))
      let error = await #expect(throws: HostCallError<Refusal>.self) { try await iterator.next() }
      #expect(error?.failure == Refusal(reason: "closed account"))
      #expect(error?.wireName == "watch_balance")
      let next2 = try await iterator.next()
      #expect(next2 == nil)
    }
  }

  @Test("leaving the loop tells the handler how many elements were taken")
  func leaving() async throws {
    let taken = Mutex<UInt64?>(nil)
    let (ended, hasEnded) = AsyncStream.makeStream(of: HostCallCode?.self)
    try await withBridge { _, _, send in
      do throws(HostCallError<Refusal>) {
        for cents in 0... { try await send(Balance(cents: Int64(cents))) }
      } catch {
        taken.withLock { $0 = send.taken }
        hasEnded.yield(error.code)
        throw error
      }
    } _: { bridge in
      var count = 0
      for try await _ in bridge.stream(WatchBalance(userID: 7), buffer: 4) {
        count += 1
        if count == 10 { break }
      }
      #expect(await ended.first { _ in true } == .cancelled)
      #expect(taken.withLock { $0 } == 10)
      #expect(bridge.statistics.inFlight == 0)
    }
  }

  @Test("a reader that does not read holds up its sender and no call")
  func backpressure() async throws {
    let sent = Mutex(0)
    try await withBridge { _, _, send in
      for cents in 0..<50 {
        try await send(Balance(cents: Int64(cents)))
        sent.withLock { $0 += 1 }
      }
    } _: { bridge in
      try bridge.handle(FetchProfile.self) { request, _ in
        FetchProfile.Response(name: "User \(request.userID)", tags: [], avatar: nil)
      }
      var iterator = bridge.stream(WatchBalance(userID: 7), buffer: 3).makeAsyncIterator()
      let next3 = try await iterator.next()
      #expect(next3 == Balance(cents: 0))
      for id in 0..<20 { _ = try await bridge.call(FetchProfile(userID: UInt64(id))) }
      #expect(sent.withLock { $0 } <= 4)
      var rest = 0
      while try await iterator.next() != nil { rest += 1 }
      #expect(rest == 49)
    }
  }

  @Test("each iterator opens the stream, and only when it is asked for an element")
  func iterators() async throws {
    let opened = Mutex(0)
    try await withBridge { _, _, send in
      opened.withLock { $0 += 1 }
      try await send(Balance(cents: 1))
    } _: { bridge in
      let stream = bridge.stream(WatchBalance(userID: 7))
      var iterator = stream.makeAsyncIterator()
      #expect(opened.withLock { $0 } == 0)
      let first = try await iterator.next()
      #expect(first != nil)
      let total = try await stream.reduce(0) { $0 + $1.cents }
      #expect(total == 1)
      #expect(opened.withLock { $0 } == 2)
    }
  }

  @Test("cancelling the reading task ends the stream")
  func cancellation() async throws {
    try await withBridge { _, _, send in
      try await send(Balance(cents: 1))
      try await Task.sleep(for: .seconds(60))
    } _: { bridge in
      let (first, hasFirst) = AsyncStream.makeStream(of: Void.self)
      let task = Task {
        do throws(HostCallError<Refusal>) {
          for try await _ in bridge.stream(WatchBalance(userID: 7)) { hasFirst.yield() }
          return HostCallCode?.none
        } catch {
          return error.code
        }
      }
      _ = await first.first { true }
      task.cancel()
      #expect(await task.value == .cancelled)
    }
  }

  @Test("a deadline passes for the whole stream")
  func deadline() async throws {
    try await withBridge { _, context, send in
      #expect(context.remaining != nil)
      while true { try await send(Balance(cents: 1)) }
    } _: { bridge in
      let error = await #expect(throws: HostCallError<Refusal>.self) {
        for try await _ in bridge.stream(WatchBalance(userID: 7), timeout: .milliseconds(20)) {}
      }
      #expect(error?.code == .deadlineExceeded)
    }
  }

  @Test("closing the bridge ends a stream whose sender waits")
  func close() async throws {
    let bridge = HostBridge()
    let (ended, hasEnded) = AsyncStream.makeStream(of: HostCallCode.self)
    try bridge.handleStream(WatchBalance.self) { _, _, send in
      do throws(HostCallError<Refusal>) {
        while true { try await send(Balance(cents: 1)) }
      } catch {
        hasEnded.yield(error.code)
      }
    }
    var iterator = bridge.stream(WatchBalance(userID: 7), buffer: 1).makeAsyncIterator()
    _ = try await iterator.next()
    await bridge.close()
    #expect(await ended.first { _ in true } == .cancelled)
    let error = await #expect(throws: HostCallError<Refusal>.self) { while try await iterator.next() != nil {} }
    #expect(error?.code == .unavailable)
  }

  @Test("raw elements cross as memory")
  func raw() async throws {
    let bridge = HostBridge()
    try bridge.handleStream(WatchClock.self) { request, _, send in
      for tick in 1...3 { try await send(request.interval * UInt64(tick)) }
    }
    var ticks: [UInt64] = []
    for try await tick in bridge.stream(WatchClock(interval: 5)) { ticks.append(tick) }
    #expect(ticks == [5, 10, 15])
    await bridge.close()
  }

  @Test("a stream over a client is counted, and ends as over the bridge")
  func client() async throws {
    try await withBridge { _, _, send in
      for cents in 0..<5 { try await send(Balance(cents: Int64(cents))) }
      throw Refusal(reason: "enough")
    } _: { bridge in
      let client = HostCallClient(transport: bridge)
      var seen = 0
      let error = await #expect(throws: HostCallError<Refusal>.self) {
        for try await _ in client.stream(WatchBalance(userID: 7), buffer: 2) { seen += 1 }
      }
      #expect(seen == 5 && error?.failure == Refusal(reason: "enough"))
      #expect(client.statistics.made == 1 && client.statistics.failed == 1 && client.statistics.inFlight == 0)
      #expect(client.statistics.itemsToCore == 5 && client.statistics.streams == 0)
      for try await _ in client.stream(WatchBalance(userID: 7)) {
        #expect(client.statistics.streams == 1)
        break
      }
      #expect(client.statistics.cancelled == 1 && client.statistics.inFlight == 0)
      #expect(client.statistics.itemsToCore == 6 && client.statistics.streams == 0)
    }
  }

  @Test("a transport without streams says so")
  func unimplemented() async throws {
    struct Calls: HostCallTransport {
      var carriesRawBytes: Bool { false }
      func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] { [] }
      func fingerprint(of wireName: String) async -> UInt64? { nil }
    }
    var iterator = HostCallClient(transport: Calls()).stream(WatchBalance(userID: 7)).makeAsyncIterator()
    let error = await #expect(throws: HostCallError<Refusal>.self) { try await iterator.next() }
    #expect(error?.code == .unimplemented && error?.message.contains("Calls carries no streams") == true)
  }

  @Test("a stream of a sequence throws what the sequence throws, with its type")
  func sequences() async throws {
    let failing = AsyncThrowingStream<Balance, any Error> { continuation in
      continuation.yield(Balance(cents: 1))
      continuation.finish(throwing: Refusal(reason: "over"))
    }
    var iterator = HostStream<Balance, Refusal>(failing).makeAsyncIterator()
    let next4 = try await iterator.next()
    #expect(next4 == Balance(cents: 1))
    let error = await #expect(throws: HostCallError<Refusal>.self) { try await iterator.next() }
    #expect(error?.failure == Refusal(reason: "over"))
    let next5 = try await iterator.next()
    #expect(next5 == nil)
  }
}
