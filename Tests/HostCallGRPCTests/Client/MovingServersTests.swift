// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
@testable import HostCallGRPC
import Synchronization
import TestSupport
import Testing

@Suite("Servers whose addresses change", .timeLimit(.minutes(1)))
struct MovingServersTests {
  private let bridge = HostBridge()

  /// Where the server is now.
  private final class Directory: Sendable {
    let addresses: Mutex<[RemoteAddress]>
    let asked = Atomic<Int>(0)

    init(_ addresses: [RemoteAddress]) {
      self.addresses = Mutex(addresses)
    }

    @Sendable func resolve() async throws -> [RemoteAddress] {
      asked.add(1, ordering: .relaxed)
      return addresses.withLock { $0 }
    }
  }

  private func server() async throws -> (HostCallServer, RemoteAddress) {
    let server = HostCallServer(answering: bridge)
    return (server, try await server.start(listening: .tcp(host: "127.0.0.1", port: 0)))
  }

  @Test(
    "no idempotent call is lost while a server moves to another port",
    arguments: [GRPCTransport.Configuration.LoadBalancing.roundRobin, .pickFirst])
  func move(_ loadBalancing: GRPCTransport.Configuration.LoadBalancing) async throws {
    try bridge.handle(Greet.self) { request, _ in .init(text: request.name, tags: []) }
    var (old, address) = try await server()
    let directory = Directory([address])
    var configuration = GRPCTransport.Configuration()
    configuration.loadBalancing = loadBalancing
    // Only a failed connection has the addresses resolved again.
    configuration.resolvingInterval = .seconds(3600)
    configuration.waitsForReady = true
    let transport = try GRPCTransport(resolving: directory.resolve, configuration: configuration)
    let client = HostCallClient(transport: transport)
    let mayEnd = Atomic<Bool>(false)
    let calls = Task<Int, any Error> {
      var made = 0
      while !mayEnd.load(ordering: .relaxed) {
        let answer = try await client.call(Greet(name: "\(made)"), timeout: .seconds(20))
        #expect(answer.text == "\(made)")
        made += 1
      }
      return made
    }
    for _ in 0..<3 {
      try await Task.sleep(for: .milliseconds(100))
      let (new, address) = try await server()
      // The directory learns of it late.
      await old.shutdown(grace: .seconds(10))
      try await Task.sleep(for: .milliseconds(100))
      directory.addresses.withLock { $0 = [address] }
      old = new
      #expect(try await client.call(Greet(name: "x"), timeout: .seconds(20)).text == "x")
    }
    mayEnd.store(true, ordering: .relaxed)
    let made = try await calls.value
    #expect(made > 0)
    await transport.close()
    await old.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("new addresses are used at the interval, and running calls and streams end at the old ones")
  func interval() async throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let mayEnd = Atomic<Bool>(false)
    try bridge.handle(Count.self) { _, _ in
      arrival.yield()
      while !mayEnd.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
      return 1
    }
    try bridge.handleStream(Watch.self) { _, _, send in for number in 0..<1000 { try await send(number) } }
    let other = HostBridge()
    try other.handle(Greet.self) { _, _ in .init(text: "other", tags: []) }
    try bridge.handle(Greet.self) { _, _ in .init(text: "one", tags: []) }
    let (first, address) = try await server()
    let second = HostCallServer(answering: other)
    let otherAddress = try await second.start(listening: Route.unixSocket.address)
    let directory = Directory([address])
    var configuration = GRPCTransport.Configuration()
    configuration.resolvingInterval = .milliseconds(100)
    let transport = try GRPCTransport(resolving: directory.resolve, configuration: configuration)
    let client = HostCallClient(transport: transport)
    // Not idempotent.
    let running = Task { try await client.call(Count()) }
    for await _ in arrivals { break }
    var elements = client.stream(Watch(name: "x"), buffer: 1).makeAsyncIterator()
    #expect(try await elements.next() == 0)
    #expect(try await client.call(Greet(name: "x")).text == "one")
    directory.addresses.withLock { $0 = [otherAddress] }
    while try await client.call(Greet(name: "x"), timeout: .seconds(20)).text == "one" {}
    mayEnd.store(true, ordering: .relaxed)
    #expect(try await running.value == 1)
    var count = 1
    while try await elements.next() != nil { count += 1 }
    #expect(count == 1000)
    await transport.close()
    for server in [first, second] { await server.shutdown(grace: .zero) }
    for bridge in [bridge, other] { await bridge.close() }
  }

  @Test("a directory that does not answer in time costs no call while there are addresses, and ends all others")
  func silentDirectory() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let (server, address) = try await server()
    let asked = Atomic<Int>(0)
    let givenUp = Atomic<Int>(0)
    let silence: @Sendable () async throws -> [RemoteAddress] = {
      defer { givenUp.add(1, ordering: .relaxed) }
      try await Task.sleep(for: .seconds(3600))
      return []
    }
    var configuration = GRPCTransport.Configuration()
    configuration.connectTimeout = .seconds(1)
    configuration.resolvingInterval = .milliseconds(100)
    let transport = try GRPCTransport(
      resolving: { asked.add(1, ordering: .relaxed).newValue == 1 ? [address] : try await silence() },
      configuration: configuration)
    let without = try GRPCTransport(resolving: silence, configuration: configuration)
    try await whileCalling(with: HostCallClient(transport: transport)) {
      for result in await HostCallClient(transport: without).callEach(Array(repeating: Count(), count: 200)) {
        let error = #expect(throws: HostCallError<Never>.self) { try result.get() }
        #expect(error?.code == .unavailable, "\(String(describing: error))")
      }
      // The directory is given up, and asked again.
      while asked.load(ordering: .relaxed) < 4 { try await Task.sleep(for: .milliseconds(1)) }
      #expect(givenUp.load(ordering: .relaxed) >= 2)
    }
    for transport in [transport, without] { await transport.close() }
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  private struct NoDirectory: Error {}

  @Test(
    "while there are no addresses, calls end with the reason, and afterwards they are answered",
    arguments: [false, true])
  func unresolved(_ allowsPlaintext: Bool) async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let (server, address) = try await server()
    let known = Mutex<[RemoteAddress]?>(nil)
    var configuration = GRPCTransport.Configuration()
    configuration.allowsPlaintextEverywhere = allowsPlaintext
    let transport = try GRPCTransport(
      resolving: {
        guard let addresses = known.withLock({ $0 }) else { throw NoDirectory() }
        return addresses
      }, configuration: configuration)
    let client = HostCallClient(transport: transport)
    let error = await #expect(throws: HostCallError<Never>.self) {
      try await client.call(Count(), timeout: .seconds(20))
    }
    #expect(error?.code == .unavailable, "\(String(describing: error))")
    #expect(error?.message.contains("NoDirectory") == true, "\(String(describing: error))")
    let refused = try [
      ("there are none", []),
      allowsPlaintext
        ? ("is a host name", [RemoteAddress("name.example:443")])
        : ("on another machine", [RemoteAddress("192.0.2.1:443")]),
    ]
    for (reason, addresses) in refused {
      known.withLock { $0 = addresses }
      // The answer before may be used for a moment.
      var (said, attempts) = ("", 0)
      while !said.contains(reason), attempts < 10 {
        attempts += 1
        let error = await #expect(throws: HostCallError<Never>.self) {
          try await client.call(Count(), timeout: .seconds(20))
        }
        said = error?.message ?? ""
        if !said.contains(reason) { try await Task.sleep(for: AddressWatch.pause) }
      }
      #expect(said.contains(reason))
    }
    known.withLock { $0 = [address] }
    var answer: Int?
    while answer == nil { answer = try? await client.call(Count(), timeout: .seconds(20)) }
    #expect(answer == 7)
    // The last addresses stay.
    known.withLock { $0 = nil }
    #expect(try await client.call(Count(), timeout: .seconds(20)) == 7)
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("closing ends calls that wait for addresses, and nothing is asked afterwards", arguments: [true, false])
  func closing(_ waitsForReady: Bool) async throws {
    let asked = Atomic<Int>(0)
    var configuration = GRPCTransport.Configuration()
    configuration.waitsForReady = waitsForReady
    let transport = try GRPCTransport(
      resolving: {
        asked.add(1, ordering: .relaxed)
        // Has no answer in time either, if calls do not wait for one.
        if !waitsForReady { try await Task.sleep(for: .seconds(3600)) }
        throw NoDirectory()
      }, configuration: configuration)
    let call = Task { try await HostCallClient(transport: transport).call(Count()) }
    while asked.load(ordering: .relaxed) < (waitsForReady ? 2 : 1) { try await Task.sleep(for: .milliseconds(1)) }
    let start = ContinuousClock.now
    await transport.close()
    let error = await #expect(throws: HostCallError<Never>.self) { try await call.value }
    #expect(error?.code == .unavailable, "\(String(describing: error))")
    #expect(ContinuousClock.now - start < .seconds(5))
    let before = asked.load(ordering: .relaxed)
    try await Task.sleep(for: AddressWatch.pause * 3)
    let after = asked.load(ordering: .relaxed)
    #expect(after == before)
  }

  @Test("however many calls fail, the addresses are resolved at most ten times a second")
  func load() async throws {
    let directory = Directory([.tcp(host: "127.0.0.1", port: 1)])
    let transport = try GRPCTransport(resolving: directory.resolve)
    let client = HostCallClient(transport: transport)
    let start = ContinuousClock.now
    for _ in 0..<3 {
      for result in await client.callEach((0..<100).map { Greet(name: "\($0)") }, timeout: .seconds(20)) {
        let error = #expect(throws: HostCallError<Greet.Failure>.self) { try result.get() }
        #expect(error?.code == .unavailable)
      }
    }
    let most = Int((ContinuousClock.now - start) / .milliseconds(100)) + 2
    let asked = directory.asked.load(ordering: .relaxed)
    #expect((2...most).contains(asked), "asked \(asked) times; at most \(most)")
    await transport.close()
  }
}
#endif
