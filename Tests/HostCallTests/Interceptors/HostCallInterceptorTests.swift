// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("HostCallInterceptor", .timeLimit(.minutes(1)))
struct HostCallInterceptorTests {
  private let log = InterceptorLog()

  /// A call that encodes itself.
  private struct Next: HostCallable, CBOREncodable {
    struct Response: Codable, CBORDecodable, Equatable, Sendable {
      var number: UInt8

      init(_ number: UInt8) { self.number = number }
      init(from reader: inout CBORReader) throws { number = try UInt8(from: &reader) }
      func encode(to encoder: any Encoder) throws { try number.encode(to: encoder) }
      init(from decoder: any Decoder) throws { number = try UInt8(from: decoder) }
    }

    var number: UInt8

    init(_ number: UInt8) { self.number = number }
    func encode(to writer: inout CBORWriter) throws { try number.encode(to: &writer) }
    func encode(to encoder: any Encoder) throws { try number.encode(to: encoder) }
    init(from decoder: any Decoder) throws { number = try UInt8(from: decoder) }
  }

  private func withBridge(
    _ interceptors: [any HostCallInterceptor], _ body: (HostBridge) async throws -> Void
  ) async throws {
    try await HostCallTesting.withBridge(configuration: .intercepting(calls: interceptors)) { bridge async throws in
      try bridge.handle(ReadClock.self) { request, _ in Double(request.clock) }
      try bridge.handle(Next.self) { request, _ in Next.Response(request.number + 1) }
      try bridge.handle(FetchProfile.self) { request, context in
        guard request.userID != 0 else { throw FetchProfile.Failure.busy }
        return .init(name: context.metadata["tenant"] ?? "none", tags: [])
      }
      try await body(bridge)
    }
  }

  @Test("the first that is registered is the outermost, and each sees the outcome and task-local values")
  func order() async throws {
    try await withBridge([Logging(name: "A", log: log), Logging(name: "B", log: log)]) { bridge async throws in
      #expect(try await bridge.call(Next(7)) == .init(8))
      #expect(
        log.take() == [
          "A calls next 1 in ", "B calls next 1 in A", "B has response 1 1 1", "A has response 1 1 1",
        ])
    }
  }

  @Test("every call passes, whatever its encoding, also after the first of its type")
  func encodings() async throws {
    try await withBridge([Logging(name: "A", log: log)]) { bridge async throws in
      for _ in 0..<3 {
        #expect(try await bridge.call(ReadClock(clock: 5)) == 5)
        #expect(log.take() == ["A calls read_clock 1 in ", "A has response 4 8 1"])
        #expect(try await bridge.call(Next(7)) == .init(8))
        #expect(log.take() == ["A calls next 1 in ", "A has response 1 1 1"])
        // {"userID": 7}, and {"name": "none", "tags": []}
        #expect(try await bridge.call(FetchProfile(userID: 7)).name == "none")
        #expect(log.take() == ["A calls fetch_profile 1 in ", "A has response 9 17 1"])
      }
    }
  }

  @Test("callEach and a client of the interface pass as well, in the order of the requests")
  func batch() async throws {
    try await withBridge([Logging(name: "A", log: log)]) { bridge async throws in
      let results = await bridge.callEach((0..<20).map { ReadClock(clock: $0) })
      #expect(try results.map { try $0.get() } == (0..<20).map { Double($0) })
      #expect(log.take().count == 40)
      let host: any HostCaller = bridge
      #expect(try await host.call(ReadClock(clock: 3), timeout: nil) == 3)
      #expect(log.take().count == 2)
    }
  }

  @Test("callEach calls the host in order")
  func batchOrder() async throws {
    try await withHost(configuration: .intercepting(calls: [Logging(name: "A", log: log)])) { host async throws in
      try host.answer(ReadClock.self) { _ in 0 }
      _ = await host.bridge.callEach((0..<100).map { ReadClock(clock: $0) })
      #expect(host.requests(of: ReadClock.self).map(\.clock) == Array(0..<100))
    }
  }

  @Test("an interceptor answers without making the call, and the error names it")
  func refusal() async throws {
    try await withBridge([Logging(name: "A", log: log), Changing(change: .refuse)]) { bridge async throws in
      let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await bridge.call(FetchProfile(userID: 7))
      }
      #expect(error?.code == .permissionDenied && error?.wireName == "fetch_profile" && error?.message == "not now")
      #expect(log.take() == ["A calls fetch_profile 1 in ", "A has permissionDenied - - 0"])
      #expect(bridge.statistics.made == 0)
    }
  }

  @Test("an interceptor answers with a failure or a response of its own, also a call of a batch")
  func answers() async throws {
    try await withBridge([Changing(change: .fail(.notFound(userID: 3)))]) { bridge async throws in
      let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await bridge.call(FetchProfile(userID: 7))
      }
      #expect(error?.code == .failed && error?.failure == .notFound(userID: 3) && error?.wireName == "fetch_profile")
      let results = await bridge.callEach([FetchProfile(userID: 7)])
      #expect(throws: HostCallError<FetchProfile.Failure>.self) { try results[0].get() }
      #expect(try await bridge.call(ReadClock(clock: 5)) == 5)
    }
    try await withBridge([Changing(change: .respond(.init(name: "Eve", tags: [])))]) { bridge async throws in
      #expect(try await bridge.call(FetchProfile(userID: 7)).name == "Eve")
      #expect(bridge.statistics.made == 0)
    }
  }

  @Test("a failure keeps its type, and an interceptor may have the call made again")
  func retry() async throws {
    try await withBridge([Changing(change: .attempts(3)), Logging(name: "B", log: log)]) { bridge async throws in
      let error = await #expect(throws: HostCallError<FetchProfile.Failure>.self) {
        try await bridge.call(FetchProfile(userID: 0))
      }
      #expect(error?.failure == .busy)
      #expect(bridge.statistics.made == 3)
      // {"busy": {}}
      let expected = (1...3).flatMap { ["B calls fetch_profile \($0) in ", "B has failed 9 7 \($0)"] }
      #expect(log.take() == expected)
    }
  }

  @Test(
    "metadata that an interceptor sets reaches the host, in the call or in the task",
    arguments: [false, true])
  func metadata(inTask: Bool) async throws {
    let change: Changing.Change = inTask ? .taskMetadata("acme") : .metadata("acme")
    try await withBridge([Changing(change: change), Logging(name: "B", log: log)]) { bridge async throws in
      #expect(try await bridge.call(FetchProfile(userID: 7)).name == "acme")
      #expect(HostCallMetadata.current["tenant"] == nil)
    }
  }

  @Test("the inner of two interceptors decides about metadata that both set")
  func innerMetadata() async throws {
    let outer = Changing(change: .taskMetadata("outer"))
    try await withBridge([outer, Changing(change: .metadata("inner"))]) { bridge async throws in
      #expect(try await bridge.call(FetchProfile(userID: 7)).name == "inner")
    }
    let interceptors = [Changing(change: .metadata("outer")), Changing(change: .taskMetadata("inner"))]
    try await withBridge(interceptors) { bridge async throws in
      #expect(try await bridge.call(FetchProfile(userID: 7)).name == "inner")
    }
  }

  @Test("cancelling the task and the deadline end a call within interceptors")
  func endings() async throws {
    try await HostCallTesting.withBridge(
      configuration: .intercepting(calls: [Logging(name: "A", log: log)])
    ) { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in
        try await Task.sleep(for: .seconds(60))
        return Empty()
      }
      let task = Task { try await bridge.call(Ping()) }
      while bridge.statistics.inFlight == 0 { await Task.yield() }
      task.cancel()
      let cancelled = await #expect(throws: HostCallError<Never>.self) { try await task.value }
      #expect(cancelled?.code == .cancelled)
      let late = await #expect(throws: HostCallError<Never>.self) {
        try await bridge.call(Ping(), timeout: .milliseconds(5))
      }
      #expect(late?.code == .deadlineExceeded)
      #expect(log.take().filter { $0.hasPrefix("A has") } == ["A has cancelled 1 - 1", "A has deadlineExceeded 1 - 1"])
    }
  }

  @Test("a client has interceptors of its own, for its calls and batches")
  func client() async throws {
    try await withBridge([]) { bridge async throws in
      let interceptors: [any HostCallInterceptor] = [Logging(name: "A", log: log), Changing(change: .metadata("acme"))]
      let client = HostCallClient(transport: bridge, configuration: .intercepting(calls: interceptors))
      #expect(try await client.call(FetchProfile(userID: 7)).name == "acme")
      #expect(log.take() == ["A calls fetch_profile 1 in ", "A has response 9 17 1"])
      #expect(await client.callEach((0..<5).map { ReadClock(clock: $0) }).count == 5)
      #expect(log.take().count == 10)
      _ = try await bridge.call(FetchProfile(userID: 7))
      #expect(log.take() == [])
    }
  }

  @Test("the attempts of a transport count, and those of an interceptor after them")
  func transportAttempts() async throws {
    /// Fails after three attempts.
    struct Repeating: HostCallTransport {
      var carriesRawBytes: Bool { false }

      func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
        for _ in 0..<3 { call.attempts?.add() }
        throw BridgeError(code: .unavailable, message: "away", wireName: call.wireName)
      }

      func fingerprint(of wireName: String) async -> UInt64? { nil }
    }
    let interceptors: [any HostCallInterceptor] = [Changing(change: .attempts(4)), Logging(name: "B", log: log)]
    let client = HostCallClient(transport: Repeating(), configuration: .intercepting(calls: interceptors))
    await #expect(throws: HostCallError<Never>.self) { try await client.call(Ping()) }
    #expect(
      log.take() == [
        "B calls ping 1 in ", "B has unavailable 1 - 3", "B calls ping 4 in ", "B has unavailable 1 - 6",
      ])
  }

  @Test("a configuration with interceptors is equal to its copies only")
  func equality() {
    let configuration = HostBridgeConfiguration.intercepting(calls: [Changing(change: .refuse)])
    let copy = configuration
    #expect(configuration == copy && configuration.hashValue == copy.hashValue)
    #expect(configuration != .intercepting(calls: [Changing(change: .refuse)]))
    #expect(HostBridgeConfiguration.intercepting() == HostBridgeConfiguration())
  }
}
