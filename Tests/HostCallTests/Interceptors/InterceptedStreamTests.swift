// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("Streams with interceptors", .timeLimit(.minutes(1)))
struct InterceptedStreamTests {
  private struct Count: HostStreamable {
    typealias Element = Int
    struct Failure: Error, Codable, Equatable { var last: Int }
    /// Below 0 for a failure after that many elements.
    var to: Int
  }

  private let log = InterceptorLog()

  private func withBridge(
    calls: [any HostCallInterceptor] = [], handlers: [any HostHandlerInterceptor] = [],
    _ body: (HostBridge) async throws -> Void
  ) async throws {
    try await HostCallTesting.withBridge(
      configuration: .intercepting(calls: calls, handlers: handlers)
    ) { bridge async throws in
      try bridge.handleStream(Count.self) { request, context, send in
        for number in 0..<abs(request.to) { try await send(number) }
        if request.to < 0 { throw Count.Failure(last: request.to) }
        if let tenant = context.metadata["tenant"] { try await send(tenant.utf8.count) }
      }
      try await body(bridge)
    }
  }

  private func read(_ stream: HostStream<Int, Count.Failure>) async -> ([Int], HostCallError<Count.Failure>?) {
    var elements: [Int] = []
    do throws(HostCallError<Count.Failure>) {
      for try await element in stream { elements.append(element) }
    } catch {
      return (elements, error)
    }
    return (elements, nil)
  }

  @Test("a stream passes when it is opened, and its end is seen once")
  func ends() async throws {
    let interceptors: [any HostCallInterceptor] = [Logging(name: "A", log: log), Changing(change: .metadata("acme"))]
    try await withBridge(calls: interceptors) { bridge async throws in
      let stream = bridge.stream(Count(to: 3))
      #expect(log.take() == [])
      #expect(await read(stream).0 == [0, 1, 2, 4])
      #expect(log.take() == ["A opens count", "A has finished 4 5 4"])
      let failed = await read(bridge.stream(Count(to: -2)))
      #expect(failed.0 == [0, 1] && failed.1?.failure == .init(last: -2))
      #expect(log.take() == ["A opens count", "A has failed 2 5 2"])
      for try await element in bridge.stream(Count(to: 100)) where element == 5 { break }
      #expect(log.take() == ["A opens count", "A has given up 6 6 6"])
      while bridge.statistics.inFlight > 0 { await Task.yield() }
    }
  }

  @Test("the end of a stream that has passed interceptors is observed with its sizes")
  func observed() async throws {
    try await withBridge(calls: [Logging(name: "A", log: log)]) { bridge async throws in
      let stream = bridge.stream(Count(to: 3)).onEnd { end in
        log.append("\(end.elements) \(end.requestSize ?? -1) \(end.elementBytes ?? -1)")
      }
      #expect(await read(stream).0 == [0, 1, 2])
      #expect(log.take() == ["A opens count", "A has finished 3 5 3", "3 5 3"])
    }
  }

  @Test("an interceptor refuses a stream, which is then not opened")
  func refusal() async throws {
    try await withBridge(calls: [Logging(name: "A", log: log), Changing(change: .refuse)]) { bridge async throws in
      let refused = await read(bridge.stream(Count(to: 3)))
      #expect(refused.0 == [] && refused.1?.code == .permissionDenied && refused.1?.wireName == "count")
      #expect(bridge.statistics.made == 0)
    }
  }

  @Test("the interceptors of a client see its streams")
  func client() async throws {
    try await withBridge { bridge async throws in
      let interceptors: [any HostCallInterceptor] = [Logging(name: "A", log: log), Changing(change: .metadata("acme"))]
      let client = HostCallClient(transport: bridge, configuration: .intercepting(calls: interceptors))
      #expect(await read(client.stream(Count(to: 2))).0 == [0, 1, 4])
      #expect(log.take() == ["A opens count", "A has finished 3 5 3"])
    }
  }

  @Test("a deadline ends a stream within interceptors")
  func deadline() async throws {
    try await withBridge(calls: [Logging(name: "A", log: log)]) { bridge async throws in
      let late = await read(bridge.stream(Count(to: 3), timeout: .zero))
      #expect(late.1?.code == .deadlineExceeded)
      #expect(log.take() == ["A opens count", "A has deadlineExceeded 0 5 0"])
    }
  }

  @Test("the interceptors of a handler see how many elements were sent, and the end")
  func handler() async throws {
    try await withBridge(handlers: [Logging(name: "A", log: log)]) { bridge async throws in
      #expect(await read(bridge.stream(Count(to: 3))).0 == [0, 1, 2])
      // {"to": 3}
      #expect(log.take() == ["A streams count of 5", "A ends finished 3 5 3"])
      let failed = await read(bridge.stream(Count(to: -2)))
      #expect(failed.0 == [0, 1] && failed.1?.failure == .init(last: -2))
      #expect(log.take() == ["A streams count of 5", "A ends failed 2 5 2"])
    }
  }

  /// Ends streams without their handlers.
  private struct Closed: HostHandlerInterceptor {
    func interceptStream<S: HostStreamable>(
      _ call: HostIncomingCall<S>, next: HostStreamHandlerNext<S>
    ) async -> HostStreamEnd<S.Failure> {
      HostStreamEnd(.failed(HostCallError(code: .unavailable, message: "closed")))
    }
  }

  @Test("an interceptor of a handler ends a stream in its place")
  func replacement() async throws {
    try await withBridge(handlers: [Closed()]) { bridge async throws in
      let closed = await read(bridge.stream(Count(to: 3)))
      #expect(closed.0 == [] && closed.1?.code == .unavailable && closed.1?.message == "closed")
    }
  }
}
