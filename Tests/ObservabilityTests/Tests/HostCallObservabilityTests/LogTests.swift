// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGRPC
import HostCallObservability
import InMemoryLogging
import Logging
import Testing

@Suite("The log of calls", .timeLimit(.minutes(1)))
struct LogTests {
  private let observation = Observation()

  @Test("a response is traced, a declared failure is for debugging, and an unexpected error is an error")
  func levels() async throws {
    try await observation.withBridge { bridge async throws in
      for id in 1...3 { _ = try? await bridge.call(FindPerson(id: id)) }
      _ = try? await bridge.call(Greet(id: 1))
    }
    for side in ["client", "server"] {
      #expect(observation.entries("the call has ended", side: side).map(\.level) == [.trace])
      let failed = observation.entries("the call has failed", side: side)
      #expect(failed.prefix(2).map(\.level) == [.debug, .error])
      #expect(failed.prefix(2).map { $0.metadata["hostcall.outcome"] } == ["failed", "unknown"])
    }
    let unimplemented = try #require(observation.entries("the call has failed", side: "client").last)
    #expect(unimplemented.level == .warning && unimplemented.metadata["hostcall.call"] == "greet")
  }

  @Test("an entry has the name, the ID, the sizes, the duration and the message, but no payload")
  func metadata() async throws {
    try await observation.withBridge { bridge async throws in
      _ = try? await bridge.call(FindPerson(id: 2))
    }
    let entry = try #require(observation.entries("the call has failed", side: "client").first)
    #expect(entry.metadata["hostcall.call"] == "acme.people.find")
    #expect(entry.metadata["hostcall.call_id"] == "1")
    #expect(entry.metadata["hostcall.request_bytes"] == "5")
    #expect(entry.metadata["hostcall.response_bytes"] == "14")
    #expect(entry.metadata["hostcall.duration_ms"] != nil)
    #expect(entry.metadata["error.message"] != nil)
  }

  @Test("a slow call is a warning, whether it fails or not")
  func slow() async throws {
    try await observation.withBridge(slowCall: .zero) { bridge async throws in
      for id in 1...3 { _ = try? await bridge.call(FindPerson(id: id)) }
    }
    #expect(observation.entries("the call was slow").map(\.level) == [.warning, .warning])
    #expect(observation.entries("the call has failed", side: "client").map(\.level) == [.warning, .error])
  }

  @Test("the reports of a bridge go to the log and to the bridge's own closure")
  func reports() async throws {
    var configuration = observation.configuration()
    configuration.staleCallWarning = .milliseconds(1)
    configuration.schemaCheck = .warn
    let (reports, continuation) = AsyncStream.makeStream(of: String.self)
    let bridge = HostBridge(configuration: configuration, onStaleCall: { continuation.yield($0.wireName) })
    try bridge.handle(Greet.self) { [observation] _, _ in
      _ = try await observation.entry("the call is stale")
      return "hello"
    }
    #expect(try await bridge.call(Greet(id: 1)) == "hello")
    let stale = try await observation.entry("the call is stale")
    #expect(stale.level == .warning && stale.metadata["hostcall.call"] == "greet")
    for await name in reports {
      #expect(name == "greet")
      break
    }
    #expect(try await bridge.call(OtherGreet(id: 1, style: "short")) == "hello")
    let mismatch = try await observation.entry("the schemas of a call differ")
    #expect(mismatch.level == .warning && mismatch.metadata["hostcall.call"] == "greet")
    await bridge.close()
  }

  /// A call with the name of another.
  private struct OtherGreet: HostCallable {
    static var wireName: String { "greet" }
    typealias Response = String
    typealias Failure = Never

    var id: Int
    var style: String
  }

  @Test("a server with interceptors logs the errors whose messages peers do not receive")
  func served() async throws {
    let bridge = HostBridge()
    try bridge.handle(Greet.self) { _, _ in throw Unexpected() }
    try bridge.handle(FindPerson.self) { _, _ in .init(name: "Ada") }
    let server = HostCallServer(
      answering: bridge, interceptors: [HostCallAuthorization(allowing: ["greet"])], observer: observation.observer())
    let transport = try GRPCTransport(addresses: [try await server.start(listening: RemoteAddress("127.0.0.1:0"))])
    let client = HostCallClient(transport: transport)
    let refused = await #expect(throws: HostCallError<FindPerson.Failure>.self) {
      try await client.call(FindPerson(id: 1))
    }
    #expect(refused?.code == .permissionDenied)
    let failed = await #expect(throws: HostCallError<Never>.self) { try await client.call(Greet(id: 1)) }
    #expect(failed?.code == .unknown && failed?.message.contains("Unexpected") == false)
    let entry = try await observation.entry("the handler has failed")
    #expect(entry.level == .error && entry.metadata["hostcall.call"] == "greet")
    await transport.close()
    await server.shutdown(grace: .seconds(1))
    await bridge.close()
  }

  @Test("a bridge that is dropped is reported")
  func dropped() async throws {
    do { _ = HostBridge(configuration: observation.configuration()) }
    let entry = try await observation.entry("the bridge reports an event")
    #expect(entry.level == .warning && entry.metadata["hostcall.report"] == "droppedBridge")
  }
}
