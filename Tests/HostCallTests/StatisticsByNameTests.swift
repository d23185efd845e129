// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Testing

@Suite("Statistics by name", .timeLimit(.minutes(1)))
struct StatisticsByNameTests {
  private struct Count: HostStreamable {
    typealias Element = Int
    typealias Failure = Never
    var to: Int
  }

  private func withBridge(isCounted: Bool = true, _ body: (HostBridge) async throws -> Void) async throws {
    var configuration = HostBridgeConfiguration()
    configuration.countsCallsByName = isCounted
    try await HostCallTesting.withBridge(configuration: configuration) { bridge async throws in
      try bridge.handle(ReadClock.self) { request, _ in Double(request.clock) }
      try bridge.handle(FetchProfile.self) { request, _ in
        guard request.userID != 0 else { throw FetchProfile.Failure.busy }
        return .init(name: "none", tags: [])
      }
      try bridge.handleStream(Count.self) { request, _, send in
        for number in 0..<request.to { try await send(number) }
      }
      try await body(bridge)
    }
  }

  @Test("raw calls, batches, calls in CBOR and failures are counted by name, and all of them in the totals")
  func calls() async throws {
    try await withBridge { bridge async throws in
      _ = try await bridge.call(ReadClock(clock: 5))
      _ = await bridge.callEach((0..<3).map { ReadClock(clock: $0) })
      _ = try await bridge.call(FetchProfile(userID: 7))
      _ = try? await bridge.call(FetchProfile(userID: 0))
      let (clock, profile) = (bridge.statisticsByName["read_clock"], bridge.statisticsByName["fetch_profile"])
      #expect(clock?.made == 4 && clock?.answered == 4 && clock?.inFlight == 0)
      // Four numbers of four bytes, and four of eight.
      #expect(clock?.requestBytes == 16 && clock?.answerBytes == 32)
      #expect(profile?.made == 2 && profile?.answered == 1 && profile?.failed == 1)
      // 17 bytes of {"name": "none", "tags": []} and 7 of {"busy": {}}
      #expect(profile?.answerBytes == 24)
      #expect(bridge.statistics.made == 6)
    }
  }

  @Test("endings count by their codes, and a call is in flight until it ends")
  func endings() async throws {
    try await withBridge { bridge async throws in
      _ = try? await bridge.call(FetchProfile(userID: 7), timeout: .zero)
      let task = Task { try await bridge.call(FetchProfile(userID: 7)) }
      task.cancel()
      _ = await task.result
      try bridge.handle(ReadClock.self) { _, context in
        Double(context.bridge.statisticsByName["read_clock"]?.inFlight ?? 0)
      }
      #expect(try await bridge.call(ReadClock(clock: 1)) == 1)
      let profile = bridge.statisticsByName["fetch_profile"]
      #expect(profile?.made == 2 && profile?.expired == 1 && (profile?.cancelled ?? 0) + (profile?.answered ?? 0) == 1)
    }
  }

  @Test("calls in bytes are counted by registered names only")
  func bytes() async throws {
    try await withBridge { bridge async throws in
      // {"userID": 7}
      let request: [UInt8] = [0xA1, 0x66] + Array("userID".utf8) + [0x07]
      #expect(try await bridge.callBytes("fetch_profile", request).count == 17)
      for number in 0..<100 { _ = try? await bridge.callBytes("invented_\(number)", []) }
      let counts = bridge.statisticsByName
      #expect(Set(counts.keys) == ["fetch_profile", ""])
      #expect(counts["fetch_profile"]?.answered == 1)
      #expect(counts[""]?.made == 100 && counts[""]?.failed == 100)
    }
  }

  @Test("a stream is in flight until it ends, also when its reader leaves")
  func streams() async throws {
    try await withBridge { bridge async throws in
      for try await number in bridge.stream(Count(to: 3)) where number == 0 {
        #expect(bridge.statisticsByName["count"]?.inFlight == 1)
      }
      for try await _ in bridge.stream(Count(to: 1000)) { break }
      let counts = bridge.statisticsByName["count"]
      #expect(counts?.made == 2 && counts?.answered == 1 && counts?.cancelled == 1 && counts?.inFlight == 0)
    }
  }

  @Test("by default, calls are not counted by name")
  func off() async throws {
    try await withBridge(isCounted: false) { bridge async throws in
      _ = try await bridge.call(FetchProfile(userID: 7))
      #expect(bridge.statisticsByName.isEmpty)
    }
  }
}
