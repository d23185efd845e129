// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Testing

@Suite("Silent servers, as when a machine vanishes", .timeLimit(.minutes(1)))
struct SilenceTests {
  private let bridge = HostBridge()

  /// Settings with which a transport soon detects silence.
  private static let settings = {
    var configuration = GRPCTransport.Configuration()
    configuration.keepaliveInterval = .seconds(1)
    configuration.connectTimeout = .seconds(1)
    return configuration
  }()

  private func withServer(_ body: (RemoteAddress) async throws -> Void) async throws {
    try bridge.handle(Greet.self) { request, _ in .init(text: request.name, tags: []) }
    let server = HostCallServer(answering: bridge)
    try await body(try await server.start(listening: .tcp(host: "127.0.0.1", port: 0)))
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a call without a deadline ends if its server falls silent, also after an idle while")
  func calls() async throws {
    try await withServer { address in
      let relay = try Relay(to: address)
      let transport = try GRPCTransport(addresses: [relay.address], configuration: Self.settings)
      let client = HostCallClient(transport: transport)
      // A busy machine may seem silent too.
      while (try? await client.call(Greet(name: "x"))) == nil {}
      // No call is in flight for a moment, after which gRPC may stop sending pings.
      try await Task.sleep(for: .milliseconds(50))
      relay.silence()
      let error = await #expect(throws: HostCallError<OldGreetOnce.Failure>.self) {
        try await client.call(OldGreetOnce(name: "x"))
      }
      #expect(error?.code == .unavailable)
      relay.cut()
      await transport.close()
    }
  }

  @Test("no idempotent call is lost if one of several servers falls silent")
  func oneOfSeveral() async throws {
    try await withServer { address in
      let silent = try Relay(saying: Relay.settings)
      // On a busy machine, the other server may seem silent too.
      var configuration = Self.settings
      configuration.waitsForReady = true
      let transport = try GRPCTransport(addresses: [silent.address, address], configuration: configuration)
      let client = HostCallClient(transport: transport)
      // Longer than what connections send by themselves.
      let name = String(repeating: "x", count: 10_000)
      let vanishing = Task {
        while silent.bytesReceived < name.count { try await Task.sleep(for: .milliseconds(1)) }
        silent.refuse()
      }
      while silent.bytesReceived < name.count { #expect(try await client.call(Greet(name: name)).text == name) }
      try await vanishing.value
      silent.cut()
      await transport.close()
    }
  }

  @Test("a large answer on a slow network does not count as silence, though it delays the answers to pings")
  func slowNetwork() async throws {
    try await withServer { address in
      let relay = try Relay(to: address)
      let transport = try GRPCTransport(addresses: [relay.address], configuration: Self.settings)
      let client = HostCallClient(transport: transport)
      // Not idempotent, so made once; a busy machine may seem silent before.
      while (try? await client.call(Greet(name: "x"))) == nil {}
      relay.slowDown(to: 1 << 20)
      let name = String(repeating: "x", count: 4 << 20)
      #expect(try await client.call(OldGreetOnce(name: name)).text == name)
      relay.cut()
      await transport.close()
    }
  }

  @Test("a server that is silent from the start delays neither a call nor closing indefinitely")
  func mute() async throws {
    let relay = try Relay()
    let closed = try GRPCTransport(addresses: [relay.address])
    let call = Task { try await HostCallClient(transport: closed).call(Count()) }
    while relay.bytesReceived == 0 { try await Task.sleep(for: .milliseconds(1)) }
    await closed.close()
    await closed.close()
    let ended = await #expect(throws: HostCallError<Never>.self) { try await call.value }
    #expect(ended?.code == .unavailable)
    let transport = try GRPCTransport(addresses: [relay.address], configuration: Self.settings)
    let error = await #expect(throws: HostCallError<Never>.self) {
      try await HostCallClient(transport: transport).call(Count())
    }
    #expect(error?.code == .unavailable)
    await transport.close()
    let late = await #expect(throws: HostCallError<Never>.self) {
      try await HostCallClient(transport: transport).call(Count())
    }
    #expect(late?.code == .unavailable && late?.message.contains("closed") == true)
    relay.cut()
  }

  @Test("calls that wait for a silent server end after the time for a connection, and cost no call to another server")
  func muteUnderLoad() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    try await withServer { address in
      let relay = try Relay()
      var settings = Self.settings
      let alone = try GRPCTransport(addresses: [relay.address], configuration: settings)
      // The same transport also has a server that answers.
      settings.waitsForReady = true
      let both = try GRPCTransport(addresses: [relay.address, address], configuration: settings)
      try await whileCalling(with: HostCallClient(transport: both)) {
        for result in await HostCallClient(transport: alone).callEach(Array(repeating: Count(), count: 200)) {
          let error = #expect(throws: HostCallError<Never>.self) { try result.get() }
          #expect(error?.code == .unavailable, "\(String(describing: error))")
        }
      }
      for transport in [alone, both] { await transport.close() }
      relay.cut()
    }
  }

  @Test("pick-first moves on from a silent server, also for calls that are short, rare, or wait for readiness")
  func muteFirst() async throws {
    try await withServer { address in
      let mute = try Relay()
      for (waits, pause) in [(false, 0), (true, 0), (false, 1500)] {
        var configuration = Self.settings
        configuration.loadBalancing = .pickFirst
        configuration.waitsForReady = waits
        let transport = try GRPCTransport(addresses: [mute.address, address], configuration: configuration)
        let client = HostCallClient(transport: transport)
        var text: String?
        while text == nil {
          let timeout = waits ? nil : Duration.milliseconds(200)
          text = try? await client.call(Greet(name: "x"), timeout: timeout).text
          // The pause of 1500 ms is long enough for the watch to stop between two calls.
          try await Task.sleep(for: .milliseconds(pause))
        }
        #expect(text == "x")
        await transport.close()
      }
      mute.cut()
    }
  }

  @Test("a host name that does not resolve delays neither closing nor the end of calls that wait")
  func nameless() async throws {
    var configuration = GRPCTransport.Configuration()
    configuration.allowsPlaintextEverywhere = true
    configuration.waitsForReady = true
    let transport = try GRPCTransport(
      addresses: [.tcp(host: "nowhere.invalid", port: 1)], configuration: configuration)
    let call = Task { try await HostCallClient(transport: transport).call(Count()) }
    try await Task.sleep(for: .milliseconds(200))
    await transport.close()
    let error = await #expect(throws: HostCallError<Never>.self) { try await call.value }
    #expect(error?.code == .unavailable)
  }

  @Test("a slow handler does not count as silent, at the shortest keepalive interval")
  func thinking() async throws {
    // By default, gRPC's servers tolerate only two pings that come too early.
    try bridge.handle(Count.self) { _, _ in
      try await Task.sleep(for: .seconds(5))
      return 7
    }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: .tcp(host: "127.0.0.1", port: 0))
    let transport = try GRPCTransport(addresses: [address], configuration: Self.settings)
    // A busy machine may seem silent.
    var answer: Int?
    for attempt in 0..<5 where answer == nil {
      try await Task.sleep(for: .milliseconds(500 * attempt))
      answer = try? await HostCallClient(transport: transport).call(Count())
    }
    #expect(answer == 7)
    await transport.close()
    await server.shutdown(grace: .seconds(1))
    await bridge.close()
  }
}
#endif
