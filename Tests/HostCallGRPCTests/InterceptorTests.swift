// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostBridgeCore
import HostCall
import HostCallGRPC
import Synchronization
import Testing

@Suite("Interceptors over gRPC", .timeLimit(.minutes(1)))
struct InterceptorTests {
  private final class Log: Sendable {
    private let entries = Mutex<[String]>([])

    func append(_ entry: String) { entries.withLock { $0.append(entry) } }

    /// Returns `count` entries once there are that many, since a server ends its part after the client; removes them.
    func take(_ count: Int) async -> [String] {
      for _ in 0..<5000 where entries.withLock({ $0.count < count }) { try? await Task.sleep(for: .milliseconds(1)) }
      return entries.withLock { entries in
        defer { entries = [] }
        return entries
      }
    }
  }

  /// Logs what passes on either side, and refuses what the names say.
  private struct Logging: HostCallInterceptor, HostHandlerInterceptor {
    let log: Log
    var refused: Set<String> = []

    func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
      var call = call
      try? call.metadata.set("acme", forKey: "tenant")
      let outcome = await next(call)
      log.append("calls \(call.wireName) \(outcome.code?.description ?? "response") \(outcome.attempts)")
      return outcome
    }

    func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
      guard !refused.contains(call.wireName) else {
        return HostBytesOutcome(.error(.permissionDenied, message: "not for \(call.metadata["tenant"] ?? "any")"))
      }
      let outcome = await next(call)
      let elements = outcome.elements.map { "\($0)" } ?? "-"
      let text = outcome.code?.description ?? "response"
      log.append(
        "serves \(call.wireName) \(call.requestSize) \(text) \(outcome.responseSize ?? -1) \(elements)")
      return outcome
    }

    func intercept<C: HostCallable>(_ call: HostIncomingCall<C>, next: HostHandlerNext<C>) async -> HostCallOutcome<C> {
      let outcome = await next(call)
      log.append("handles \(C.wireName) \(outcome.code?.description ?? "response")")
      return outcome
    }

    func interceptStream<S: HostStreamable>(
      _ call: HostIncomingCall<S>, next: HostStreamHandlerNext<S>
    ) async -> HostStreamEnd<S.Failure> {
      let end = await next(call)
      log.append("streams \(S.wireName) \(end.elements)")
      return end
    }
  }

  private let log = Log()
  private let bridge = HostBridge()

  private func withServer(
    refusing refused: Set<String> = [], calls: [any HostCallInterceptor] = [],
    _ body: (HostCallClient) async throws -> Void
  ) async throws {
    let server = HostCallServer(answering: bridge, interceptors: [Logging(log: log, refused: refused)])
    let transport = try GRPCTransport(addresses: [try await server.start(listening: Route.unixSocket.address)])
    var configuration = HostBridgeConfiguration()
    configuration.callInterceptors = calls
    try await body(HostCallClient(transport: transport, configuration: configuration))
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a server's interceptors surround typed handlers, with their types as well, and those in bytes")
  func server() async throws {
    try bridge.handle(Greet.self) { request, _ in
      if request.name.isEmpty { throw Greet.Failure(code: "empty", detail: "") }
      return .init(text: request.name, tags: [])
    }
    try bridge.handleBytes("count") { _ in .response([5]) }
    try bridge.handleStream(Watch.self) { _, _, send in for number in 1...3 { try await send(number) } }
    try await withServer { client async throws in
      #expect(try await client.call(Greet(name: "x")).text == "x")
      // {"name": "x"}, and {"text": "x", "tags": []}
      #expect(
        await log.take(2) == ["handles acme.people.greet response", "serves acme.people.greet 8 response 14 -"])
      let failed = await #expect(throws: HostCallError<Greet.Failure>.self) { try await client.call(Greet(name: "")) }
      #expect(failed?.failure == .init(code: "empty", detail: ""))
      // {"code": "empty", "detail": ""}
      #expect(await log.take(2) == ["handles acme.people.greet failed", "serves acme.people.greet 7 failed 20 -"])
      #expect(try await client.call(Count()) == 5)
      #expect(await log.take(1) == ["serves count 1 response 1 -"])
      var elements: [Int] = []
      for try await element in client.stream(Watch(name: "x")) { elements.append(element) }
      #expect(elements == [1, 2, 3])
      #expect(await log.take(2) == ["streams acme.people.watch 3", "serves acme.people.watch 8 response 3 3"])
    }
  }

  @Test("an interceptor refuses calls and streams by name, before a handler or its schema is looked at")
  func refusal() async throws {
    try bridge.handle(Greet.self) { _, _ in
      Issue.record("the handler ran")
      return .init(text: "", tags: [])
    }
    try bridge.handleStream(Watch.self) { _, _, _ in Issue.record("the handler ran") }
    try bridge.handle(Count.self) { _, _ in 7 }
    let names: Set = [Greet.wireName, Watch.wireName, "unknown"]
    try await withServer(refusing: names, calls: [Logging(log: log)]) { client async throws in
      let error = await #expect(throws: HostCallError<Greet.Failure>.self) { try await client.call(Greet(name: "x")) }
      #expect(error?.code == .permissionDenied && error?.message == "not for acme")
      let old = await #expect(throws: HostCallError<Greet.Failure>.self) { try await client.call(OldGreet(name: "x")) }
      #expect(old?.code == .permissionDenied)
      let stream = await #expect(throws: HostCallError<Greet.Failure>.self) {
        for try await _ in client.stream(Watch(name: "x")) {}
      }
      #expect(stream?.code == .permissionDenied)
      #expect(try await client.call(Count()) == 7)
    }
  }

  @Test("an interceptor of the client sees how often the transport has made a call")
  func attempts() async throws {
    let calls = Mutex(0)
    try bridge.handle(Greet.self) { _, _ in
      let number = calls.withLock { calls in
        calls += 1
        return calls
      }
      if number < 3 { throw HostCallError<Greet.Failure>(code: .unavailable, message: "not yet") }
      return .init(text: "", tags: [])
    }
    try await withServer(calls: [Logging(log: log)]) { client async throws in
      _ = try await client.call(Greet(name: "x"))
      #expect(await log.take(7).filter { $0.hasPrefix("calls") } == ["calls acme.people.greet response 3"])
    }
  }
}
#endif
