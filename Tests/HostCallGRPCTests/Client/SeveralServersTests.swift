// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Synchronization
import Testing

@Suite("Several servers, and lost servers", .timeLimit(.minutes(1)))
struct SeveralServersTests {
  private let bridge = HostBridge()

  @Test("calls go to all servers in turn, or to the first that is reached", arguments: [true, false])
  func balancing(_ inTurn: Bool) async throws {
    let bridges = (0..<3).map { _ in HostBridge() }
    var servers: [HostCallServer] = []
    var addresses: [RemoteAddress] = []
    for (number, bridge) in bridges.enumerated() {
      try bridge.handle(Count.self) { _, _ in number }
      servers.append(HostCallServer(answering: bridge))
      addresses.append(
        try await servers[number].start(
          listening: number == 1 ? Route.unixSocket.address : .tcp(host: "127.0.0.1", port: 0)))
    }
    var configuration = GRPCTransport.Configuration()
    configuration.loadBalancing = inTurn ? .roundRobin : .pickFirst
    let transport = try GRPCTransport(addresses: addresses, configuration: configuration)
    let client = HostCallClient(transport: transport)
    var answers: Set<Int> = []
    // Until all connections are established, those that are get all calls.
    if inTurn {
      while answers.count < 3 { answers.insert(try await client.call(Count())) }
    } else {
      for _ in 0..<1000 { answers.insert(try await client.call(Count())) }
      #expect(answers.count == 1)
    }
    await transport.close()
    for server in servers { await server.shutdown(grace: .zero) }
    for bridge in bridges { await bridge.close() }
  }

  @Test("pick-first moves on to the next server if the first is lost or was never there")
  func pickFirst() async throws {
    let bridges = (0..<2).map { _ in HostBridge() }
    var servers: [HostCallServer] = []
    var addresses = [RemoteAddress.tcp(host: "127.0.0.1", port: 1)]
    for (number, bridge) in bridges.enumerated() {
      try bridge.handle(Count.self) { _, _ in number }
      servers.append(HostCallServer(answering: bridge))
      addresses.append(try await servers[number].start(listening: .tcp(host: "127.0.0.1", port: 0)))
    }
    var configuration = GRPCTransport.Configuration()
    configuration.loadBalancing = .pickFirst
    let transport = try GRPCTransport(addresses: addresses, configuration: configuration)
    let client = HostCallClient(transport: transport)
    #expect(try await client.call(Count(), timeout: .seconds(10)) == 0)
    await servers[0].shutdown(grace: .zero)
    var answer = try? await client.call(Count(), timeout: .seconds(10))
    for _ in 0..<100 where answer != 1 {
      try await Task.sleep(for: .milliseconds(50))
      answer = try? await client.call(Count(), timeout: .seconds(10))
    }
    #expect(answer == 1)
    await transport.close()
    await servers[1].shutdown(grace: .zero)
    for bridge in bridges { await bridge.close() }
  }

  @Test("an idempotent call is made again at another server if its server is lost")
  func retries() async throws {
    let others = (0..<2).map { _ in HostBridge() }
    let arrivals = Mutex<[String]>([])
    let (stream, first) = AsyncStream.makeStream(of: Void.self)
    for (number, bridge) in others.enumerated() {
      try bridge.handle(Count.self) { _, _ in number }
      try bridge.handle(Greet.self) { _, _ in
        let isFirst = arrivals.withLock { arrivals in
          arrivals.append("\(number)")
          return arrivals.count == 1
        }
        if isFirst {
          first.yield()
          try await Task.sleep(for: .seconds(60))
        }
        return .init(text: "\(number)", tags: [])
      }
    }
    let servers = others.map { HostCallServer(answering: $0) }
    var addresses: [RemoteAddress] = []
    for server in servers { addresses.append(try await server.start(listening: .tcp(host: "127.0.0.1", port: 0))) }
    let transport = try GRPCTransport(addresses: addresses)
    let client = HostCallClient(transport: transport)
    var reached: Set<Int> = []
    while reached.count < 2 { reached.insert(try await client.call(Count(), timeout: .seconds(20))) }
    let call = Task { try await client.call(Greet(name: "x"), timeout: .seconds(20)) }
    var seen = stream.makeAsyncIterator()
    await seen.next()
    let lost = Int(arrivals.withLock { $0[0] }) ?? 0
    await servers[lost].shutdown(grace: .zero)
    #expect(try await call.value.text == "\(1 - lost)")
    for _ in 0..<10 { #expect(try await client.call(Greet(name: "x"), timeout: .seconds(20)).text == "\(1 - lost)") }
    #expect(client.statistics.failed == 0)
    await servers[1 - lost].shutdown(grace: .zero)
    let error = await #expect(throws: HostCallError<Greet.Failure>.self) {
      try await client.call(Greet(name: "x"), timeout: .seconds(20))
    }
    #expect(error?.code == .unavailable)
    await transport.close()
    for bridge in others { await bridge.close() }
  }

  @Test("a call that is not idempotent fails if its server is lost, and is made only once")
  func notIdempotent() async throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let count = Mutex(0)
    try bridge.handle(OldGreetOnce.self) { _, _ in
      count.withLock { $0 += 1 }
      arrival.yield()
      try await Task.sleep(for: .seconds(60))
      return .init(text: "", tags: [])
    }
    let server = HostCallServer(answering: bridge)
    let transport = try GRPCTransport(addresses: [try await server.start(listening: Route.unixSocket.address)])
    let client = HostCallClient(transport: transport)
    let call = Task { try await client.call(OldGreetOnce(name: "x"), timeout: .seconds(20)) }
    var seen = arrivals.makeAsyncIterator()
    await seen.next()
    await server.shutdown(grace: .zero)
    let error = await #expect(throws: HostCallError<Greet.Failure>.self) { try await call.value }
    #expect(error?.code == .unavailable || error?.code == .cancelled)
    #expect(count.withLock { $0 } == 1)
    await transport.close()
    await bridge.close()
  }

  @Test("with waitsForReady, calls wait for a server that is away for longer than all attempts last")
  func waitsForReady() async throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let count = Mutex(0)
    try bridge.handle(Count.self) { _, _ in 7 }
    try bridge.handle(Greet.self) { request, _ in
      let isFirst = count.withLock { count in
        count += 1
        return count == 1
      }
      if isFirst {
        arrival.yield()
        try await Task.sleep(for: .seconds(60))
      }
      return .init(text: request.name, tags: [])
    }
    let address = Route.unixSocket.address
    var configuration = GRPCTransport.Configuration()
    configuration.waitsForReady = true
    let transport = try GRPCTransport(addresses: [address], configuration: configuration)
    let client = HostCallClient(transport: transport)
    let first = HostCallServer(answering: bridge)
    _ = try await first.start(listening: address)
    let call = Task { try await client.call(Greet(name: "x"), timeout: .seconds(30)) }
    for await _ in arrivals { break }
    await first.shutdown(grace: .zero)
    // No server listens for longer than five attempts would last without waiting.
    try await Task.sleep(for: .seconds(1))
    let once = Task { try await client.call(Count(), timeout: .seconds(30)) }
    try await Task.sleep(for: .seconds(2))
    let over = await #expect(throws: HostCallError<Never>.self) {
      try await client.call(Count(), timeout: .milliseconds(100))
    }
    #expect(over?.code == .deadlineExceeded)
    let second = HostCallServer(answering: bridge)
    _ = try await second.start(listening: address)
    #expect(try await call.value.text == "x")
    #expect(try await once.value == 7)
    await transport.close()
    await second.shutdown(grace: .seconds(1))
    await bridge.close()
  }

  @Test("no call waits indefinitely if its server is lost while another cannot be reached")
  func forgottenCalls() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let address = Route.unixSocket.address
    var configuration = GRPCTransport.Configuration()
    // The transport is connecting to the missing server nearly all the time.
    configuration.shortestReconnectPause = .milliseconds(1)
    configuration.longestReconnectPause = .milliseconds(1)
    let transport = try GRPCTransport(
      addresses: [address, .unix(path: "/no/such/folder/socket")], configuration: configuration)
    let client = HostCallClient(transport: transport)
    for round in 0..<20 {
      let server = HostCallServer(answering: bridge)
      _ = try await server.start(listening: address)
      while (try? await client.call(Count(), timeout: .seconds(5))) != 7 {}
      async let shutdown: Void = server.shutdown(grace: .zero)
      let results = await client.callEach(Array(repeating: Count(), count: 20), timeout: .seconds(10))
      await shutdown
      for case .failure(let error) in results { #expect(error.code != .deadlineExceeded, "round \(round)") }
      for _ in 0..<200 {
        // The server is certainly lost now.
        let error = await #expect(throws: HostCallError<Never>.self) {
          try await client.call(Count(), timeout: .seconds(10))
        }
        #expect(error?.code == .unavailable, "round \(round)")
        if error?.code != .unavailable { return }
      }
    }
    await transport.close()
    await bridge.close()
  }

  @Test("a server that comes back at its address is found again")
  func reconnect() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let address = Route.unixSocket.address
    var configuration = GRPCTransport.Configuration()
    configuration.shortestReconnectPause = .milliseconds(10)
    configuration.longestReconnectPause = .milliseconds(50)
    configuration.connectTimeout = .seconds(1)
    let transport = try GRPCTransport(addresses: [address], configuration: configuration)
    let client = HostCallClient(transport: transport)
    for round in 0..<3 {
      let server = HostCallServer(answering: bridge)
      _ = try await server.start(listening: address)
      var answer: Int?
      // `Count` is not idempotent, so each call is made once, and fails until there is a connection again.
      for _ in 0..<8000 where answer == nil {
        do {
          answer = try await client.call(Count(), timeout: .seconds(5))
        } catch {
          #expect(error.code == .unavailable, "\(error)")
          try await Task.sleep(for: .milliseconds(5))
        }
      }
      #expect(answer == 7, "round \(round)")
      await server.shutdown(grace: .seconds(1))
    }
    await transport.close()
    await bridge.close()
  }
}
#endif
