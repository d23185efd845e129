// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
@testable import HostCallGRPC
import Synchronization
import Testing

@Suite("Those who watch the health of a server", .timeLimit(.minutes(1)))
struct HealthWatchTests {
  private let bridge = HostBridge()

  @Test("watchers at their limit leave calls and checks alone, and the place of one that leaves is free again")
  func limit() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    var configuration = HostCallServer.Configuration()
    configuration.maximumBufferedBytes = 1 << 20
    let server = HostCallServer(answering: bridge, configuration: configuration)
    let address = try await server.start(listening: Route.unixSocket.address)
    let watching = try GRPCTransport(addresses: [address])
    let transport = try GRPCTransport(addresses: [address])
    var watchers: [any TransportStream] = []
    try await whileCalling(address) { () async throws in
      for _ in 0..<100 {
        do throws(BridgeError) {
          let watcher = try await watching.watchHealth(of: "")
          #expect(try await watcher.nextStatus() == 1)
          watchers.append(watcher)
        } catch {
          #expect(error.code == .resourceExhausted, "\(error)")
        }
      }
      #expect(watchers.count == 4)
      #expect(try await transport.checkHealth(of: "hostcall") == 1)
    }
    server.setHealth(.notServing)
    for watcher in watchers { #expect(try await watcher.nextStatus() == 2) }
    watchers = []
    while server.health.watcherCount == 4 { try await Task.sleep(for: .milliseconds(1)) }
    #expect(try await transport.watchHealth(of: "").nextStatus() == 2)
    for transport in [watching, transport] { await transport.close() }
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("requests to watch hold no more memory than any stream, and those over the limit cost no call of others")
  func largeRequest() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    let server = HostCallServer(answering: bridge)
    let address = try await server.start(listening: Route.unixSocket.address)
    let transport = try GRPCTransport(addresses: [address])
    // A field of 16,000 bytes.
    let padding: [UInt8] = [0x12, 0x80, 0x7D] + [UInt8](repeating: 0, count: 16_000)
    try await whileCalling(address) { () async throws in
      for _ in 0..<50 {
        let error = await #expect(throws: BridgeError.self) {
          try await transport.watchHealth(of: "", padding: padding).nextStatus()
        }
        #expect(error?.code == .resourceExhausted, "\(String(describing: error))")
      }
    }
    await transport.close()
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  @Test("watching ends when its connection reaches its age, and costs no call of others", arguments: Route.remote)
  func age(_ route: Route) async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    var configuration = HostCallServer.Configuration()
    configuration.maximumConnectionAge = .milliseconds(500)
    let server = HostCallServer(answering: bridge, configuration: configuration)
    let address = try await server.start(listening: route.address, security: route.serverSecurity)
    let transport = try GRPCTransport(addresses: [address], security: route.clientSecurity)
    try await whileCalling(address, over: route) { () async throws in
      let watching = (0..<20).map { _ in
        Task {
          let watcher = try await transport.watchHealth(of: "")
          #expect(try await watcher.nextStatus() == 1)
          _ = try await watcher.nextStatus()
        }
      }
      for task in watching {
        let hasEnded = await task.ends(within: .seconds(10))
        #expect(hasEnded)
        task.cancel()
        let error = await #expect(throws: BridgeError.self) { try await task.value }
        #expect(error?.code == .unavailable, "\(String(describing: error))")
      }
      // On a new connection.
      #expect(try await transport.watchHealth(of: "").nextStatus() == 1)
    }
    await transport.close()
    await server.shutdown(grace: .zero)
    #expect(server.health.watcherCount == 0)
    await bridge.close()
  }

  /// Counts how often the names of a bridge are listed.
  private final class Counting: HostCallTransport {
    let names = Mutex<[String]>([])
    let lists = Atomic<Int>(0)

    var carriesRawBytes: Bool { false }

    func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] { [] }

    func fingerprint(of wireName: String) async -> UInt64? { nil }

    func answeredNames() async -> [String]? {
      lists.add(1, ordering: .relaxed)
      return names.withLock { $0 }
    }
  }

  @Test("watchers learn of a service that loses its handlers, and the names are listed once a second for all of them")
  func lost() async throws {
    let answering = Counting()
    answering.names.withLock { $0 = ["service0.call", "service1.call"] }
    let server = HostCallServer(answering: answering)
    server.setHealth(.serving, of: "stated")
    let transport = try GRPCTransport(addresses: [try await server.start(listening: Route.unixSocket.address)])
    var watchers: [any TransportStream] = []
    for number in 0..<100 { watchers.append(try await transport.watchHealth(of: "service\(number % 2)")) }
    let others = [try await transport.watchHealth(of: ""), try await transport.watchHealth(of: "stated")]
    for watcher in watchers + others { #expect(try await watcher.nextStatus() == 1) }
    let (start, before) = (ContinuousClock.now, answering.lists.load(ordering: .relaxed))
    try await Task.sleep(for: .seconds(2.5))
    let lists = answering.lists.load(ordering: .relaxed) - before
    let most = Int((ContinuousClock.now - start) / .seconds(1)) + 1
    #expect((1...most).contains(lists), "\(lists) lists; at most \(most)")
    for isLost in [true, false, true] {
      answering.names.withLock { $0 = isLost ? ["service0.call"] : ["service0.call", "service1.call"] }
      for (number, watcher) in watchers.enumerated() where number % 2 == 1 {
        #expect(try await watcher.nextStatus() == (isLost ? 3 : 1))
      }
    }
    server.setHealth(.notServing)
    // The others have learnt of nothing else.
    #expect(try await watchers[0].nextStatus() == 2)
    #expect(try await others[0].nextStatus() == 2)
    server.setHealth(.notServing, of: "stated")
    #expect(try await others[1].nextStatus() == 2)
    watchers = []
    await transport.close()
    await server.shutdown(grace: .zero)
  }

  @Test("the names are listed once a second for all watchers of services that are not known")
  func unknown() async throws {
    let answering = Counting()
    let server = HostCallServer(answering: answering)
    let transport = try GRPCTransport(addresses: [try await server.start(listening: Route.unixSocket.address)])
    var watchers: [any TransportStream] = []
    for number in 0..<100 { watchers.append(try await transport.watchHealth(of: "service\(number % 2)")) }
    for watcher in watchers { #expect(try await watcher.nextStatus() == 3) }
    let (start, before) = (ContinuousClock.now, answering.lists.load(ordering: .relaxed))
    try await Task.sleep(for: .seconds(2.5))
    let lists = answering.lists.load(ordering: .relaxed) - before
    let most = Int((ContinuousClock.now - start) / .seconds(1)) + 1
    #expect((1...most).contains(lists), "\(lists) lists; at most \(most)")
    answering.names.withLock { $0 = ["service1.call"] }
    for (number, watcher) in watchers.enumerated() where number % 2 == 1 {
      #expect(try await watcher.nextStatus() == 1)
    }
    server.setHealth(.serving, of: "service0")
    #expect(try await watchers[0].nextStatus() == 1)
    watchers = []
    await transport.close()
    await server.shutdown(grace: .zero)
  }
}
#endif
