// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import Foundation
import HostCall
import HostCallGRPC
import NIOCore
import NIOHPACK
import Testing

@Suite("The limits of a server", .timeLimit(.minutes(2)))
struct ServerLimitTests {
  private let bridge = HostBridge()

  private func withServer(
    _ configure: (inout HostCallServer.Configuration) -> Void, route: Route = .unixSocket,
    _ body: (RemoteAddress) async throws -> Void
  ) async throws {
    var configuration = HostCallServer.Configuration()
    configure(&configuration)
    let server = HostCallServer(answering: bridge, configuration: configuration)
    try await body(try await server.start(listening: route.address, security: route.serverSecurity))
    await server.shutdown(grace: .zero)
    await bridge.close()
  }

  private func withClient(
    to address: RemoteAddress, _ body: (HostCallClient) async throws -> Void
  ) async throws {
    let transport = try GRPCTransport(addresses: [address])
    try await body(HostCallClient(transport: transport))
    await transport.close()
  }

  @Test("at the limit on buffered bytes, unfinished requests of all connections give way to others")
  func bufferedBytes() async throws {
    try bridge.handle(Greet.self) { request, _ in .init(text: "\(request.name.utf8.count)", tags: []) }
    try await withServer {
      $0.maximumBufferedBytes = 4 << 20
    } _: { address in
      let clients = [try await FrameClient(to: address), try await FrameClient(to: address)]
      var streams: [FrameStream] = []
      for number in 0..<10 {
        let stream = try await clients[number % 2].call("/acme.people/greet")
        try await stream.send(FrameStream.prefix(claiming: 1 << 20) + [UInt8](repeating: 0, count: 900_000))
        streams.append(stream)
      }
      // While these are unfinished, other requests are served, small and large.
      try await withClient(to: address) { client async throws in
        for count in [1, 10, 1_000_000, 2_000_000] {
          #expect(try await client.call(Greet(name: String(repeating: "a", count: count))).text == "\(count)")
        }
      }
      var statuses: [String] = []
      for stream in streams {
        try await stream.send([UInt8](repeating: 0, count: (1 << 20) - 900_000), endsStream: true)
        statuses.append(try await stream.ending.status ?? "none")
      }
      // The evicted requests were read to their ends, so no stream was reset; the others are not CBOR.
      #expect(statuses.filter { $0 == "8" }.count >= 6 && Set(statuses) == ["8", "3"], "\(statuses)")
      for client in clients { await client.close() }
    }
  }

  @Test("requests that stall or trickle are refused after the transfer timeout, and cost no other call")
  func transferTimeout() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    try await withServer {
      $0.transferTimeout = .seconds(1)
    } _: { address in
      try await whileCalling(address) {
        let client = try await FrameClient(to: address)
        var streams: [FrameStream] = []
        for _ in 0..<40 {
          streams.append(try await client.call("/x/y"))
          try await streams[streams.count - 1].send(FrameStream.prefix(claiming: 1000))
        }
        let trickle = Task { [streams] in
          for _ in 0..<1000 {
            for (number, stream) in streams.enumerated() where number % 2 == 1 { try? await stream.send([0]) }
            try await Task.sleep(for: .milliseconds(20))
          }
        }
        for stream in streams {
          let ending = try await stream.ending
          #expect(ending.status == "4" && ending.message?.contains("did not arrive") == true, "\(ending)")
        }
        trickle.cancel()
        await client.close()
      }
    }
  }

  @Test(
    "a request is refused when its call's deadline passes, whether it ends or not", arguments: [true, false])
  func callTimeout(_ ends: Bool) async throws {
    try await withServer {
      $0.transferTimeout = .seconds(2)
    } _: { address in
      let client = try await FrameClient(to: address)
      let stream = try await client.call("/x/y", ["grpc-timeout": "50m"])
      try await stream.send(FrameStream.prefix(claiming: 100))
      try await Task.sleep(for: .milliseconds(200))
      if ends { try await stream.send([UInt8](repeating: 0, count: 100), endsStream: true) }
      let ending = try await stream.ending
      #expect(ending.status == "4" && ending.message?.contains("deadline passed before") == true, "\(ending)")
      await client.close()
    }
  }

  @Test("connections that do not speak HTTP/2 are closed, and cost no call of others", arguments: Route.remote)
  func handshake(_ route: Route) async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    try await withServer({ $0.handshakeTimeout = .milliseconds(500) }, route: route) { address in
      try await whileCalling(address, over: route) {
        var silent: [any Channel] = []
        for number in 0..<50 {
          let channel = try await FrameClient.silence(to: address)
          // Nothing, or the beginning of HTTP/2 or TLS; writing fails if the server has already closed it.
          if number % 3 == 1 { try? await channel.writeAndFlush(ByteBuffer(string: "PRI * HTTP/2.0\r\n")) }
          if number % 3 == 2 { try? await channel.writeAndFlush(ByteBuffer(bytes: [0x16, 3, 1, 2])) }
          silent.append(channel)
        }
        for channel in silent { try await channel.closeFuture.get() }
      }
    }
  }

  @Test("connections over the limit are closed, others keep theirs, and another is accepted once there is room")
  func connections() async throws {
    try bridge.handle(Count.self) { _, _ in 7 }
    try await withServer {
      $0.maximumConnections = 4
    } _: { address in
      // The callers have the fourth connection.
      try await whileCalling(address) {
        var clients: [FrameClient] = []
        for _ in 0..<3 { clients.append(try await FrameClient(to: address)) }
        // An answer shows that a connection has been accepted.
        for client in clients { #expect(try await client.call("/x/y").endingAtOnce.status != nil) }
        var refused: [any Channel] = []
        for _ in 0..<50 { refused.append(try await FrameClient.silence(to: address)) }
        for channel in refused { try await channel.closeFuture.get() }
        await clients.removeFirst().close()
        var another: FrameStream.Answer?
        for _ in 0..<200 where another?.status == nil {
          let client = try await FrameClient(to: address)
          another = try? await client.call("/x/y").endingAtOnce
          await client.close()
          try await Task.sleep(for: .milliseconds(10))
        }
        #expect(another?.status != nil)
        for client in clients { await client.close() }
      }
    }
  }

  @Test("an idle or old connection is closed without losing a call", arguments: [true, false])
  func idleOrOld(_ isIdle: Bool) async throws {
    try bridge.handle(Count.self) { _, _ in
      try await Task.sleep(for: .milliseconds(.random(in: 0...20)))
      return 7
    }
    try await withServer {
      $0.maximumIdleTime = isIdle ? .milliseconds(30) : nil
      $0.maximumConnectionAge = isIdle ? nil : .milliseconds(100)
    } _: { address in
      // Connections without calls are closed.
      try await whileCalling(address) {
        var idle: [FrameClient] = []
        for _ in 0..<50 { idle.append(try await FrameClient(to: address)) }
        for client in idle { try await client.channel.closeFuture.get() }
      }
      try await withClient(to: address) { client async throws in
        let end = ContinuousClock.now + .seconds(4)
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<(isIdle ? 1 : 16) {
            group.addTask {
              while .now < end {
                // `Count` is not idempotent, so no call is made twice.
                do throws(HostCallError<Never>) {
                  _ = try await client.call(Count())
                } catch {
                  Issue.record(error)
                }
                if isIdle { try? await Task.sleep(for: .milliseconds(.random(in: 25...40))) }
              }
            }
          }
        }
      }
    }
  }

  @Test("a connection whose peer does not acknowledge GOAWAY is closed")
  func unanswered() async throws {
    try await withServer {
      $0.maximumIdleTime = .milliseconds(50)
      $0.handshakeTimeout = .milliseconds(200)
    } _: { address in
      let beginning = ContinuousClock.now
      let peer = try await RawPeer(to: address)
      try await peer.channel.closeFuture.get()
      #expect(ContinuousClock.now - beginning >= .milliseconds(240))
    }
  }

  @Test(
    "an old connection is closed even if its peer begins one stream after another, whether it acknowledges GOAWAY or not",
    arguments: [true, false])
  func endless(_ acknowledges: Bool) async throws {
    try await withServer {
      $0.maximumConnectionAge = .milliseconds(50)
      $0.handshakeTimeout = acknowledges ? .seconds(60) : .milliseconds(200)
    } _: { address in
      let peer = try await RawPeer(to: address)
      try await peer.begin(1)
      var streams: UInt32 = 1
      // A write fails once the connection is closed.
      try? await {
        while streams < 500 {
          // The next stream begins before the last one ends, so that the connection always has one.
          try await peer.begin(2 * streams + 1)
          try await peer.end(2 * streams - 1)
          // Repeatedly, since it is unknown when GOAWAY arrives; NIO's HTTP/2 closes a connection for 200 of them.
          if acknowledges, (10..<100).contains(streams) { try await peer.acknowledgeGoAway() }
          try await Task.sleep(for: .milliseconds(20))
          streams += 1
        }
      }()
      #expect((acknowledges ? 10..<500 : 1..<500).contains(streams))
    }
  }

  @Test("responses that a peer does not read are dropped, and its connection is closed")
  func untakenResponses() async throws {
    try bridge.handle(Greet.self) { _, _ in .init(text: String(repeating: "a", count: 3 << 20), tags: []) }
    try await withServer {
      $0.maximumBufferedBytes = 8 << 20
      $0.transferTimeout = .milliseconds(500)
    } _: { address in
      let client = try await FrameClient(to: address)
      // {"name": "x"}
      let request = FrameStream.prefix(claiming: 8) + [0xa1, 0x64, 0x6e, 0x61, 0x6d, 0x65, 0x61, 0x78]
      var streams: [FrameStream] = []
      for _ in 0..<5 { streams.append(try await client.call("/acme.people/greet")) }
      try await client.channel.setOption(.autoRead, value: false).get()
      for stream in streams { try await stream.send(request, endsStream: true) }
      // The server closes the connection, even though its peer does not notice, and has room for other calls again.
      var text: String?
      for _ in 0..<100 where text == nil {
        try await withClient(to: address) { other async throws in text = try? await other.call(Greet(name: "x")).text
        }
        try await Task.sleep(for: .milliseconds(100))
      }
      #expect(text?.utf8.count == 3 << 20)
      await client.close()
    }
  }
}

extension FrameStream {
  /// Ends the request, which has no message, and waits for the answer.
  fileprivate var endingAtOnce: Answer {
    get async throws {
      try await send([], endsStream: true)
      return try await ending
    }
  }
}
#endif
