// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Synchronization
import Testing

@Suite("Limits and ends of streams over gRPC", .timeLimit(.minutes(1)))
struct ServedStreamTests {
  private typealias Failure = HostCallError<Greet.Failure>

  private let bridge = HostBridge()
  /// The most elements of 100,000 bytes that are sent to a reader that does not read: gRPC's client receives one
  /// flow-control window of 8 MiB, and may begin a second; the rest is buffers of few elements.
  private static let most = 2 * (8 << 20) / 100_000 + 30

  /// A handler's count of elements, of `size` bytes each, that were sent.
  private final class Counter: Sendable {
    let sent = Atomic<Int>(0)
    /// How many streams have ended.
    let ended = Atomic<Int>(0)

    init(_ bridge: HostBridge, of count: Int) throws {
      try bridge.handleStream(WatchBytes.self) { [self] request, _, send in
        defer { ended.add(1, ordering: .relaxed) }
        for number in 0..<count {
          try await send([UInt8(truncatingIfNeeded: number)] + [UInt8](repeating: 7, count: request.size - 1))
          sent.add(1, ordering: .relaxed)
        }
      }
    }

    var value: Int { sent.load(ordering: .relaxed) }
  }

  @Test("a reader that does not read holds up the handler, and loses nothing", arguments: Route.remote)
  func slowReader(_ route: Route) async throws {
    let counter = try Counter(bridge, of: 400)
    try await route.withClient(of: bridge) { client async throws in
      var iterator = client.stream(WatchBytes(size: 100_000), buffer: 2).makeAsyncIterator()
      var next = try await iterator.next()
      try await Task.sleep(for: .milliseconds(500))
      let held = counter.value
      #expect(held <= Self.most, "\(held) elements were sent")
      var seen: [UInt8] = []
      while let element = next {
        #expect(element.count == 100_000)
        seen.append(element[0])
        next = try await iterator.next()
      }
      #expect(seen == (0..<400).map { UInt8(truncatingIfNeeded: $0) })
    }
  }

  /// Runs `body` with a client that reads streams of a server, while another peer calls the server.
  private func withReader(
    _ configure: (inout HostCallServer.Configuration) -> Void, _ body: (HostCallClient) async throws -> Void
  ) async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    var configuration = HostCallServer.Configuration()
    configure(&configuration)
    let server = HostCallServer(answering: bridge, configuration: configuration)
    let address = try await server.start(listening: Route.unixSocket.address)
    let transport = try GRPCTransport(addresses: [address])
    try await whileCalling(address) { try await body(HostCallClient(transport: transport)) }
    // No handler runs on.
    while bridge.statistics.inFlight > 0 { try await Task.sleep(for: .milliseconds(1)) }
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("a server's limit on the buffers of many streams holds, whatever the readers ask for")
  func bufferLimit() async throws {
    let counter = try Counter(bridge, of: 10_000)
    try await withReader {
      $0.maximumStreamBuffer = 3
    } _: { client async throws in
      var iterators = (0..<5).map { _ in
        client.stream(WatchBytes(size: 100_000), buffer: 10_000).makeAsyncIterator()
      }
      for index in iterators.indices { _ = try await iterators[index].next() }
      try await Task.sleep(for: .milliseconds(500))
      #expect(counter.value <= 5 * Self.most)
    }
  }

  @Test("a stream may be idle for longer than any limit on transfers and connections", arguments: Route.remote)
  func idle(_ route: Route) async throws {
    try bridge.handleStream(Watch.self) { _, _, send in
      for number in 0..<3 {
        try await send(number)
        try await Task.sleep(for: .milliseconds(400))
      }
    }
    var configuration = HostCallServer.Configuration()
    configuration.transferTimeout = .milliseconds(100)
    configuration.maximumIdleTime = .milliseconds(100)
    try await route.withClient(of: bridge, server: configuration) { client async throws in
      #expect(try await client.stream(Watch(name: "x")).reduce(0, +) == 3)
    }
  }

  @Test("streams whose readers receive nothing for the transfer timeout are dropped, and cost no call of others")
  func stuckReader() async throws {
    let counter = try Counter(bridge, of: 1000)
    try await withReader {
      $0.transferTimeout = .seconds(1)
    } _: { client async throws in
      var iterators = (0..<5).map { _ in client.stream(WatchBytes(size: 100_000)).makeAsyncIterator() }
      for index in iterators.indices { _ = try await iterators[index].next() }
      // They end at the server, whose readers read no more.
      while counter.ended.load(ordering: .relaxed) < iterators.count { try await Task.sleep(for: .milliseconds(20)) }
      for index in iterators.indices {
        let error = await #expect(throws: HostCallError<Never>.self) {
          while try await iterators[index].next() != nil {}
        }
        #expect(error?.code == .unavailable, "\(error as Any)")
      }
      #expect(counter.value < 1000)
    }
  }

  @Test("elements over the server's limit end their streams after the elements before them, and no other call")
  func largeElement() async throws {
    try bridge.handleStream(WatchBytes.self) { request, _, send in
      try await send([1])
      try await send([UInt8](repeating: 7, count: request.size))
      try await Task.sleep(for: .seconds(50))
    }
    try await withReader {
      $0.maximumPayloadSize = 1000
    } _: { client async throws in
      for stream in (0..<20).map({ _ in client.stream(WatchBytes(size: 1001)) }) {
        var count = 0
        let error = await #expect(throws: HostCallError<Never>.self) { for try await _ in stream { count += 1 } }
        #expect(count == 1 && error?.code == .resourceExhausted && error?.message.contains("element") == true)
      }
    }
  }

  @Test("elements for which the server has no room end their streams, and no other call", arguments: [0, 1])
  func noRoom(before: Int) async throws {
    try bridge.handleStream(WatchBytes.self) { request, _, send in
      for _ in 0..<before { try await send([1]) }
      while true { try await send([UInt8](repeating: 7, count: request.size)) }
    }
    try await withReader {
      $0.maximumBufferedBytes = 1 << 20
    } _: { client async throws in
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<10 {
          group.addTask {
            var count = 0
            let error = await #expect(throws: HostCallError<Never>.self) {
              for try await _ in client.stream(WatchBytes(size: 2_000_000)) { count += 1 }
            }
            #expect(count == before && error?.code == .resourceExhausted, "\(error as Any)")
          }
        }
      }
    }
  }

  @Test("a shutdown lets streams end within the grace time, and then ends them", arguments: Route.remote)
  func shutdown(_ route: Route) async throws {
    let mayEnd = Atomic<Bool>(false)
    try bridge.handleStream(Watch.self) { request, _, send in
      try await send(1)
      while request.name == "endless" || !mayEnd.load(ordering: .relaxed) {
        try await Task.sleep(for: .milliseconds(1))
      }
      try await send(2)
    }
    for name in ["ends", "endless"] {
      let server = HostCallServer(answering: bridge)
      let address = try await server.start(listening: route.address, security: route.serverSecurity)
      let transport = try GRPCTransport(addresses: [address], security: route.clientSecurity)
      var iterator = HostCallClient(transport: transport).stream(Watch(name: name)).makeAsyncIterator()
      _ = try await iterator.next()
      let shutdown = Task { await server.shutdown(grace: name == "ends" ? .seconds(50) : .milliseconds(100)) }
      if name == "ends" {
        mayEnd.store(true, ordering: .relaxed)
        let second = try await iterator.next()
        let end = try await iterator.next()
        #expect(second == 2 && end == nil)
      } else {
        let error = await #expect(throws: Failure.self) { try await iterator.next() }
        #expect(error?.code == .unavailable && error?.message.contains("shutting down") == true, "\(error as Any)")
      }
      await shutdown.value
      await transport.close()
    }
    await bridge.close()
  }

  @Test(
    "closing the transport ends streams, also one whose reader does not read", arguments: Route.remote)
  func close(_ route: Route) async throws {
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    try bridge.handleStream(Watch.self) { _, _, send in
      defer { ended.yield() }
      for number in 0... { try await send(number) }
    }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: route.address, security: route.serverSecurity)
    let transport = try GRPCTransport(addresses: [address], security: route.clientSecurity)
    let client = HostCallClient(transport: transport)
    var iterator = client.stream(Watch(name: "x")).makeAsyncIterator()
    _ = try await iterator.next()
    await transport.close()
    _ = await ends.first { true }
    for _ in 0..<2 {
      let error = await #expect(throws: Failure.self) { while try await iterator.next() != nil {} }
      #expect(error?.code == .unavailable && error?.message.contains("closed") == true, "\(error as Any)")
      iterator = client.stream(Watch(name: "x")).makeAsyncIterator()
    }
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("many streams are given up without costing the connection")
  func manyResets() async throws {
    try bridge.handleStream(Watch.self) { _, _, send in
      try await send(1)
      try await Task.sleep(for: .seconds(50))
    }
    try bridge.handle(Count.self) { _, _ in
      try await Task.sleep(for: .seconds(2))
      return 7
    }
    try await Route.unixSocket.withClient(of: bridge) { client async throws in
      let running = Task { try await client.call(Count()) }
      for _ in 0..<100 { for try await _ in client.stream(Watch(name: "x")) { break } }
      #expect(try await running.value == 7)
    }
  }

  @Test("a server passes streams on to another server")
  func forwarding() async throws {
    try bridge.handleStream(Watch.self) { _, _, send in
      for number in 0..<100 { try await send(number) }
      throw Greet.Failure(code: "end", detail: "")
    }
    let first = HostCallServer(answering: bridge)
    let inner = try GRPCTransport(addresses: [try await first.start(listening: Route.unixSocket.address)])
    let second = HostCallServer(answering: inner)
    let outer = try GRPCTransport(addresses: [try await second.start(listening: Route.unixSocket.address)])
    var seen: [Int] = []
    let error = await #expect(throws: Failure.self) {
      for try await number in HostCallClient(transport: outer).stream(Watch(name: "x")) { seen.append(number) }
    }
    #expect(seen == Array(0..<100) && error?.failure?.code == "end")
    await outer.close()
    await second.shutdown(grace: .zero)
    await inner.close()
    await first.shutdown(grace: .zero)
    await bridge.close()
  }
}
#endif
