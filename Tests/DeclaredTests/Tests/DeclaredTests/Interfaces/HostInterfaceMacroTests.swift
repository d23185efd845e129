// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

/// A fake, which a test passes instead of a client.
private struct FakeHost: ProfileHost {
  var profile = Profile(name: "Ada", tags: ["a"], avatar: nil)

  func fetchProfile(userID: UInt64) async throws(HostCallError<ProfileFailure>) -> Profile {
    switch userID {
    case 1: return profile
    case 2: throw HostCallError(code: .failed, message: "", failure: .notFound(userID: userID))
    case 3: throw HostCallError(code: .invalidArgument, message: "no such user")
    default:
      do throws(HostCallError<Never>) {
        _ = try await HostCallContext.current?.bridge.call(Unanswered(), timeout: nil)
        return profile
      } catch {
        throw HostCallError(code: error.code, message: error.message)
      }
    }
  }

  func readClock(_ clock: UInt32) async throws(HostCallError<Never>) -> Double { Double(clock) + 0.5 }

  func rename(
    _ userID: UInt64, to name: String?, in all: [String: Profile], number: Int
  ) async throws(HostCallError<ProfileFailure>) -> Profile? {
    name.map { Profile(name: "\($0) \(userID) \(number)", tags: all.keys.sorted(), avatar: nil) }
  }

  func ping() async throws(HostCallError<Never>) {}
  func getHTTPStatus2() async throws(HostCallError<Never>) {}
}

/// An implementation whose streams end with a failure.
private struct FakeTicker: Ticker {
  func prices(of share: UInt32) -> HostStream<Double, ProfileFailure> {
    HostStream(
      AsyncThrowingStream<Double, any Error> { continuation in
        for price in 1...3 { continuation.yield(Double(share) + Double(price)) }
        continuation.finish(throwing: ProfileFailure.busy)
      })
  }
}

private struct Unanswered: HostCallable {
  typealias Response = Empty
}

/// Code that depends on the interface only.
private func name(of userID: UInt64, on host: some ProfileHost) async -> String {
  do throws(HostCallError<ProfileFailure>) {
    return try await host.fetchProfile(userID: userID).name
  } catch {
    return error.failure.map { "\($0)" } ?? "\(error.code)"
  }
}

@Suite("Interfaces with @HostInterface", .timeLimit(.minutes(1)))
struct HostInterfaceMacroTests {
  private typealias Calls = ProfileHostInterface

  @Test("calls have the names, formats and fingerprints of calls written by hand")
  func fingerprints() throws {
    func compare<Declared: HostCallable, ByHand: HostCallable>(_ declared: Declared.Type, _ byHand: ByHand.Type) {
      #expect(Declared.wireName == ByHand.wireName)
      #expect(Declared.isIdempotent == ByHand.isIdempotent)
      #expect(HostCallSchema(declared).fingerprint == HostCallSchema(byHand).fingerprint)
      #expect(HostCallSchema(declared).outline == HostCallSchema(byHand).outline)
    }
    compare(Calls.FetchProfileCall.self, ByHand.FetchProfile.self)
    compare(Calls.ReadClockCall.self, ByHand.ReadClock.self)
    compare(Calls.RenameCall.self, ByHand.Rename.self)
    compare(Calls.PingCall.self, ByHand.Ping.self)
    compare(Calls.GetHTTPStatus2Call.self, ByHand.GetHTTPStatus2.self)
    #expect(
      Calls.calls.map(\.wireName) == ["fetch_profile", "read_clock", "profiles.rename", "ping", "get_http_status2"])
    #expect(Calls.FetchProfileCall.documentation == "The profile of a user.\n\n- Parameter userID: The user.")
  }

  @Test("requests have the bytes of requests written by hand")
  func bytes() throws {
    let all = ["a": Profile(name: "b", tags: [], avatar: [1])]
    let allByHand = ["a": ByHand.Profile(name: "b", tags: [], avatar: [1])]
    func encoded(_ value: some Encodable) throws -> [UInt8] { try CBOREncoder().encode(value) }
    #expect(try encoded(Calls.FetchProfileCall(userID: 7)) == encoded(ByHand.FetchProfile(userID: 7)))
    #expect(try encoded(Calls.ReadClockCall(clock: 7)) == encoded(ByHand.ReadClock(clock: 7)))
    #expect(try encoded(Calls.PingCall()) == encoded(ByHand.Ping()))
    for name in ["c", nil] {
      #expect(
        try encoded(Calls.RenameCall(userID: 1, name: name, default: all, number: 5))
          == encoded(ByHand.Rename(userID: 1, name: name, default: allByHand, number: 5)))
    }
  }

  @Test("a client and an implementation meet handlers and calls written by hand")
  func bothStyles() async throws {
    try await withHost { host in
      try host.answer(ByHand.FetchProfile.self) { ByHand.Profile(name: "user \($0.userID)", tags: [], avatar: nil) }
      #expect(try await ProfileHostClient(host.bridge).fetchProfile(userID: 7).name == "user 7")
      #expect(host.requests(of: ByHand.FetchProfile.self).map(\.userID) == [7])
    }
    try await withBridge { bridge in
      try bridge.handle(FakeHost(), as: ProfileHostInterface.self)
      #expect(try await bridge.call(ByHand.FetchProfile(userID: 1)).name == "Ada")
      #expect(try await bridge.call(ByHand.ReadClock(clock: 2)) == 2.5)
    }
  }

  @Test("a client calls every method of an implementation, over a bridge and over a transport")
  func client() async throws {
    func check(_ host: some ProfileHost) async throws {
      #expect(try await host.fetchProfile(userID: 1) == FakeHost().profile)
      #expect(try await host.readClock(3) == 3.5)
      #expect(try await host.rename(1, to: "b", in: ["c": FakeHost().profile], number: 5)?.name == "b 1 5")
      #expect(try await host.rename(1, to: nil, in: [:], number: 5) == nil)
      try await host.ping()
      try await host.getHTTPStatus2()
      #expect(await name(of: 2, on: host) == "notFound(userID: 2)")
      #expect(await name(of: 3, on: host) == "invalidArgument")
    }
    try await check(FakeHost())
    try await withBridge { bridge in
      try bridge.handle(FakeHost(), as: ProfileHostInterface.self)
      try await check(ProfileHostClient(bridge))
      try await check(ProfileHostClient(bridge).with(timeout: .seconds(50)))
      try await check(ProfileHostClient(HostCallClient(transport: bridge)))
      let any: any ProfileHost = ProfileHostClient(bridge)
      #expect(try await any.readClock(1) == 1.5)
    }
  }

  @Test("an implementation that makes a call finds its bridge in the current context")
  func context() async throws {
    try await withBridge { bridge in
      try bridge.handle(FakeHost(), as: ProfileHostInterface.self)
      #expect(await name(of: 4, on: ProfileHostClient(bridge)) == "unimplemented")
    }
  }

  @Test("a call has the client's timeout, or else its own, or else none")
  func timeouts() async throws {
    try await withHost { host in
      try host.answer(ByHand.ReadClock.self) { _ in 1 }
      try host.answer(ByHand.Ping.self) { _ in Empty() }
      let client = ProfileHostClient(host.bridge)
      _ = try await client.readClock(1)
      _ = try await client.with(timeout: .seconds(5)).readClock(1)
      #expect(host.calls(of: ByHand.ReadClock.self).map(\.remaining) == [.seconds(50), .seconds(5)])
      try await client.ping()
      try await ProfileHostClient(host.bridge, timeout: .seconds(3)).ping()
      #expect(host.calls(of: ByHand.Ping.self).map(\.remaining) == [nil, .seconds(3)])
    }
  }

  @Test("expose offers every call of an interface to the host")
  func expose() async throws {
    try await withBridge { bridge in
      try bridge.expose(FakeHost(), as: ProfileHostInterface.self)
      let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
      #expect(descriptor.calls.map(\.name) == Calls.calls.map(\.wireName).sorted())
      #expect(descriptor.calls.allSatisfy { $0.direction == .toCore })
    }
  }

  @Test("nested and private interfaces name the types around them")
  func nested() async throws {
    struct Bank: Nested.Bank {
      func balance(
        of account: String, await: Bool, `in euros`: Bool, Type: Int, `let` init: Int, `var`: Int
      ) async throws(HostCallError<Never>) -> Nested.Balance {
        Nested.Balance(cents: Int64(account.count))
      }
    }
    try await withBridge { bridge in
      try bridge.handle(Bank(), as: Nested.BankInterface.self)
      let balance = try await Nested.BankClient(bridge).balance(
        of: "abc", await: true, `in euros`: true, Type: 1, let: 2, var: 3)
      #expect(balance.cents == 3)
    }
  }

  @Test("a stream is read in the same way from an implementation, over a bridge and over a client")
  func streams() async throws {
    try await withBridge { bridge in
      try bridge.handle(FakeTicker(), as: TickerInterface.self)
      let tickers: [any Ticker] = [
        FakeTicker(), TickerClient(bridge), TickerClient(HostCallClient(transport: bridge)),
      ]
      for ticker in tickers {
        var prices: [Double] = []
        let error = await #expect(throws: HostCallError<ProfileFailure>.self) {
          for try await price in ticker.prices(of: 7) { prices.append(price) }
        }
        #expect(prices == [8, 9, 10])
        #expect(error?.failure == .busy)
      }
    }
  }
}
