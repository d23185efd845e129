// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("Many typed calls at once", .timeLimit(.minutes(1)))
struct HostBridgeCallEachTests {
  private typealias Failure = FetchProfile.Failure

  private func profile(_ userID: UInt64) -> FetchProfile.Response {
    .init(name: "User \(userID)", tags: [], avatar: [])
  }

  @Test("results come in the order of the requests, regardless of the order of the answers")
  func order() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in
        try await Task.sleep(for: .milliseconds(20 - Int(request.userID)))
        return profile(request.userID)
      }
      let results = await bridge.callEach((0..<20).map { FetchProfile(userID: $0) })
      #expect(try results.map { try $0.get() } == (0..<20).map { profile($0) })
      #expect(bridge.statistics.answered == 20)
    }
  }

  /// A request that counts how often it is encoded.
  private struct Counted: HostCallable {
    typealias Response = UInt8
    typealias Failure = Never

    static let encodings = Guarded(0)
    let number: UInt8

    private enum Keys: String, CodingKey { case number }

    init(_ number: UInt8) { self.number = number }

    init(from decoder: any Decoder) throws {
      number = try decoder.container(keyedBy: Keys.self).decode(UInt8.self, forKey: .number)
    }

    func encode(to encoder: any Encoder) throws {
      Self.encodings.withLock { $0 += 1 }
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(number, forKey: .number)
    }
  }

  @Test("each request is encoded once, also if it has to wait for a permit")
  func encodings() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 2
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.handle(Counted.self) { request, _ in request.number }
      let before = Counted.encodings.withLock { $0 }
      let results = await bridge.callEach((0..<20).map { Counted($0) })
      #expect(results.compactMap { try? $0.get() } == Array(0..<20))
      #expect(Counted.encodings.withLock { $0 } - before == 20)
    }
  }

  @Test("an error affects only its own call")
  func errors() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in
        if request.userID.isMultiple(of: 3) { throw Failure.notFound(userID: request.userID) }
        return profile(request.userID)
      }
      let results = await bridge.callEach((1...9).map { FetchProfile(userID: $0) })
      for (id, result) in zip(1...9 as ClosedRange<UInt64>, results) {
        switch result {
        case .success(let found): #expect(found == profile(id) && !id.isMultiple(of: 3))
        case .failure(let error):
          #expect(error.code == .failed)
          #expect(error.failure == .notFound(userID: id))
          #expect(error.callID == id)
        }
      }
      #expect(results.count == 9)
    }
  }

  @Test("no requests give no results, and without a handler each result is an error")
  func nothing() async {
    let bridge = HostBridge()
    #expect(await bridge.callEach([FetchProfile]()).isEmpty)
    let results = await bridge.callEach([FetchProfile(userID: 1), FetchProfile(userID: 2)])
    #expect(results.count == 2)
    for result in results { #expect(throws: HostCallError<Failure>.self) { try result.get() } }
    await bridge.close()
    let closed = await bridge.callEach([FetchProfile(userID: 1)])
    guard case .failure(let error) = closed.first else {
      Issue.record("a closed bridge answered")
      return
    }
    #expect(error.code == .unavailable)
  }

  @Test("calls over the limit wait for a permit, and all are answered")
  func limit() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 3
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in
        await Task.yield()
        return profile(request.userID)
      }
      let results = await bridge.callEach((0..<100).map { FetchProfile(userID: $0) })
      #expect(try results.map { try $0.get() } == (0..<100).map { profile($0) })
    }
  }

  @Test("the timeout applies to all calls, and those answered in time keep their responses")
  func timeout() async throws {
    let clock = VirtualClock()
    let bridge = HostBridge(configuration: HostBridgeConfiguration(), clock: .virtual(clock))
    let responses = try (1...3).map { try CBOREncoder().encode(profile($0)) as [UInt8] }
    let host = SwiftFunctions(
      invoke: { callID, _ in
        if callID != 2 { _ = bridge.completeAsHost(callID, .response(responses[Int(callID) - 1])) }
      }, cancel: { _, _ in })
    try bridge.register(host, for: NamedCall(#require(WireName("fetch_profile"))))
    let calls = Task.immediate {
      await bridge.callEach([1, 2, 3].map { FetchProfile(userID: $0) }, timeout: .seconds(2))
    }
    clock.advance(to: Deadline(nanoseconds: 2_000_000_000))
    _ = await bridge.settle()
    let results = await calls.value
    #expect(try results[0].get() == profile(1))
    #expect(try results[2].get() == profile(3))
    let error = #expect(throws: HostCallError<Failure>.self) { try results[1].get() }
    #expect(error?.code == .deadlineExceeded)
    await bridge.close()
  }

  @Test("cancelling the task ends all calls that have not ended")
  func cancelled() async throws {
    try await withBridge { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in
        if request.userID > 1 { try await Task.sleep(for: .seconds(60)) }
        return profile(request.userID)
      }
      let task = Task { await bridge.callEach([1, 2, 3].map { FetchProfile(userID: $0) }) }
      while bridge.statistics.answered < 1 { try await Task.sleep(for: .milliseconds(1)) }
      task.cancel()
      let results = await task.value
      #expect(try results[0].get() == profile(1))
      for result in results.dropFirst() {
        let error = #expect(throws: HostCallError<Failure>.self) { try result.get() }
        #expect(error?.code == .cancelled)
      }
      #expect(bridge.statistics.cancelled == 2)
    }
  }

  @Test("a close ends all calls that have not been answered")
  func closed() async throws {
    let bridge = HostBridge()
    try bridge.handle(FetchProfile.self) { request, _ in
      try await Task.sleep(for: .seconds(60))
      return profile(request.userID)
    }
    let task = Task.immediate { await bridge.callEach((0..<50).map { FetchProfile(userID: $0) }) }
    #expect(bridge.statistics.inFlight == 50)
    await bridge.close()
    for result in await task.value {
      let error = #expect(throws: HostCallError<Failure>.self) { try result.get() }
      #expect(error?.code == .unavailable)
    }
  }
}
