// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Synchronization
import Testing

@Suite("Calls over each transport", .timeLimit(.minutes(1)))
struct CallTests {
  private let bridge = HostBridge()

  @Test("calls are answered", arguments: Route.allCases)
  func success(_ route: Route) async throws {
    try bridge.handle(Greet.self) { request, _ in .init(text: "Hello, \(request.name)", tags: [1, 2, 3]) }
    try await route.withClient(of: bridge) { client async throws in
      for number in 0..<20 {
        let response = try await client.call(Greet(name: "\(number)"), timeout: .seconds(30))
        #expect(response == Greet.Response(text: "Hello, \(number)", tags: [1, 2, 3]))
      }
      #expect(client.statistics.answered == 20 && client.statistics.made == 20 && client.statistics.inFlight == 0)
      #expect(client.statistics.requestBytes > 0 && client.statistics.answerBytes > 0)
    }
  }

  @Test("a plain call is sent as raw bytes within a process, and as CBOR otherwise", arguments: Route.allCases)
  func raw(_ route: Route) async throws {
    let encodings = Mutex<Set<PayloadEncoding>>([])
    try bridge.handle(Measure.self) { request, _ in Double(request.sensor) / 2 }
    try bridge.handleBytes("encodings") { request in
      encodings.withLock { _ = $0.insert(request.encoding ?? .cbor) }
      // The number 7, in memory or in CBOR.
      return .response(request.responseEncoding == .raw ? request.payload : [0x07])
    }
    try await route.withClient(of: bridge) { client async throws in
      #expect(try await client.call(Measure(sensor: 7)) == 3.5)
      #expect(client.transport.carriesRawBytes == (route == .inProcess))
      struct Encodings: HostCallable, PlainData {
        typealias Response = UInt64
        var value: UInt64
      }
      #expect(try await client.call(Encodings(value: 7)) == 7)
    }
    #expect(encodings.withLock { $0 } == [route == .inProcess ? .raw : .cbor])
  }

  @Test("a call fails with its declared failure, typed", arguments: Route.allCases)
  func failure(_ route: Route) async throws {
    let failure = Greet.Failure(code: "not_found", detail: String(repeating: "é", count: 1000))
    try bridge.handle(Greet.self) { _, _ in throw failure }
    try await route.withClient(of: bridge) { client async throws in
      let error = await #expect(throws: HostCallError<Greet.Failure>.self) { try await client.call(Greet(name: "x")) }
      #expect(error?.code == .failed && error?.failure == failure && error?.wireName == "acme.people.greet")
      #expect(client.statistics.failed == 1)
    }
  }

  @Test("each of gRPC's codes reaches the caller unchanged", arguments: Route.allCases)
  func codes(_ route: Route) async throws {
    let code = Mutex(HostCallCode.unknown)
    try bridge.handle(Count.self) { _, _ in
      throw HostCallError<Never>(code: code.withLock { $0 }, message: "because of “this”")
    }
    try await route.withClient(of: bridge) { client async throws in
      for number in 1...16 {
        code.withLock { $0 = HostCallCode(rawValue: number) }
        let error = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
        #expect(error?.code.rawValue == number)
        // Over gRPC, the messages of `unknown` and `internal` are withheld, since they may not be meant for the
        // caller.
        let isPrivate = route != .inProcess && [2, 13].contains(number)
        #expect(
          error?.message == (isPrivate ? "the handler failed; its server withholds the reason" : "because of “this”"))
      }
      // A handler's answer counts as failed, even if its code is one that the caller's side uses too.
      #expect(client.statistics.failed == 16 && client.statistics.cancelled == 0 && client.statistics.expired == 0)
    }
  }

  @Test("a handler knows its call's deadline, and is cancelled when it passes", arguments: Route.allCases)
  func deadline(_ route: Route) async throws {
    let (events, event) = AsyncStream.makeStream(of: String.self)
    let timeout = Mutex(Duration.milliseconds(150))
    let isReached = Atomic<Bool>(false)
    try bridge.handle(Count.self) { _, context in
      isReached.store(true, ordering: .relaxed)
      let longest = timeout.withLock { $0 }
      event.yield(
        context.remaining.map { $0 > .zero && $0 <= longest } == true ? "right deadline" : "wrong deadline")
      await withTaskCancellationHandler {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
      } onCancel: {
        event.yield("cancelled")
      }
      return 0
    }
    try bridge.handle(Measure.self) { _, _ in 1 }
    try await route.withClient(of: bridge) { client async throws in
      // Connects first, so that connecting takes none of the timeout.
      #expect(try await client.call(Measure(sensor: 1)) == 1)
      var calls: UInt64 = 0
      // On a busy machine, a call's deadline may pass before the call arrives.
      while !isReached.load(ordering: .relaxed) {
        timeout.withLock { $0 *= 2 }
        calls += 1
        let error = await #expect(throws: HostCallError<Never>.self) {
          try await client.call(Count(), timeout: timeout.withLock { $0 })
        }
        #expect(error?.code == .deadlineExceeded)
      }
      var seen = events.makeAsyncIterator()
      #expect(await seen.next() == "right deadline")
      // Two calls may have arrived.
      while let next = await seen.next(), next != "cancelled" { #expect(next == "right deadline") }
      #expect(client.statistics.expired == calls)
      let late = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count(), timeout: .zero) }
      #expect(late?.code == .deadlineExceeded)
    }
  }

  @Test("cancelling the caller's task ends the call and cancels the handler's task", arguments: Route.allCases)
  func cancellation(_ route: Route) async throws {
    let (events, event) = AsyncStream.makeStream(of: String.self)
    try bridge.handle(Count.self) { _, _ in
      event.yield("runs")
      await withTaskCancellationHandler {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
      } onCancel: {
        event.yield("cancelled")
      }
      return 0
    }
    try await route.withClient(of: bridge) { client async throws in
      let task = Task { try await client.call(Count()) }
      var seen = events.makeAsyncIterator()
      #expect(await seen.next() == "runs")
      task.cancel()
      let error = await #expect(throws: HostCallError<Never>.self) { try await task.value }
      #expect(error?.code == .cancelled)
      #expect(await seen.next() == "cancelled")
      #expect(client.statistics.cancelled == 1)
    }
  }

  @Test("a call without a handler is unimplemented", arguments: Route.allCases)
  func missing(_ route: Route) async throws {
    try await route.withClient(of: bridge) { client async throws in
      let error = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
      #expect(error?.code == .unimplemented && error?.message.contains("count") == true)
      // A handler that is registered later is found.
      try bridge.handle(Count.self) { _, _ in 7 }
      #expect(try await client.call(Count()) == 7)
    }
  }

  @Test(
    "a request over the client's limit is not sent, and a response over it is refused",
    arguments: Route.allCases)
  func tooLarge(_ route: Route) async throws {
    try bridge.handle(Greet.self) { request, _ in
      .init(text: request.name == "large" ? String(repeating: "a", count: 20_000) : "small", tags: [])
    }
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 10_000
    try await route.withClient(of: bridge, configuration) { client async throws in
      for name in [String(repeating: "a", count: 20_000), "large"] {
        let error = await #expect(throws: HostCallError<Greet.Failure>.self) {
          try await client.call(Greet(name: name))
        }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.message.contains("the limit is 10000") == true)
      }
      #expect(try await client.call(Greet(name: "small")).text == "small")
    }
  }

  @Test("a request over the server's limit is refused by the server", arguments: Route.remote)
  func tooLargeForTheServer(_ route: Route) async throws {
    try bridge.handle(Greet.self) { _, _ in .init(text: "", tags: []) }
    var server = HostCallServer.Configuration()
    server.maximumPayloadSize = 10_000
    try await route.withClient(of: bridge, server: server) { client async throws in
      let error = await #expect(throws: HostCallError<Greet.Failure>.self) {
        try await client.call(Greet(name: String(repeating: "a", count: 20_000)))
      }
      #expect(error?.code == .resourceExhausted, "\(String(describing: error))")
      // The second request is so large that the server does not read it to its end.
      for count in [30_000, 5_000_000] {
        let much = await #expect(throws: HostCallError<OldGreetOnce.Failure>.self) {
          try await client.call(OldGreetOnce(name: String(repeating: "a", count: count)))
        }
        #expect(
          much?.code == .resourceExhausted && much?.message.contains("the limit is 10000") == true,
          "\(String(describing: much))")
      }
      #expect(try await client.call(Greet(name: "small")).text == "")
    }
  }

  @Test("messages of several megabytes arrive whole", arguments: Route.allCases)
  func large(_ route: Route) async throws {
    try bridge.handle(Greet.self) { request, _ in .init(text: request.name, tags: Array(request.name.utf8)) }
    try await route.withClient(of: bridge) { client async throws in
      // Both messages are larger than gRPC's default limit of four megabytes.
      let name = String(repeating: "0123456789abcdef", count: 5 * 65_536)
      let response = try await client.call(Greet(name: name))
      #expect(response.text == name && response.tags.count == name.utf8.count)
    }
  }

  @Test("a call whose schema differs from its handler's fails, and says what differs", arguments: Route.allCases)
  func fingerprints(_ route: Route) async throws {
    try bridge.handle(Greet.self) { _, _ in .init(text: "", tags: []) }
    try await route.withClient(of: bridge) { client async throws in
      let error = await #expect(throws: HostCallError<Greet.Failure>.self) {
        try await client.call(OldGreet(name: "x"))
      }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.message.contains("response.tags: the host has bytes, the core tstr") == true)
      #expect(try await client.call(Greet(name: "x")).text == "")
    }
  }

  @Test(
    "a call over the limit waits for a permit, until its deadline or its cancellation", arguments: Route.allCases)
  func limits(_ route: Route) async throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    let gate = Gate()
    try bridge.handle(Count.self) { _, _ in
      arrival.yield()
      await gate.wait()
      return 1
    }
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 1
    try await route.withClient(of: bridge, configuration) { client async throws in
      async let first = client.call(Count())
      var seen = arrivals.makeAsyncIterator()
      await seen.next()
      let late = await #expect(throws: HostCallError<Never>.self) {
        try await client.call(Count(), timeout: .milliseconds(20))
      }
      #expect(late?.code == .deadlineExceeded)
      let given = Task { try await client.call(Count()) }
      given.cancel()
      let gaveUp = await #expect(throws: HostCallError<Never>.self) { try await given.value }
      #expect(gaveUp?.code == .cancelled)
      async let second = client.call(Count())
      await gate.open()
      #expect(try await first == 1)
      await seen.next()
      await gate.open()
      #expect(try await second == 1)
    }
  }

  /// Lets one task through for each opening, whether the task comes before or after it.
  private actor Gate {
    private var waiter: CheckedContinuation<Void, Never>?
    private var openings = 0

    func wait() async {
      if openings > 0 {
        openings -= 1
      } else {
        await withCheckedContinuation { waiter = $0 }
      }
    }

    func open() {
      if let waiter {
        self.waiter = nil
        waiter.resume()
      } else {
        openings += 1
      }
    }
  }

  @Test("a batch returns its results in order", arguments: Route.allCases)
  func callEach(_ route: Route) async throws {
    try bridge.handle(Greet.self) { request, _ in
      if request.name == "7" { throw Greet.Failure(code: "seven", detail: "") }
      return .init(text: request.name, tags: [])
    }
    try await route.withClient(of: bridge) { client async throws in
      let results = await client.callEach((0..<100).map { Greet(name: "\($0)") })
      #expect(results.count == 100)
      for (number, result) in results.enumerated() {
        if number == 7 {
          #expect(throws: HostCallError<Greet.Failure>.self) { try result.get() }
        } else {
          #expect(try result.get().text == "\(number)")
        }
      }
    }
  }

  @Test(
    "calls end with unavailable when their server is killed or their bridge closes",
    arguments: Route.allCases, [true, false])
  func gone(_ route: Route, _ isKilled: Bool) async throws {
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
    try bridge.handle(Count.self) { _, _ in
      arrival.yield()
      try await Task.sleep(for: .seconds(60))
      return 0
    }
    try await route.withClient(of: bridge) { client, kill async throws in
      let task = Task { try await client.call(Count()) }
      var seen = arrivals.makeAsyncIterator()
      await seen.next()
      await isKilled ? kill() : bridge.close()
      let error = await #expect(throws: HostCallError<Never>.self) { try await task.value }
      #expect(error?.code == .unavailable)
      let next = await #expect(throws: HostCallError<Never>.self) { try await client.call(Count()) }
      #expect(next?.code == .unavailable)
    }
  }
}
#endif
