// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import CBORCodec
import HostCall
import HostCallGRPC
import Testing

@Suite("Describing calls over gRPC", .timeLimit(.minutes(1)))
struct DescribeTests {
  private let bridge = HostBridge()

  private func withTransport(
    of bridge: any HostCallTransport, describes: Bool = true, _ body: (GRPCTransport) async throws -> Void
  ) async throws {
    var configuration = HostCallServer.Configuration()
    configuration.describesCalls = describes
    let server = HostCallServer(answering: bridge, configuration: configuration)
    let address = try await server.start(listening: Route.unixSocket.address)
    let transport = try GRPCTransport(addresses: [address])
    try await body(transport)
    await transport.close()
    await server.shutdown(grace: .zero)
  }

  private func handleAll() throws {
    try bridge.handle(Greet.self) { _, _ in .init(text: "", tags: []) }
    try bridge.handle(Measure.self) { _, _ in 1 }
    try bridge.handleStream(Watch.self) { _, _, _ in }
    try bridge.handleBytes("bytes") { _ in .response([0xF6]) }
  }

  @Test("a server describes the calls and streams that have handlers, in CBOR, also through another server")
  func describes() async throws {
    try handleAll()
    try await withTransport(of: bridge) { transport async throws in
      try await withTransport(of: transport) { outer async throws in
        let bytes = try await outer.describeAnswered()
        #expect(bytes == bridge.answeredDescriptor())
        let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
        #expect(descriptor.calls.map(\.name) == [Greet.wireName, "bytes", "measure"])
        #expect(descriptor.streams?.map(\.name) == [Watch.wireName])
        #expect(descriptor.calls.allSatisfy { $0.direction == .toHost })
        let measure = try #require(descriptor.calls.last)
        #expect(measure.request?.encoding == "cbor" && measure.response?.encoding == "cbor")
        #expect(measure.fingerprint == (await bridge.fingerprint(of: "measure")))
        #expect(descriptor.calls[1].fingerprint == nil)
        #expect(descriptor.cddl.contains(Greet.wireName))
      }
    }
    await bridge.close()
  }

  @Test("a server that is not told to describes nothing")
  func off() async throws {
    try handleAll()
    try await withTransport(of: bridge, describes: false) { transport async throws in
      let error = await #expect(throws: BridgeError.self) { try await transport.describeAnswered() }
      #expect(error?.code == .unimplemented)
    }
    await bridge.close()
  }

  @Test("many descriptions at once are answered from one encoding")
  func load() async throws {
    try handleAll()
    let expected = bridge.answeredDescriptor()
    try await withTransport(of: bridge) { transport async throws in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<200 { group.addTask { try await transport.describeAnswered(timeout: .seconds(20)) == expected } }
        for try await isSame in group { #expect(isSame) }
      }
    }
    await bridge.close()
  }
}
#endif
