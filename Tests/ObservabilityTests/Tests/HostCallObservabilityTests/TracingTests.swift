// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallGRPC
@testable import HostCallObservability
import InMemoryTracing
import Testing
import Tracing

@Suite("The spans of calls", .timeLimit(.minutes(1)))
struct TracingTests {
  private let observation = Observation()

  @Test("a call has a client span, and below it a server span, with the attributes of the conventions")
  func spans() async throws {
    try await observation.withBridge { bridge async throws in
      _ = try await observation.tracer.withSpan("request") { _ in try await bridge.call(FindPerson(id: 1)) }
    }
    let root = try observation.span("request", .internal)
    let client = try observation.span("acme.people/find", .client)
    let server = try observation.span("acme.people/find", .server)
    #expect(client.parentSpanID == root.spanID && server.parentSpanID == client.spanID)
    #expect(Set([root, client, server].map(\.traceID)).count == 1)
    for span in [client, server] {
      #expect(span.text("rpc.system.name") == "hostcall" && span.text("rpc.method") == "acme.people/find")
      #expect(span.text("rpc.status_code") == "ok" && span.text("network.peer.address") == nil)
      #expect(span.text("error.type") == nil && span.status == nil)
    }
  }

  @Test("an error is one of the client's span, and of the server's if it is the handler's fault")
  func errors() async throws {
    try await observation.withBridge { bridge async throws in
      _ = try? await bridge.call(FindPerson(id: 2))
      _ = try? await bridge.call(FindPerson(id: 3))
    }
    let spans = observation.tracer.finishedSpans
    let (clients, servers) = (spans.filter { $0.kind == .client }, spans.filter { $0.kind == .server })
    for key in ["error.type", "rpc.status_code"] {
      #expect(clients.map { $0.text(key) } == ["failed", "unknown"])
    }
    #expect(clients.map { $0.status?.code } == [.error, .error])
    #expect(servers.map { $0.text("error.type") } == ["failed", "unknown"])
    #expect(servers.map { $0.status?.code } == [nil, .error])
  }

  @Test("a name without a service belongs to the service hostcall, and a stream is one span at each side")
  func streams() async throws {
    let bridge = HostBridge(configuration: observation.configuration())
    try bridge.handleStream(CountUp.self) { request, _, send in
      for number in 0..<request.limit { try await send(number) }
    }
    for try await _ in bridge.stream(CountUp(limit: 3)) {}
    await bridge.close()
    let client = try observation.span("hostcall/count_up", .client)
    let server = try observation.span("hostcall/count_up", .server)
    #expect(server.parentSpanID == client.spanID)
    #expect(client.attributes.get("rpc.hostcall.elements") == .int64(3))
    #expect(observation.tracer.activeSpans.isEmpty)
  }

  @Test("a server's span has the peer, and a name that the server does not know is in one attribute only")
  func served() async throws {
    let bridge = HostBridge()
    try bridge.handle(FindPerson.self) { _, _ in .init(name: "Ada") }
    let server = HostCallServer(answering: bridge, interceptors: [observation.observer()])
    let transport = try GRPCTransport(addresses: [try await server.start(listening: RemoteAddress("127.0.0.1:0"))])
    _ = try await HostCallClient(transport: transport).call(FindPerson(id: 1))
    _ = try? await transport.send(TransportCall(wireName: "acme.invented.x", request: [0xF6]))
    await transport.close()
    await server.shutdown(grace: .seconds(1))
    await bridge.close()
    let known = try observation.span("acme.people/find", .server)
    #expect(known.text("rpc.method") == "acme.people/find" && known.text("rpc.method_original") == nil)
    let other = try observation.span("hostcall", .server)
    #expect(other.text("rpc.method") == "_OTHER" && other.text("rpc.method_original") == "acme.invented/x")
    for span in [known, other] {
      #expect(span.text("network.peer.address") == "127.0.0.1")
      guard case .int64(1...65_535)? = span.attributes.get("network.peer.port") else {
        Issue.record("no port")
        continue
      }
    }
  }

  @Test(
    "a peer's address is one of a network, with its port, or a path",
    arguments: [
      ("[::1]:5000", "::1", 5000), ("192.0.2.1:80", "192.0.2.1", 80), ("unix:/run/a:1", "/run/a:1", nil),
      ("unix:", "", nil), ("odd", "odd", nil),
    ] as [(String, String, Int?)])
  func peers(_ peer: String, _ address: String, _ port: Int?) {
    let parts = CallTracing.parts(of: peer)
    #expect(parts.address == address && parts.port == port)
  }

  @Test("a trace goes from a host to the core and back to a host, over gRPC and in one process")
  func throughTheCore() async throws {
    try await observation.withBridge { bridge async throws in
      try bridge.handle(Greet.self) { request, context in
        #expect(ServiceContext.current != nil)
        return "Hello, " + (try await context.bridge.call(FindPerson(id: request.id))).name
      }
      let server = HostCallServer(answering: bridge)
      let address = try await server.start(listening: RemoteAddress("127.0.0.1:0"))
      let transport = try GRPCTransport(addresses: [address])
      let client = HostCallClient(transport: transport, configuration: observation.configuration())
      #expect(try await client.call(Greet(id: 1)) == "Hello, Ada")
      await transport.close()
      await server.shutdown(grace: .seconds(1))
    }
    let way = [
      try observation.span("hostcall/greet", .client), try observation.span("hostcall/greet", .server),
      try observation.span("acme.people/find", .client), try observation.span("acme.people/find", .server),
    ]
    #expect(way[0].parentSpanID == nil && Set(way.map(\.traceID)).count == 1)
    for (parent, child) in zip(way, way.dropFirst()) { #expect(child.parentSpanID == parent.spanID) }
  }

  @Test("calls of a handler carry its span, even on a bridge that is not observed")
  func unobserved() async throws {
    let other = HostBridge()
    try other.handle(FindPerson.self) { _, context in
      .init(name: context.metadata[InMemoryTracer.spanIDKey] ?? "none")
    }
    let bridge = HostBridge(configuration: observation.configuration())
    try bridge.handle(Greet.self) { request, _ in try await other.call(FindPerson(id: request.id)).name }
    let spanID = try await bridge.call(Greet(id: 1))
    #expect(try observation.span("hostcall/greet", .server).spanID == spanID)
    await bridge.close()
    await other.close()
  }

  @Test("a task that knows its trace by metadata only continues it")
  func metadataOnly() async throws {
    var metadata = HostCallMetadata()
    try metadata.set("trace", forKey: InMemoryTracer.traceIDKey)
    try metadata.set("span", forKey: InMemoryTracer.spanIDKey)
    try await observation.withBridge { [metadata] bridge async throws in
      _ = try await HostCallMetadata.withValue(metadata) { try await bridge.call(FindPerson(id: 1)) }
    }
    let client = try observation.span("acme.people/find", .client)
    #expect(client.traceID == "trace" && client.parentSpanID == "span")
  }

  @Test("without a tracer, calls carry what they carry otherwise")
  func noTracer() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.observe(metrics: observation.metrics)
    let bridge = HostBridge(configuration: configuration)
    try bridge.handle(Greet.self) { _, context in context.metadata.keys.joined(separator: " ") }
    #expect(try await bridge.call(Greet(id: 1)) == "")
    #expect(
      try await TraceContext.withTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01") {
        try await bridge.call(Greet(id: 1))
      } == "traceparent")
    await bridge.close()
  }
}
