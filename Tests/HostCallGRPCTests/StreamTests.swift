// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import HostCall
import HostCallGRPC
import Synchronization
import Testing

@Suite("Streams over each transport", .timeLimit(.minutes(1)))
struct StreamTests {
  private typealias Failure = HostCallError<Greet.Failure>

  private let bridge = HostBridge()
  private let ends: AsyncStream<HostCallCode>
  private let ended: AsyncStream<HostCallCode>.Continuation

  init() {
    (ends, ended) = AsyncStream.makeStream()
  }

  /// Registers a handler of `Watch` that sends numbers until `send` throws, and then reports its code.
  private func countForever() throws {
    try bridge.handleStream(Watch.self) { [ended] _, _, send in
      do throws(Failure) {
        for number in 0... { try await send(number) }
      } catch {
        ended.yield(error.code)
        throw error
      }
    }
  }

  /// Registers a handler of `Watch` that sends one number, sleeps until it is cancelled, and reports that.
  private func sendOne() throws {
    try bridge.handleStream(Watch.self) { [ended] _, _, send in
      try await send(1)
      do {
        try await Task.sleep(for: .seconds(50))
      } catch {
        ended.yield(.cancelled)
        throw error
      }
    }
  }

  @Test("elements arrive in order, followed by the end", arguments: Route.allCases)
  func elements(_ route: Route) async throws {
    try bridge.handleStream(Watch.self) { request, _, send in
      for number in 0..<(Int(request.name) ?? 0) { try await send(number) }
    }
    try await route.withClient(of: bridge) { client async throws in
      for (count, buffer) in [(0, 1), (1, 1), (500, 1), (500, 16), (500, 70_000)] {
        let stream = client.stream(Watch(name: "\(count)"), buffer: buffer, timeout: .seconds(30))
        let seen = try await stream.reduce(into: []) { $0.append($1) }
        #expect(seen == Array(0..<count))
      }
      #expect(client.statistics.answered == 5 && client.statistics.inFlight == 0)
    }
  }

  @Test("a failure after elements is thrown after them, typed", arguments: Route.allCases)
  func failure(_ route: Route) async throws {
    let failure = Greet.Failure(code: "gone", detail: "é")
    try bridge.handleStream(Watch.self) { _, _, send in
      for number in 0..<3 { try await send(number) }
      throw failure
    }
    try await route.withClient(of: bridge) { client async throws in
      var seen: [Int] = []
      let error = await #expect(throws: Failure.self) {
        for try await number in client.stream(Watch(name: "x")) { seen.append(number) }
      }
      #expect(seen == [0, 1, 2])
      #expect(error?.code == .failed && error?.failure == failure && error?.wireName == Watch.wireName)
      #expect(client.statistics.failed == 1 && client.statistics.inFlight == 0)
    }
  }

  @Test("leaving the loop cancels the handler", arguments: Route.allCases)
  func leaving(_ route: Route) async throws {
    try countForever()
    try await route.withClient(of: bridge) { client async throws in
      for try await number in client.stream(Watch(name: "x"), buffer: 4) where number == 9 { break }
      #expect(await ends.first { _ in true } == .cancelled)
      #expect(client.statistics.cancelled == 1 && client.statistics.inFlight == 0)
    }
  }

  @Test("a handler that sends nothing learns that its reader has gone", arguments: Route.allCases)
  func leavingInSilence(_ route: Route) async throws {
    try sendOne()
    try await route.withClient(of: bridge) { client async throws in
      for try await _ in client.stream(Watch(name: "x")) { break }
      #expect(await ends.first { _ in true } == .cancelled)
    }
  }

  @Test("cancelling the reading task ends the stream", arguments: Route.allCases)
  func cancellation(_ route: Route) async throws {
    try sendOne()
    try await route.withClient(of: bridge) { client async throws in
      let (firsts, first) = AsyncStream.makeStream(of: Void.self)
      let task = Task {
        for try await _ in client.stream(Watch(name: "x")) { first.yield() }
      }
      _ = await firsts.first { true }
      task.cancel()
      let error = await #expect(throws: Failure.self) { try await task.value }
      #expect(error?.code == .cancelled)
      #expect(await ends.first { _ in true } == .cancelled)
    }
  }

  @Test("a deadline is for the whole stream, and reaches the handler", arguments: Route.allCases)
  func deadline(_ route: Route) async throws {
    let hasDeadline = Atomic<Bool>(false)
    try bridge.handleStream(Watch.self) { [ended] _, context, send in
      hasDeadline.store(context.remaining != nil, ordering: .relaxed)
      do throws(Failure) {
        while true {
          try await send(1)
          try? await Task.sleep(for: .milliseconds(10))
        }
      } catch {
        ended.yield(error.code)
      }
    }
    try await route.withClient(of: bridge) { client async throws in
      var count = 0
      let error = await #expect(throws: Failure.self) {
        for try await _ in client.stream(Watch(name: "x"), timeout: .milliseconds(300)) { count += 1 }
      }
      #expect(error?.code == .deadlineExceeded && count > 0)
      #expect(await ends.first { _ in true } != nil)
      let hasSeenDeadline = hasDeadline.load(ordering: .relaxed)
      #expect(hasSeenDeadline)
      #expect(client.statistics.expired == 1)
    }
  }

  @Test(
    "silence of the server ends a stream, and a reader that pauses does not",
    arguments: Route.allCases)
  func silence(_ route: Route) async throws {
    try bridge.handleStream(Watch.self) { request, _, send in
      try await send(1)
      try await send(2)
      if request.name == "silent" { try await Task.sleep(for: .seconds(50)) }
    }
    try await route.withClient(of: bridge) { client async throws in
      for try await _ in client.stream(Watch(name: "x"), buffer: 1, silence: .milliseconds(200)) {
        try await Task.sleep(for: .milliseconds(300))
      }
      var count = 0
      let error = await #expect(throws: Failure.self) {
        for try await _ in client.stream(Watch(name: "silent"), silence: .milliseconds(200)) { count += 1 }
      }
      #expect(error?.code == .deadlineExceeded && count == 2)
      #expect(error?.message.contains("0.2 seconds") == true)
    }
  }

  @Test("an unknown name is refused, and so is a name of the other kind, in words", arguments: Route.allCases)
  func kinds(_ route: Route) async throws {
    try bridge.handle(Greet.self) { _, _ in .init(text: "", tags: []) }
    try await route.withClient(of: bridge) { client async throws in
      var error = await #expect(throws: Failure.self) { for try await _ in client.stream(Watch(name: "x")) {} }
      #expect(error?.code == .unimplemented)
      error = await #expect(throws: Failure.self) { for try await _ in client.stream(GreetMany(name: "x")) {} }
      #expect(error?.code == .unimplemented && error?.message.contains("as a stream") == true, "\(error as Any)")
      try countForever()
      error = await #expect(throws: Failure.self) { try await client.call(WatchOnce(name: "x")) }
      #expect(error?.code == .unimplemented && error?.message.contains("as a function") == true, "\(error as Any)")
      let unchecked = TransportCall(wireName: Watch.wireName, request: [0xa1, 0x64, 0x6e, 0x61, 0x6d, 0x65, 0x60])
      let other = await #expect(throws: BridgeError.self) { try await client.transport.send(unchecked) }
      #expect(other?.code == .unimplemented && other?.message.contains("as a function") == true, "\(other as Any)")
    }
  }

  @Test("a stream with another schema is refused", arguments: Route.remote)
  func schemas(_ route: Route) async throws {
    try countForever()
    try await route.withClient(of: bridge) { client async throws in
      let error = await #expect(throws: Failure.self) { for try await _ in client.stream(OldWatch(name: "x")) {} }
      #expect(error?.code == .failedPrecondition && error?.message.contains("schema") == true, "\(error as Any)")
    }
  }

  @Test("the handler of a stream sees its reader's metadata", arguments: Route.allCases)
  func metadata(_ route: Route) async throws {
    try bridge.handleStream(Watch.self) { _, _, send in
      try await send(HostCallMetadata.current["tenant"] == "acme" ? 1 : 0)
    }
    var metadata = HostCallMetadata()
    try metadata.set("acme", forKey: "tenant")
    try await route.withClient(of: bridge) { client async throws in
      let seen = try await HostCallMetadata.withValue(metadata) {
        try await client.stream(Watch(name: "x")).reduce(0, +)
      }
      #expect(seen == 1)
    }
  }

  @Test("a stream ends when its connection is lost, and is not opened again", arguments: Route.remote)
  func lostConnection(_ route: Route) async throws {
    let opened = Atomic<Int>(0)
    try bridge.handleStream(Watch.self) { _, _, send in
      opened.add(1, ordering: .relaxed)
      try await send(1)
      try await Task.sleep(for: .seconds(50))
    }
    try await route.withClient(of: bridge) { client, kill async throws in
      var iterator = client.stream(Watch(name: "x")).makeAsyncIterator()
      let first = try await iterator.next()
      #expect(first == 1)
      await kill()
      let error = await #expect(throws: Failure.self) { try await iterator.next() }
      #expect(error?.code == .unavailable)
      let afterEnd = try await iterator.next()
      let openings = opened.load(ordering: .relaxed)
      #expect(afterEnd == nil && openings == 1)
    }
  }
}
#endif
