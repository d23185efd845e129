// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Synchronization
import Testing

private final class Log: Sendable {
  private let entries = Mutex<[String]>([])

  func append(_ entry: String) { entries.withLock { $0.append(entry) } }

  var all: [String] { entries.withLock { $0 } }
}

/// Adds a tenant to calls, and logs what passes.
private struct Tenant: HostCallInterceptor, HostHandlerInterceptor {
  let log: Log

  func intercept<C: HostCallable>(_ call: HostOutgoingCall<C>, next: HostCallNext<C>) async -> HostCallOutcome<C> {
    var call = call
    try? call.metadata.set("acme", forKey: "tenant")
    let outcome = await next(call)
    log.append("\(call.wireName) has \(outcome.code?.description ?? "response")")
    return outcome
  }

  func interceptStream<S: HostStreamable>(
    _ call: HostOutgoingCall<S>, next: HostStreamNext<S>
  ) async throws(HostCallError<S.Failure>) -> HostStream<S.Element, S.Failure> {
    try await next(call).onEnd { log.append("\(call.wireName) has \($0.elements)") }
  }

  func intercept<C: HostCallable>(_ call: HostIncomingCall<C>, next: HostHandlerNext<C>) async -> HostCallOutcome<C> {
    log.append("\(C.wireName) for \(call.context.metadata["tenant"] ?? "none")")
    return await next(call)
  }

  func interceptStream<S: HostStreamable>(
    _ call: HostIncomingCall<S>, next: HostStreamHandlerNext<S>
  ) async -> HostStreamEnd<S.Failure> {
    let end = await next(call)
    log.append("\(S.wireName) sent \(end.elements)")
    return end
  }
}

@Suite("Interfaces with interceptors", .timeLimit(.minutes(1)))
struct InterfaceInterceptorTests {
  private struct Host: ProfileHost {
    func fetchProfile(userID: UInt64) async throws(HostCallError<ProfileFailure>) -> Profile {
      guard let tenant = HostCallContext.current?.metadata["tenant"], userID > 0 else {
        throw HostCallError(failure: .busy)
      }
      return Profile(name: tenant, tags: [], avatar: nil)
    }

    func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double { Double(clock) }

    func rename(
      _ userID: UInt64, to name: String?, in all: [String: Profile], number: Int
    ) async throws(HostCallError<ProfileFailure>) -> Profile? { nil }

    func ping() async throws(HostCallError<Never>) {}
    func getHTTPStatus2() async throws(HostCallError<Never>) {}
  }

  private struct Prices: Ticker {
    func prices(of share: UInt32) -> HostStream<Double, ProfileFailure> {
      HostStream(
        AsyncStream<Double> { continuation in
          for price in 1...3 { continuation.yield(Double(price)) }
          continuation.finish()
        })
    }
  }

  @Test("generated clients and implementations pass interceptors, for each format and for streams")
  func clients() async throws {
    let log = Log()
    var configuration = HostBridgeConfiguration()
    configuration.callInterceptors = [Tenant(log: log)]
    configuration.handlerInterceptors = [Tenant(log: log)]
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.handle(Host(), as: ProfileHostInterface.self)
      try bridge.handle(Prices(), as: TickerInterface.self)
      let client = ProfileHostClient(bridge)
      #expect(try await client.fetchProfile(userID: 1).name == "acme")
      let error = await #expect(throws: HostCallError<ProfileFailure>.self) { try await client.fetchProfile(userID: 0) }
      #expect(error?.failure == .busy)
      #expect(try await client.readClock(3) == 3)
      #expect(
        log.all == [
          "fetch_profile for acme", "fetch_profile has response", "fetch_profile for acme", "fetch_profile has failed",
          "read_clock for acme", "read_clock has response",
        ])
      var prices: [Double] = []
      for try await price in TickerClient(bridge).prices(of: 1) { prices.append(price) }
      #expect(prices == [1, 2, 3])
      #expect(Set(log.all.suffix(2)) == ["prices sent 3", "prices has 3"])
    }
  }
}
