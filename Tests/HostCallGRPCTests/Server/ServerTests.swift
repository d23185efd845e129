// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Foundation
import HostCall
import HostCallGRPC
import Synchronization
import Testing

@Suite("Servers", .timeLimit(.minutes(1)))
struct ServerTests {
  private let bridge = HostBridge()

  @Test(
    "a shutdown lets running calls end, refuses new ones, and cancels those that run for too long",
    arguments: Route.remote)
  func graceful(_ route: Route) async throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let mayEnd = Atomic<Bool>(false)
    try bridge.handle(Greet.self) { request, _ in
      arrival.yield()
      while request.name == "long" || !mayEnd.load(ordering: .relaxed) {
        try await Task.sleep(for: .milliseconds(1))
      }
      return .init(text: request.name, tags: [])
    }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: route.address, security: route.serverSecurity)
    let transport = try GRPCTransport(addresses: [address], security: route.clientSecurity)
    let client = HostCallClient(transport: transport)
    let short = Task { try await client.call(Greet(name: "short")) }
    let long = Task { try await client.call(OldGreetOnce(name: "long")) }
    var seen = arrivals.makeAsyncIterator()
    await seen.next()
    await seen.next()
    let shutdown = Task { await server.shutdown(grace: .seconds(4)) }
    // While both run, no other call is admitted. Before the server begins to stop, no handler has the name.
    var refused: HostCallError<Never>?
    repeat {
      refused = await #expect(throws: HostCallError<Never>.self) {
        try await client.call(Count(), timeout: .seconds(20))
      }
    } while refused?.code == .unimplemented
    #expect(refused?.code == .unavailable && refused?.message.contains("shutting down") == true)
    mayEnd.store(true, ordering: .relaxed)
    #expect(try await short.value.text == "short")
    #expect(client.statistics.answered == 1)
    let ended = await #expect(throws: HostCallError<Greet.Failure>.self) { try await long.value }
    #expect(ended?.code == .unavailable)
    await shutdown.value
    await transport.close()
    await bridge.close()
  }

  @Test("extreme grace times, pauses and timeouts are clamped")
  func extremeSettings() async throws {
    var configuration = GRPCTransport.Configuration()
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    try bridge.handle(Count.self) { _, _ in
      arrival.yield()
      try await Task.sleep(for: .milliseconds(50))
      return 7
    }
    var seen = arrivals.makeAsyncIterator()
    for time in [Duration.seconds(Int64.max), .seconds(Int64.min), .zero] {
      configuration.shortestReconnectPause = time
      configuration.longestReconnectPause = time
      configuration.keepaliveInterval = time
      configuration.keepaliveTimeout = max(time, .seconds(1))
      configuration.connectTimeout = time
      let server = HostCallServer(answering: bridge)
      let address = try await server.start(listening: .tcp(host: "127.0.0.1", port: 0))
      // The pauses follow attempts at an address where no server listens.
      let unused = RemoteAddress.tcp(host: "127.0.0.1", port: 1)
      let transport = try GRPCTransport(addresses: [address, unused], configuration: configuration)
      let call = Task { try await HostCallClient(transport: transport).call(Count()) }
      await seen.next()
      await server.shutdown(grace: .seconds(Int64.max))
      #expect(try await call.value == 7)
      await transport.close()
    }
    await bridge.close()
  }

  @Test(
    "a transport refuses messages over its limit, calls without time left, and invalid names")
  func transportLimits() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: .tcp(host: "127.0.0.1", port: 0))
    var configuration = GRPCTransport.Configuration()
    configuration.maximumPayloadSize = 0
    let small = try GRPCTransport(addresses: [address], configuration: configuration)
    let empty = TransportCall(wireName: Count.wireName, request: [0xA0], timeout: .seconds(10))
    let tooLarge = await #expect(throws: BridgeError.self) { try await small.send(empty) }
    #expect(tooLarge?.code == .resourceExhausted)
    let over = await #expect(throws: BridgeError.self) {
      try await small.send(TransportCall(wireName: Count.wireName, request: [], timeout: .seconds(-1)))
    }
    #expect(over?.code == .deadlineExceeded)
    let unlimited = TransportCall(wireName: Count.wireName, request: [], timeout: .seconds(Int64.max))
    let answer = await #expect(throws: BridgeError.self) { try await small.send(unlimited) }
    #expect(answer?.code == .invalidArgument)
    let nul = await #expect(throws: BridgeError.self) {
      try await small.send(TransportCall(wireName: "\(Count.wireName)\0x", request: [], timeout: .seconds(10)))
    }
    #expect(nul?.code == .invalidArgument)
    await small.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("many calls that expire do not disturb another call of their connection")
  func manyLate() async throws {
    let mayEnd = Atomic<Bool>(false)
    try bridge.handle(Count.self) { _, _ in
      try await Task.sleep(for: .seconds(60))
      return 0
    }
    try bridge.handle(Greet.self) { request, _ in
      while !mayEnd.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
      return .init(text: request.name, tags: [])
    }
    try await Route.unixSocket.withClient(of: bridge) { client async throws in
      let long = Task { try await client.call(OldGreetOnce(name: "long")) }
      for _ in 0..<4 {
        let results = await client.callEach(Array(repeating: Count(), count: 100), timeout: .milliseconds(100))
        for case .failure(let error) in results { #expect(error.code == .deadlineExceeded) }
      }
      mayEnd.store(true, ordering: .relaxed)
      #expect(try await long.value.text == "long")
      #expect(client.statistics.expired == 400)
    }
  }

  @Test("many calls that are cancelled do not disturb another call of their connection")
  func manyCancelled() async throws {
    let mayEnd = Atomic<Bool>(false)
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    try bridge.handle(Count.self) { _, _ in
      arrival.yield()
      try await Task.sleep(for: .seconds(60))
      return 0
    }
    try bridge.handle(Greet.self) { request, _ in
      while !mayEnd.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
      return .init(text: request.name, tags: [])
    }
    try await Route.unixSocket.withClient(of: bridge) { client async throws in
      let long = Task { try await client.call(OldGreetOnce(name: "long")) }
      var seen = arrivals.makeAsyncIterator()
      for _ in 0..<8 {
        let calls = (0..<50).map { _ in Task { try await client.call(Count()) } }
        for _ in calls { await seen.next() }
        for call in calls { call.cancel() }
        for call in calls {
          let error = await #expect(throws: HostCallError<Never>.self) { try await call.value }
          #expect(error?.code == .cancelled)
        }
      }
      mayEnd.store(true, ordering: .relaxed)
      #expect(try await long.value.text == "long")
      #expect(client.statistics.cancelled == 400)
    }
  }

  @Test("a host in C answers calls with the functions of hostcall.h")
  func hostInC() async throws {
    let handle = bridge.cHandle
    let userData = unsafe UnsafeMutableRawPointer(bitPattern: UInt(handle))
    let status = unsafe hostcall_register(
      handle, "count",
      { callID, request, count, userData in
        let bridge = UInt64(UInt(bitPattern: userData))
        var info = hostcall_call_info()
        info.size = MemoryLayout<hostcall_call_info>.size
        // Calls from other machines are in CBOR, in which a request without fields is an empty map of one byte.
        let isRight =
          unsafe hostcall_get_call_info(bridge, callID, &info) == HOSTCALL_OK
          && info.request_encoding == HOSTCALL_ENCODING_CBOR
          && info.response_encoding == HOSTCALL_ENCODING_CBOR && info.remaining_ns < 20_000_000_000 && count == 1
        let answer: [UInt8] = [isRight ? 0x07 : 0x00]
        Thread.detachNewThread {
          unsafe _ = hostcall_complete(bridge, callID, HOSTCALL_REPLY_OK, answer, answer.count)
        }
      }, userData)
    #expect(status == HOSTCALL_OK)
    try await Route.unixSocket.withClient(of: bridge) { client async throws in
      for _ in 0..<10 { #expect(try await client.call(Count(), timeout: .seconds(20)) == 7) }
    }
  }

  @Test("a server is reached at an IPv4 or IPv6 address, and by its host name", arguments: ["127.0.0.1", "::1"])
  func addresses(_ host: String) async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let server = HostCallServer(answering: bridge)
    let started = try? await server.start(listening: .tcp(host: host, port: 0))
    // Not every machine has IPv6.
    #expect(started != nil || host == "::1")
    guard let address = started, case .tcp(_, let port) = address else { return await bridge.close() }
    for address in [address] + (host == "::1" ? [] : [RemoteAddress.tcp(host: "localhost", port: port)]) {
      let transport = try GRPCTransport(addresses: [address])
      #expect(try await HostCallClient(transport: transport).call(Count(), timeout: .seconds(20)) == 7, "\(address)")
      await transport.close()
    }
    await server.shutdown(grace: .seconds(1))
    await bridge.close()
  }

  @Test("a server passes calls on to another server")
  func proxy() async throws {
    try bridge.handle(Greet.self) { request, _ in
      if request.name == "fail" { throw Greet.Failure(code: "far", detail: "away") }
      return .init(text: "far \(request.name)", tags: [])
    }
    let far = HostCallServer(answering: bridge)
    let toFar = try GRPCTransport(addresses: [try await far.start(listening: Route.unixSocket.address)])
    let near = HostCallServer(answering: toFar)
    let transport = try GRPCTransport(addresses: [try await near.start(listening: Route.unixSocket.address)])
    let client = HostCallClient(transport: transport)
    #expect(try await client.call(Greet(name: "away")).text == "far away")
    let error = await #expect(throws: HostCallError<Greet.Failure>.self) {
      try await client.call(Greet(name: "fail"))
    }
    #expect(error?.failure == Greet.Failure(code: "far", detail: "away"))
    await transport.close()
    await near.shutdown(grace: .seconds(1))
    await toFar.close()
    await far.shutdown(grace: .seconds(1))
    await bridge.close()
  }

  @Test("a failure that is too large for gRPC's metadata ends with an error that says so")
  func largeFailure() async throws {
    try bridge.handle(Greet.self) { _, _ in throw Greet.Failure(code: "", detail: String(repeating: "a", count: 5000))
    }
    try await Route.unixSocket.withClient(of: bridge) { client async throws in
      let error = await #expect(throws: HostCallError<Greet.Failure>.self) { try await client.call(Greet(name: "x")) }
      #expect(error?.code == .resourceExhausted && error?.message.contains("over gRPC the limit is 4096") == true)
    }
  }
}
#endif
