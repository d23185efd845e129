// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("Interceptors of handlers in bytes", .timeLimit(.minutes(1)))
struct BytesInterceptorTests {
  private struct Count: HostStreamable {
    typealias Element = Int
    var to: Int
  }

  /// Refuses what it is asked to.
  private struct Refusing: HostHandlerInterceptor {
    let names: Set<String>

    func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
      guard names.contains(call.wireName) else { return await next(call) }
      return HostBytesOutcome(.error(.permissionDenied, message: call.metadata["user"] ?? "no user"))
    }
  }

  private let log = InterceptorLog()

  private func withBridge(
    _ interceptors: [any HostHandlerInterceptor], _ body: (HostBridge) async throws -> Void
  ) async throws {
    try await HostCallTesting.withBridge(configuration: .intercepting(handlers: interceptors), body)
  }

  @Test("a typed call passes in bytes before its request is decoded, and then with its type")
  func order() async throws {
    let interceptors: [any HostHandlerInterceptor] = [
      LoggingBytes(name: "A", log: log), Logging(name: "B", log: log), LoggingBytes(name: "C", log: log),
    ]
    try await withBridge(interceptors) { bridge async throws in
      try bridge.handle(FetchProfile.self) { _, _ in throw FetchProfile.Failure.busy }
      await #expect(throws: HostCallError<FetchProfile.Failure>.self) { try await bridge.call(FetchProfile(userID: 7)) }
      #expect(
        log.take() == [
          "A handles bytes of fetch_profile 9", "C handles bytes of fetch_profile 9",
          "B handles fetch_profile of 9", "B answers failed 9 7 1", "C answers failed 7 -", "A answers failed 7 -",
        ])
    }
  }

  @Test("handlers and functions in bytes pass, and so do streams, whose elements are counted")
  func bytes() async throws {
    try await withBridge([LoggingBytes(name: "A", log: log)]) { bridge async throws in
      try bridge.handleBytes("double") { request in .response(request.payload + request.payload) }
      _ = try await bridge.callBytes("double", [1, 2, 3])
      #expect(log.take() == ["A handles bytes of double 3", "A answers response 6 -"])
      try bridge.exposeBytes("fail") { _ in .error(.notFound, message: "nothing") }
      #expect(await callCore("fail", on: bridge).message == "nothing")
      #expect(log.take() == ["A handles bytes of fail 1", "A answers notFound - -"])
      try bridge.handleStreamBytes("count") { request, sender in
        for _ in request.payload { try? await sender.send([1, 2]) }
        return nil
      }
      let reader = try await bridge.openStream("count", [7, 8, 9])
      while try await reader.next({ _ in true }) != nil {}
      #expect(log.take() == ["A streams bytes of count 3", "A answers response 6 3"])
    }
  }

  @Test("a typed stream is counted, and one that its reader gives up is cancelled")
  func givenUp() async throws {
    try await withBridge([LoggingBytes(name: "A", log: log)]) { bridge async throws in
      try bridge.handleStream(Count.self) { request, _, send in
        for number in 0..<request.to { try await send(number) }
      }
      for try await _ in bridge.stream(Count(to: 3)) {}
      #expect(log.take() == ["A streams bytes of count 5", "A answers response 3 3"])
      for try await _ in bridge.stream(Count(to: 100_000), buffer: 1) { break }
      while bridge.statistics.inFlight > 0 { await Task.yield() }
      var entries = log.take()
      while entries.count < 2 {
        await Task.yield()
        entries += log.take()
      }
      #expect(entries.last?.hasPrefix("A answers cancelled") == true)
    }
  }

  @Test("what an interceptor refuses reaches no decoder and no handler, as call, stream and exposed function")
  func refusal() async throws {
    let names: Set = ["fetch_profile", "count", "ping"]
    try await withBridge([LoggingBytes(name: "A", log: log), Refusing(names: names)]) { bridge async throws in
      try bridge.handle(FetchProfile.self) { _, _ in
        Issue.record("the handler ran")
        return .init(name: "", tags: [])
      }
      try bridge.handleStream(Count.self) { _, _, _ in Issue.record("the handler ran") }
      try bridge.expose(Ping.self) { _, _ in Empty() }
      var metadata = HostCallMetadata()
      try metadata.set("eve", forKey: "user")
      await HostCallMetadata.withValue(metadata) {
        // No request of this call.
        let error = await #expect(throws: BridgeError.self) { try await bridge.callBytes("fetch_profile", [0xFF]) }
        #expect(error?.code == .permissionDenied && error?.message == "eve")
        let ended = await #expect(throws: HostCallError<Never>.self) {
          for try await _ in bridge.stream(Count(to: 3)) {}
        }
        #expect(ended?.code == .permissionDenied)
      }
      #expect(await callCore("ping", [0xFF], on: bridge).message == "no user")
      let answers = log.take().filter { $0.hasPrefix("A answers") }
      #expect(answers == Array(repeating: "A answers permissionDenied - -", count: 3))
    }
  }

  @Test("a server's interceptors surround the typed handlers of its bridge, and not the calls that these make")
  func origin() async throws {
    let lists = InterceptorLists(handlers: [Logging(name: "S", log: log)])
    let server = CallOrigin(interceptors: InterceptorReference(lists))
    func entries() -> [String] { log.take().filter { $0.hasPrefix("S") } }
    let own = [Logging(name: "A", log: log)]
    for handlers in [[], own] {
      try await withBridge(handlers) { bridge async throws in
        try bridge.handle(Ping.self) { _, _ in Empty() }
        try bridge.handle(FetchProfile.self) { _, context in
          _ = try await bridge.call(Ping())
          return .init(name: context.metadata["tenant"] ?? "none", tags: [])
        }
        try bridge.handleStream(Count.self) { request, _, send in
          for number in 0..<request.to { try await send(number) }
        }
        try await server.with(HostCallMetadata()) {
          #expect(try await bridge.call(FetchProfile(userID: 7)).name == "none")
          #expect(entries() == ["S handles fetch_profile of 9", "S answers response 9 17 1"])
          for try await _ in bridge.stream(Count(to: 3)) {}
        }
        #expect(entries() == ["S streams count of 5", "S ends finished 3 5 3"])
        _ = try await bridge.call(Ping())
        #expect(entries() == [])
      }
    }
  }
}
