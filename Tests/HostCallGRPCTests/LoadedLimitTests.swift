// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import NIOCore
import NIOHPACK
import Synchronization
import TestSupport
import Testing

/// Limits that many calls reach at the same time, while others stay within them.
///
/// The limits on bytes that wait, times and connections are in `ServerLimitTests`, those on streams in
/// `ServedStreamTests`.
@Suite("Limits under load", .timeLimit(.minutes(1)))
struct LoadedLimitTests {
  private let bridge = HostBridge()
  /// How many handlers run, and how many have run at the same time at most.
  private let running = Running()

  private final class Running: Sendable {
    private let state = Mutex((now: 0, most: 0))
    var most: Int { state.withLock { $0.most } }

    func add(_ change: Int) {
      state.withLock { state in
        state.now += change
        state.most = max(state.most, state.now)
      }
    }
  }

  /// Answers `Count` with 7 after 10 ms, and counts the handlers that run at the same time.
  private func countSlowly() throws {
    try bridge.handle(Count.self) { [running] _, _ in
      running.add(1)
      defer { running.add(-1) }
      try await Task.sleep(for: .milliseconds(10))
      return 7
    }
  }

  @Test("a connection has at most as many calls in flight as its server accepts", arguments: Route.remote)
  func callsPerConnection(_ route: Route) async throws {
    try countSlowly()
    var configuration = HostCallServer.Configuration()
    configuration.maximumCallsPerConnection = 4
    try await route.withClient(of: bridge, server: configuration) { client async throws in
      for result in await client.callEach(Array(repeating: Count(), count: 100)) { #expect(try result.get() == 7) }
      #expect(running.most == 4)
    }
  }

  @Test(
    "calls that are given up while they wait for a place on a connection are not sent, and later ones are answered",
    arguments: Route.remote)
  func cancelledWhileWaiting(_ route: Route) async throws {
    let held = try HeldCount(at: bridge)
    let greeted = Mutex<[String]>([])
    try bridge.handle(Greet.self) { request, _ in
      greeted.withLock { $0.append(request.name) }
      return .init(text: request.name, tags: [])
    }
    try bridge.handleStream(Watch.self) { request, _, _ in greeted.withLock { $0.append(request.name) } }
    var configuration = HostCallServer.Configuration()
    configuration.maximumCallsPerConnection = 1
    try await route.withClient(of: bridge, server: configuration) { client async throws in
      let first = Task { try await client.call(Count()) }
      await held.arrives()
      let waiting = (0..<10).map { number in Task { try await client.call(Greet(name: "\(number)")) } }
      let late = Task { try await client.call(Greet(name: "late"), timeout: .milliseconds(50)) }
      let streams = Task { for try await _ in client.stream(Watch(name: "stream")) {} }
      try await Task.sleep(for: .milliseconds(200))
      for task in waiting { task.cancel() }
      streams.cancel()
      for task in waiting {
        let error = await #expect(throws: HostCallError<Greet.Failure>.self) { try await task.value }
        #expect(error?.code == .cancelled, "\(String(describing: error))")
      }
      let expired = await #expect(throws: HostCallError<Greet.Failure>.self) { try await late.value }
      #expect(expired?.code == .deadlineExceeded, "\(String(describing: expired))")
      _ = await streams.result
      // A call whose deadline has passed is given up a second later.
      try await Task.sleep(for: .milliseconds(1200))
      held.release()
      #expect(try await first.value == 7)
      #expect(try await client.call(Greet(name: "last"), timeout: .seconds(20)).text == "last")
    }
    #expect(greeted.withLock { $0 } == ["last"])
  }

  @Test("a peer that begins more calls than its connection may have loses it, and calls of others are answered")
  func streamsOverTheLimit() async throws {
    try countSlowly()
    var configuration = HostCallServer.Configuration()
    configuration.maximumCallsPerConnection = 4
    let server = HostCallServer(answering: bridge, configuration: configuration)
    let address = try await server.start(listening: Route.unixSocket.address)
    let peer = try await RawPeer(to: address)
    try await peer.acknowledgeSettings()
    // Unfinished calls, which a peer that keeps to the limit would hold back.
    for number in 0..<50 { try? await peer.begin(UInt32(2 * number + 1)) }
    try await peer.channel.closeFuture.get()
    let transport = try GRPCTransport(addresses: [address])
    for result in await HostCallClient(transport: transport).callEach(Array(repeating: Count(), count: 50)) {
      #expect(try result.get() == 7)
    }
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a bridge behind a server has at most as many calls in flight as it accepts", arguments: Route.remote)
  func callsInFlight(_ route: Route) async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 4
    let bridge = HostBridge(configuration: configuration)
    try bridge.handle(Count.self) { [running] _, _ in
      running.add(1)
      defer { running.add(-1) }
      try await Task.sleep(for: .milliseconds(10))
      return 7
    }
    try await route.withClient(of: bridge) { client async throws in
      for result in await client.callEach(Array(repeating: Count(), count: 100)) { #expect(try result.get() == 7) }
      #expect(running.most == 4)
    }
  }

  @Test(
    "messages over the limit are refused, whichever side's limit it is, and do not disturb those within it",
    arguments: Route.remote, [true, false])
  func payloads(_ route: Route, _ isServers: Bool) async throws {
    try bridge.handle(Greet.self) { request, _ in
      .init(text: request.name == "large" ? String(repeating: "a", count: 20_000) : request.name, tags: [])
    }
    var (client, server) = (HostBridgeConfiguration(), HostCallServer.Configuration())
    if isServers { server.maximumPayloadSize = 10_000 } else { client.maximumPayloadSize = 10_000 }
    try await route.withClient(of: bridge, client, server: server) { client async throws in
      // Requests over the limit, and responses.
      let names = [String(repeating: "a", count: 20_000), "large", "small"]
      let results = await client.callEach((0..<150).map { Greet(name: names[$0 % 3]) })
      for (number, result) in results.enumerated() {
        switch result {
        case .success(let response): #expect(number % 3 == 2 && response.text == "small")
        case .failure(let error):
          #expect(number % 3 != 2 && error.code == .resourceExhausted && error.message.contains("10000"), "\(error)")
        }
      }
    }
  }

  @Test("metadata over the limits is refused at the server, and costs neither its connection nor other calls")
  func metadata() async throws {
    try countSlowly()
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: Route.unixSocket.address)
    let peer = try await FrameClient(to: address)
    let transport = try GRPCTransport(addresses: [address])
    let client = HostCallClient(transport: transport)
    let others = Task { await client.callEach(Array(repeating: Count(), count: 100)) }
    let many = HPACKHeaders((0..<65).map { ("k\($0)", "v") })
    let large = HPACKHeaders([("k", String(repeating: "v", count: 8200))])
    let long = HPACKHeaders([(String(repeating: "k", count: 65), "v")])
    for _ in 0..<30 {
      for (headers, status) in [(many, "8"), (large, "8"), (long, "3")] {
        let stream = try await peer.call("/hostcall/count", headers)
        try await stream.send(FrameStream.prefix(claiming: 1) + [0xA0], endsStream: true)
        #expect(try await stream.ending.status == status)
      }
    }
    for result in await others.value { #expect(try result.get() == 7) }
    await peer.close()
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("failures, errors' messages and names over their limits are refused or cut, and cost no other call")
  func errorsAndNames() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let long = String(repeating: "é", count: 5000)
    try bridge.handle(Greet.self) { request, _ in
      switch request.name {
      case "failure": throw Greet.Failure(code: "", detail: long)
      case "message": throw HostCallError<Greet.Failure>(code: .notFound, message: long)
      default: .init(text: request.name, tags: [])
      }
    }
    try await Route.unixSocket.withClient(of: bridge) { client async throws in
      let names = ["failure", "message", "small"]
      for (number, result) in await client.callEach((0..<150).map { Greet(name: names[$0 % 3]) }).enumerated() {
        switch (number % 3, result) {
        case (0, .failure(let error)): #expect(error.code == .resourceExhausted && error.message.contains("4096"))
        case (1, .failure(let error)): #expect(error.code == .notFound && error.message.utf8.count <= 1024)
        case (2, .success(let response)): #expect(response.text == "small")
        default: Issue.record("\(names[number % 3]): \(result)")
        }
      }
      for (length, code) in [(255, HostCallCode.unimplemented), (256, .invalidArgument)] {
        let call = TransportCall(wireName: String(repeating: "n", count: length), request: [0xA0], timeout: nil)
        try await whileCalling(with: client) {
          await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
              group.addTask {
                let error = await #expect(throws: BridgeError.self) { try await client.transport.send(call) }
                #expect(error?.code == code)
              }
            }
          }
        }
      }
    }
  }

  @Test("an idempotent call is attempted as often as the limit permits, and any other once", arguments: [1, 3, 5])
  func attempts(_ limit: Int) async throws {
    let attempts = Mutex<[String: Int]>([:])
    try bridge.handle(Greet.self) { request, _ in
      attempts.withLock { $0[request.name, default: 0] += 1 }
      throw HostCallError<Greet.Failure>(code: .unavailable, message: "away")
    }
    let server = HostCallServer(answering: bridge)
    var configuration = GRPCTransport.Configuration()
    configuration.maximumAttempts = limit
    let transport = try GRPCTransport(
      addresses: [try await server.start(listening: Route.unixSocket.address)], configuration: configuration)
    let client = HostCallClient(transport: transport)
    async let repeated = client.callEach((0..<50).map { Greet(name: "repeated \($0)") })
    async let single = client.callEach((0..<50).map { OldGreetOnce(name: "single \($0)") })
    for result in await repeated { #expect(throws: HostCallError<Greet.Failure>.self) { try result.get() } }
    for result in await single { #expect(throws: HostCallError<Greet.Failure>.self) { try result.get() } }
    for (name, count) in attempts.withLock({ $0 }) {
      #expect(count == (name.hasPrefix("repeated") ? limit : 1), "\(name)")
    }
    #expect(attempts.withLock { $0.count } == 100)
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }
}
#endif
