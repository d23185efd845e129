// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import HostBridgeCore
import HostCall
import HostCallGRPC
import HostCallObservability
import InMemoryLogging
import InMemoryTracing
import Logging
import MetricsTestKit
import Testing
import Tracing

@Suite("The metrics of calls", .timeLimit(.minutes(1)))
struct MetricsTests {
  private let observation = Observation()

  @Test("a call is counted at both sides, with its outcome, its duration and its sizes")
  func counts() async throws {
    try await observation.withBridge { bridge async throws in
      _ = try await bridge.call(FindPerson(id: 1))
      _ = try? await bridge.call(FindPerson(id: 2))
      _ = await bridge.callEach([FindPerson(id: 1), FindPerson(id: 3)])
    }
    for side in ["client", "server"] {
      #expect(observation.count("acme.people.find", side, "ok") == 2)
      #expect(observation.count("acme.people.find", side, "failed") == 1)
      #expect(observation.count("acme.people.find", side, "unknown") == 1)
      // {"id": 1}: a map, a key of three bytes, and a number
      #expect(observation.sizes("request", "acme.people.find", side) == [5, 5, 5, 5])
      // {"name": "Ada"}, and {"unknown": {"id": 2}}
      #expect(observation.sizes("response", "acme.people.find", side).sorted() == [10, 10, 14])
    }
    let durations = observation.metrics.timers(label: "hostcall_call_duration_seconds")
    #expect(durations.flatMap(\.values).count == 8 && durations.flatMap(\.values).allSatisfy { $0 > 0 })
  }

  @Test("a call is in flight until it has ended")
  func inFlight() async throws {
    let bridge = HostBridge(configuration: observation.configuration())
    try bridge.handle(Greet.self) { [observation] _, _ in
      #expect(observation.inFlight("greet", "client") == 1 && observation.inFlight("greet", "server") == 1)
      return "hello"
    }
    #expect(try await bridge.call(Greet(id: 1)) == "hello")
    #expect(observation.inFlight("greet", "client") == 0 && observation.inFlight("greet", "server") == 0)
    await bridge.close()
  }

  @Test("a call without a handler is an error of the caller's side only")
  func unimplemented() async throws {
    try await observation.withBridge { bridge async throws in
      _ = try? await bridge.call(Greet(id: 1))
    }
    #expect(observation.count("greet", "client", "unimplemented") == 1)
    #expect(observation.inFlight("greet", "client") == 0)
    #expect(observation.inFlight("greet", "server") == nil)
  }

  @Test("the names of a server's calls are those of its handlers, whatever a peer invents")
  func servedNames() async throws {
    let bridge = HostBridge()
    try bridge.handle(Greet.self) { _, _ in "hello" }
    let server = HostCallServer(answering: bridge, interceptors: [observation.observer()])
    let transport = try GRPCTransport(addresses: [try await server.start(listening: RemoteAddress("127.0.0.1:0"))])
    for number in 0..<20 {
      _ = try? await transport.send(TransportCall(wireName: "invented_\(number)", request: [0xF6]))
      _ = try await HostCallClient(transport: transport).call(Greet(id: number))
    }
    await transport.close()
    await server.shutdown(grace: .seconds(1))
    await bridge.close()
    #expect(observation.count("(unknown)", "server", "unimplemented") == 20)
    #expect(observation.count("greet", "server", "ok") == 20)
    #expect(names == ["(unknown)", "greet"])
    #expect(observation.inFlight("(unknown)", "server") == 0 && observation.inFlight("greet", "server") == 0)
    #expect(Set(observation.tracer.finishedSpans.map(\.operationName)) == ["hostcall", "hostcall/greet"])
  }

  @Test("names beyond those that a server learns are counted together")
  func manyServedNames() async throws {
    let bridge = HostBridge()
    for number in 0..<5 { try bridge.handleBytes("name_\(number)") { _ in .response([0xF6]) } }
    let server = HostCallServer(answering: bridge, interceptors: [observation.observer(maximumServedNames: 3)])
    let transport = try GRPCTransport(addresses: [try await server.start(listening: RemoteAddress("127.0.0.1:0"))])
    for number in 0..<3 { _ = try await transport.send(TransportCall(wireName: "name_\(number)", request: [0xF6])) }
    // Many at the same time, each of which is answered.
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for number in 0..<200 {
        group.addTask {
          try await transport.send(TransportCall(wireName: "name_\(number % 5)", request: [0xF6]))
        }
      }
      for try await answer in group { #expect(answer == [0xF6]) }
    }
    await transport.close()
    await server.shutdown(grace: .seconds(1))
    await bridge.close()
    #expect(names == ["(unknown)", "name_0", "name_1", "name_2"])
    for number in 0..<3 { #expect(observation.count("name_\(number)", "server", "ok") == 41) }
    #expect(observation.count("(unknown)", "server", "ok") == 80)
  }

  /// Hides all names but one, or answers in place of their handlers.
  private struct Hiding: HostHandlerInterceptor {
    var answers = false

    func interceptBytes(_ call: HostIncomingBytes, next: HostBytesNext) async -> HostBytesOutcome {
      if call.wireName == "greet" { return await next(call) }
      if answers { return HostBytesOutcome(.response([0xF6])) }
      return HostBytesOutcome(.error(.notFound, message: "there is no such name"))
    }
  }

  @Test("what an interceptor answers teaches a server no names")
  func hiddenNames() async throws {
    let bridge = HostBridge()
    try bridge.handle(Greet.self) { _, _ in "hello" }
    for answers in [false, true] {
      let server = HostCallServer(
        answering: bridge, interceptors: [observation.observer(), Hiding(answers: answers)])
      try await call(server, inventing: 10)
    }
    await bridge.close()
    #expect(names == ["(unknown)", "greet"], "\(names.count) names")
    #expect(observation.count("greet", "server", "ok") == 2)
  }

  @Test("names that another server hides teach the one in front of it none")
  func hiddenBehind() async throws {
    let bridge = HostBridge()
    try bridge.handle(Greet.self) { _, _ in "hello" }
    let back = HostCallServer(answering: bridge, interceptors: [Hiding()])
    let between = try GRPCTransport(addresses: [try await back.start(listening: RemoteAddress("127.0.0.1:0"))])
    try await call(HostCallServer(answering: between, interceptors: [observation.observer()]), inventing: 10)
    await between.close()
    await back.shutdown(grace: .seconds(1))
    await bridge.close()
    #expect(names == ["(unknown)", "greet"])
  }

  /// The names with metrics.
  private var names: Set<String> {
    Set(observation.metrics.counters.flatMap(\.dimensions).filter { $0.0 == "call" }.map(\.1))
  }

  /// Makes calls of names that a peer invents, and then one that a server answers.
  private func call(_ server: HostCallServer, inventing count: Int) async throws {
    let transport = try GRPCTransport(addresses: [try await server.start(listening: RemoteAddress("127.0.0.1:0"))])
    await withTaskGroup { group in
      for number in 0..<count {
        group.addTask {
          _ = try? await transport.send(TransportCall(wireName: "invented_\(number)", request: [0xF6]))
        }
      }
    }
    #expect(try await HostCallClient(transport: transport).call(Greet(id: 1)) == "hello")
    await transport.close()
    await server.shutdown(grace: .seconds(1))
  }

  @Test("a request that cannot be decoded is counted where it is handled")
  func undecodable() async throws {
    let bridge = HostBridge(configuration: observation.configuration())
    try bridge.handle(FindPerson.self) { _, _ in .init(name: "Ada") }
    _ = try? await bridge.callBytes("acme.people.find", [0xF6])
    #expect(observation.count("acme.people.find", "server", "invalidArgument") == 1)
    #expect(observation.entries("the call has failed").map(\.level) == [.info])
    await bridge.close()
  }

  @Test("a code that is not gRPC's has one label")
  func otherCodes() async throws {
    let bridge = HostBridge(configuration: observation.configuration())
    try bridge.handle(Greet.self) { request, _ in
      throw HostCallError<Never>(code: HostCallCode(rawValue: 1000 + request.id), message: "odd")
    }
    for id in 0..<3 { _ = try? await bridge.call(Greet(id: id)) }
    let outcomes = observation.metrics.counters(label: "hostcall_calls_total").flatMap(\.dimensions)
      .filter { $0.0 == "outcome" }.map(\.1)
    #expect(Set(outcomes).isSubset(of: ["other", "unknown"]) && outcomes.count == 2)
    await bridge.close()
  }

  @Test("the elements of a stream are counted")
  func elements() async throws {
    let bridge = HostBridge(configuration: observation.configuration())
    try bridge.handleStream(CountUp.self) { request, _, send in
      for number in 0..<request.limit { try await send(number) }
    }
    var sum = 0
    for try await number in bridge.stream(CountUp(limit: 5)) { sum += number }
    #expect(sum == 10)
    await bridge.close()
    for side in ["client", "server"] {
      #expect(observation.total("hostcall_stream_elements_total", "count_up", side) == 5)
      #expect(observation.count("count_up", side, "ok") == 1)
      #expect(observation.inFlight("count_up", side) == 0)
    }
  }

  @Test("a stream that its reader leaves ends as cancelled")
  func givenUp() async throws {
    let bridge = HostBridge(configuration: observation.configuration())
    try bridge.handleStream(CountUp.self) { request, _, send in
      for number in 0..<request.limit { try await send(number) }
    }
    for try await _ in bridge.stream(CountUp(limit: 1000)) { break }
    #expect(observation.count("count_up", "client", "cancelled") == 1)
    #expect(observation.inFlight("count_up", "client") == 0)
    await bridge.close()
  }

  @Test("a client counts its calls as a bridge does, and attempts that an interceptor adds")
  func attempts() async throws {
    let host = HostBridge()
    try host.handle(Greet.self) { _, _ in "hello" }
    var configuration = HostBridgeConfiguration()
    configuration.callInterceptors = [Twice()]
    configuration.observe(with: observation.observer())
    let client = HostCallClient(transport: host, configuration: configuration)
    #expect(try await client.call(Greet(id: 1)) == "hello")
    #expect(observation.count("greet", "client", "ok") == 1)
    #expect(observation.total("hostcall_repeated_attempts_total", "greet", "client") == 1)
    let entry = try #require(observation.entries("the call was repeated").first)
    #expect(entry.level == .info && entry.metadata["hostcall.attempts"] == "2")
    await host.close()
  }

  private struct Twice: HostCallInterceptor {
    func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
      _ = await next(call)
      return await next(call)
    }
  }
}
