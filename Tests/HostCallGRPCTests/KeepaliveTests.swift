#if GRPC
  import HostCall
  import HostCallGRPC
  import Testing

  @Suite("A server's machine that vanishes", .timeLimit(.minutes(1)))
  struct KeepaliveTests {
    private let bridge = HostBridge()

    private static func transport(
      to addresses: [RemoteAddress], patience: Duration
    ) throws -> GRPCTransport {
      var configuration = GRPCTransport.Configuration()
      configuration.keepaliveInterval = .seconds(1)
      configuration.keepaliveTimeout = patience
      return try GRPCTransport(addresses: addresses, configuration: configuration)
    }

    @Test("ends the calls that it had, also those without a deadline")
    func calls() async throws {
      let transport = try Self.transport(to: [try SilentServer.start()], patience: .milliseconds(200))
      let client = HostCallClient(transport: transport)
      let error = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
      #expect(error?.code == .unavailable)
      await transport.close()
    }

    @Test("is one of several, and no idempotent call is lost")
    func oneOfSeveral() async throws {
      try bridge.handle(Greet.self) { request, _ in .init(text: request.name, tags: []) }
      let server = HostCallServer(answering: bridge)
      let address = try await server.start(listening: .tcp(host: "127.0.0.1", port: 0))
      let transport = try Self.transport(to: [try SilentServer.start(), address], patience: .seconds(1))
      let client = HostCallClient(transport: transport)
      // Until one was at the silent server, whose connection is there sooner or later.
      var time = Duration.zero
      while time < .seconds(1) {
        time = await ContinuousClock().measure {
          let results = await client.callEach((0..<8).map { Greet(name: "\($0)") })
          for (number, result) in results.enumerated() { #expect((try? result.get().text) == "\(number)") }
        }
      }
      await transport.close()
      await server.shutdown(grace: .seconds(1))
      await bridge.close()
    }

    @Test("is told from one whose handler thinks for a while, and is asked as often as can be set")
    func thinking() async throws {
      // gRPC's servers bear two questions that come too early.
      try bridge.handle(Count.self) { _, _ in
        try await Task.sleep(for: .seconds(5))
        return 7
      }
      let server = HostCallServer(answering: bridge)
      let address = try await server.start(listening: .tcp(host: "127.0.0.1", port: 0))
      let transport = try Self.transport(to: [address], patience: .seconds(20))
      #expect(try await HostCallClient(transport: transport).call(Count()) == 7)
      await transport.close()
      await server.shutdown(grace: .seconds(1))
      await bridge.close()
    }
  }
#endif
