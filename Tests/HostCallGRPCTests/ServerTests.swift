#if GRPC
  import Foundation
  import HostCall
  import HostCallGRPC
  import Synchronization
  import Testing

  @Suite("A server", .timeLimit(.minutes(1)))
  struct ServerTests {
    private let bridge = HostBridge()

    @Test(
      "that shuts down lets running calls end, refuses new ones, and cancels what runs for too long",
      arguments: Route.remote)
    func graceful(_ route: Route) async throws {
      let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
      try bridge.handle(Greet.self) { request, _ in
        arrival.yield()
        try await Task.sleep(for: request.name == "short" ? .milliseconds(200) : .seconds(60))
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
      let shutdown = Task { await server.shutdown(grace: .seconds(1)) }
      #expect(try await short.value.text == "short")
      let refused = await #expect(throws: HostCallError<Never>.self) {
        try await client.call(Count(), timeout: .seconds(10))
      }
      #expect(refused?.code == .unavailable)
      let ended = await #expect(throws: HostCallError<Greet.Failure>.self) { try await long.value }
      #expect(ended?.code == .unavailable || ended?.code == .cancelled)
      await shutdown.value
      await transport.close()
      await bridge.close()
    }

    /// As `Greet`, but not to be made twice.
    struct OldGreetOnce: HostCallable {
      static var wireName: String { Greet.wireName }
      typealias Response = Greet.Response
      typealias Failure = Greet.Failure
      var name: String
    }

    @Test("that is lost is replaced by another, and an idempotent call is made again there")
    func retries() async throws {
      let others = (0..<2).map { _ in HostBridge() }
      let arrivals = Mutex<[String]>([])
      let (stream, first) = AsyncStream.makeStream(of: Void.self)
      for (number, bridge) in others.enumerated() {
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

    @Test("is one of several that calls go to in turn, or the first that is reached", arguments: [true, false])
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
      // Until all connections are there, the first that is answers.
      for _ in 0..<1000 {
        answers.insert(try await client.call(Count()))
        if answers.count == 3 { break }
      }
      #expect(answers.count == (inTurn ? 3 : 1))
      await transport.close()
      for server in servers { await server.shutdown(grace: .zero) }
      for bridge in bridges { await bridge.close() }
    }

    @Test("with a certificate of another authority is not talked to")
    func wrongServer() async throws {
      try bridge.handle(Count.self) { _, _ in 7 }
      let server = HostCallServer(answering: bridge)
      let address = try await server.start(
        listening: .tcp(host: "127.0.0.1", port: 0), security: .tls(identity: Certificates.shared.identity("server")))
      for security in [
        GRPCSecurity.Client.tls(trustRoots: Certificates.shared.path("stranger-ca.pem"), serverName: "localhost"),
        .tls(trustRoots: Certificates.shared.path("ca.pem"), serverName: "elsewhere.example"), .plaintext,
      ] {
        let transport = try GRPCTransport(addresses: [address], security: security)
        let error = await #expect(throws: HostCallError<Never>.self, "\(security)") {
          try await HostCallClient(transport: transport).call(Count(), timeout: .seconds(10))
        }
        #expect(error?.code == .unavailable, "\(security)")
        await transport.close()
      }
      await server.shutdown(grace: .zero)
      await bridge.close()
    }

    @Test("that asks for certificates takes those of its authority, and no others")
    func mutual() async throws {
      try bridge.handle(Count.self) { _, _ in 7 }
      let server = HostCallServer(answering: bridge)
      let address = try await server.start(
        listening: .tcp(host: "127.0.0.1", port: 0),
        security: .tls(
          identity: Certificates.shared.identity("server"), clientRoots: Certificates.shared.path("ca.pem")))
      for (name, isRight) in [("client", true), ("stranger", false), (nil, false)] {
        let transport = try GRPCTransport(
          addresses: [address],
          security: .tls(
            trustRoots: Certificates.shared.path("ca.pem"), serverName: "localhost",
            identity: name.map { Certificates.shared.identity($0) }))
        let client = HostCallClient(transport: transport)
        if isRight {
          #expect(try await client.call(Count(), timeout: .seconds(10)) == 7)
        } else {
          let error = await #expect(throws: HostCallError<Never>.self) {
            try await client.call(Count(), timeout: .seconds(10))
          }
          #expect(error?.code == .unavailable)
        }
        await transport.close()
      }
      await server.shutdown(grace: .zero)
      await bridge.close()
    }

    @Test("listens without TLS on this machine only, unless that is meant, and says why it can't listen")
    func refusals() async throws {
      let everywhere = RemoteAddress.tcp(host: "0.0.0.0", port: 0)
      let error = await #expect(throws: HostCallError<Never>.self) {
        try await HostCallServer(answering: bridge).start(listening: everywhere)
      }
      #expect(error?.code == .invalidArgument && error?.message.contains("0.0.0.0:0") == true)
      var configuration = HostCallServer.Configuration()
      configuration.allowsPlaintextEverywhere = true
      let meant = HostCallServer(answering: bridge, configuration: configuration)
      let address = try await meant.start(listening: everywhere)
      let again = await #expect(throws: HostCallError<Never>.self) { try await meant.start(listening: everywhere) }
      #expect(again?.code == .failedPrecondition)
      let taken = await #expect(throws: HostCallError<Never>.self) {
        try await HostCallServer(answering: bridge, configuration: configuration).start(listening: address)
      }
      #expect(taken?.code == .unavailable && taken?.message.contains("\(address)") == true)
      let nowhere = await #expect(throws: HostCallError<Never>.self) {
        try await HostCallServer(answering: bridge).start(listening: .unix(path: "/no/such/folder/socket"))
      }
      #expect(nowhere?.code == .unavailable)
      let noFile = await #expect(throws: HostCallError<Never>.self) {
        try await HostCallServer(answering: bridge).start(
          listening: .tcp(host: "127.0.0.1", port: 0),
          security: .tls(identity: .init(certificates: "/no/such/file", privateKey: "/no/such/file")))
      }
      #expect(noFile?.code == .unavailable)
      await meant.shutdown(grace: .zero)
      await bridge.close()
    }

    @Test("that is lost in a call which may not be made twice loses that call, and has it made once")
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

    @Test("that comes back at its address is found again")
    func reconnect() async throws {
      try bridge.handle(Count.self) { _, _ in 7 }
      let address = Route.unixSocket.address
      var configuration = GRPCTransport.Configuration()
      configuration.shortestReconnectPause = .milliseconds(10)
      configuration.longestReconnectPause = .milliseconds(50)
      let transport = try GRPCTransport(addresses: [address], configuration: configuration)
      let client = HostCallClient(transport: transport)
      for round in 0..<3 {
        let server = HostCallServer(answering: bridge)
        _ = try await server.start(listening: address)
        var answer: Int?
        // Not idempotent, so each of them is made once, and fails until there is a connection again.
        for _ in 0..<2000 where answer == nil {
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

    @Test("passes calls on to a host in C, which answers them with the functions of hostcall.h")
    func hostInC() async throws {
      let handle = bridge.cHandle
      let userData = unsafe UnsafeMutableRawPointer(bitPattern: UInt(handle))
      let status = unsafe hostcall_register(
        handle, "count",
        { callID, request, count, userData in
          let bridge = UInt64(UInt(bitPattern: userData))
          var info = hostcall_call_info()
          info.size = MemoryLayout<hostcall_call_info>.size
          // Nothing but the empty map of a request without fields, in CBOR, comes from other machines.
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

    @Test("is reached by its host's name, and at an address of version 6", arguments: ["127.0.0.1", "::1"])
    func addresses(_ host: String) async throws {
      try bridge.handle(Count.self) { _, _ in 7 }
      let server = HostCallServer(answering: bridge)
      // Not every machine has the newer addresses.
      guard let address = try? await server.start(listening: .tcp(host: host, port: 0)),
        case .tcp(_, let port) = address
      else { return await bridge.close() }
      for address in [address] + (host == "::1" ? [] : [RemoteAddress.tcp(host: "localhost", port: port)]) {
        let transport = try GRPCTransport(addresses: [address])
        #expect(try await HostCallClient(transport: transport).call(Count(), timeout: .seconds(20)) == 7, "\(address)")
        await transport.close()
      }
      await server.shutdown(grace: .seconds(1))
      await bridge.close()
    }

    @Test("may pass calls on to another server")
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

    @Test("tells of a failure that is too large for gRPC's metadata")
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
