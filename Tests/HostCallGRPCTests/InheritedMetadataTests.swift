// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Testing

@Suite("HostCallMetadata over each transport", .timeLimit(.minutes(1)))
struct InheritedMetadataTests {
  private let bridge = HostBridge()

  @Test("a handler continues its caller's trace", arguments: Route.allCases)
  func trace(_ route: Route) async throws {
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    try bridge.handle(Greet.self) { _, _ in .init(text: TraceContext.traceparent ?? "none", tags: []) }
    try await route.withClient(of: bridge) { client async throws in
      let traced = try await TraceContext.withTraceparent(parent) { try await client.call(Greet(name: "x")) }
      #expect(traced.text == parent)
      // A value that cannot be a header would break the connection, with all calls on it.
      let odd = try await TraceContext.withTraceparent("a\r\nb: c") { try await client.call(Greet(name: "x")) }
      #expect(odd.text == "none")
      #expect(try await client.call(Greet(name: "x")).text == "none")
    }
  }

  @Test("a handler receives its caller's metadata, and its own calls carry it", arguments: Route.allCases)
  func metadata(_ route: Route) async throws {
    try bridge.handle(Count.self) { _, context in Int(context.metadata["tenant"] ?? "") ?? -1 }
    try bridge.handle(Greet.self) { _, context in
      let tenant = try await context.bridge.call(Count())
      let token = context.metadata.bytes(forKey: "token-bin") ?? []
      return .init(text: "\(tenant) \(token) \(context.metadata.keys.sorted())", tags: [])
    }
    var metadata = HostCallMetadata()
    try metadata.set("7", forKey: "tenant")
    try metadata.set([0, 255, 10], forKey: "token-bin")
    try await route.withClient(of: bridge) { [metadata] client async throws in
      let answer = try await HostCallMetadata.withValue(metadata) { try await client.call(Greet(name: "x")) }
      #expect(answer.text == "7 [0, 255, 10] [\"tenant\", \"token-bin\"]")
      #expect(try await client.call(Greet(name: "x")).text == "-1 [] []")
    }
  }

  @Test("metadata of the largest size arrives", arguments: Route.allCases)
  func largestMetadata(_ route: Route) async throws {
    try bridge.handle(Count.self) { _, context in context.metadata.size }
    var metadata = HostCallMetadata()
    for index in 10..<74 { try metadata.set(String(repeating: "v", count: 93), forKey: "k\(index)") }
    #expect(metadata.size == 8192)
    try await route.withClient(of: bridge) { [metadata] client async throws in
      #expect(try await HostCallMetadata.withValue(metadata) { try await client.call(Count()) } == 8192)
    }
  }
}
#endif
