// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import Synchronization
import Testing

@Suite("A client over a bridge", .timeLimit(.minutes(1)))
struct HostCallClientTests {
  struct Halve: HostCallable {
    typealias Response = Int
    struct Failure: Error, Codable, Equatable {
      var remainder: Int
    }
    var number: Int
  }

  private let bridge = HostBridge()

  init() throws {
    try bridge.handle(Halve.self) { request, _ in
      if request.number % 2 != 0 { throw Halve.Failure(remainder: request.number % 2) }
      return request.number / 2
    }
  }

  @Test("calls, typed failures and counters are those of the bridge")
  func calls() async throws {
    let client = HostCallClient(transport: bridge)
    #expect(try await client.call(Halve(number: 14)) == 7)
    let error = await #expect(throws: HostCallError<Halve.Failure>.self) { try await client.call(Halve(number: 3)) }
    #expect(error?.code == .failed && error?.failure == Halve.Failure(remainder: 1))
    let late = await #expect(throws: HostCallError<Halve.Failure>.self) {
      try await client.call(Halve(number: 14), timeout: .zero)
    }
    #expect(late?.code == .deadlineExceeded)
    let statistics = client.statistics
    #expect(statistics.made == 3 && statistics.answered == 1 && statistics.failed == 1 && statistics.expired == 1)
    #expect(statistics.inFlight == 0 && statistics.waiting == 0)
    await bridge.close()
    let closed = await #expect(throws: HostCallError<Halve.Failure>.self) { try await client.call(Halve(number: 14)) }
    #expect(closed?.code == .unavailable)
  }

  @Test("callEach keeps a limited number in flight, and returns results in order")
  func callEach() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 3
    let client = HostCallClient(transport: bridge, configuration: configuration)
    let results = await client.callEach((0..<100).map { Halve(number: $0) })
    for (number, result) in results.enumerated() {
      switch result {
      case .success(let half): #expect(half == number / 2 && number % 2 == 0)
      case .failure(let error): #expect(error.failure?.remainder == 1 && number % 2 == 1)
      }
    }
    #expect(results.count == 100 && client.statistics.made == 100)
    await bridge.close()
  }

  @Test("callEach takes a request only when it can make the call")
  func callEachOfMany() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 3
    let client = HostCallClient(transport: bridge, configuration: configuration)
    let maximumLead = Atomic<Int>(0)
    let requests = (0..<1000).lazy.map { number -> Halve in
      maximumLead.max(number - Int(client.statistics.answered), ordering: .relaxed)
      return Halve(number: 2 * number)
    }
    for (number, result) in await client.callEach(requests).enumerated() { #expect(try result.get() == number) }
    // At most three calls are in flight when the next request is made.
    #expect(maximumLead.load(ordering: .relaxed) <= 3)
    await bridge.close()
  }

  @Test("callEach makes all calls at once if excess calls are refused")
  func callEachRefused() async throws {
    struct Wait: HostCallable {
      typealias Response = Int
    }
    var configuration = HostBridgeConfiguration()
    configuration.maximumCallsInFlight = 3
    configuration.overloadPolicy = .fail
    let client = HostCallClient(transport: bridge, configuration: configuration)
    try bridge.handle(Wait.self) { _, _ in
      while client.statistics.failed < 7 { try await Task.sleep(for: .milliseconds(1)) }
      return 0
    }
    let results = await client.callEach(Array(repeating: Wait(), count: 10), timeout: .seconds(30))
    let refused = results.count { result in
      if case .failure(let error) = result { error.code == .resourceExhausted } else { false }
    }
    #expect(refused == 7)
    await bridge.close()
  }

  @Test("requests and responses over the limit are refused, and so is a call in bytes with an invalid name")
  func limits() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 4
    let client = HostCallClient(transport: bridge, configuration: configuration)
    let error = await #expect(throws: HostCallError<Halve.Failure>.self) { try await client.call(Halve(number: 14)) }
    #expect(error?.code == .resourceExhausted && error?.message.contains("the limit is 4") == true)
    let nameless = await #expect(throws: BridgeError.self) {
      try await bridge.send(TransportCall(wireName: "", request: []))
    }
    #expect(nameless?.code == .invalidArgument)
    #expect(await bridge.fingerprint(of: Halve.wireName) == HostCallSchema(Halve.self).fingerprint)
    #expect(await bridge.fingerprint(of: "unregistered") == nil)
    await bridge.close()
  }
}
