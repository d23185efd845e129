// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

#if GRPC
import TestSupport
import Testing

@testable import HostCallGRPC

@Suite("RunningCalls", .timeLimit(.minutes(1)))
struct RunningCallsTests {
  @Test("a closed set accepts no more calls, and ends with the last of those that it has")
  func close() async throws {
    let calls = RunningCalls<String>()
    let (first, second) = (try #require(calls.begin("a")), try #require(calls.begin("b")))
    let ended = calls.close()
    #expect(calls.isClosed && calls.begin("c") == nil)
    calls.end(first)
    calls.end(first)
    #expect(await !ended.ends(within: .milliseconds(1)) && calls.all == ["b"])
    calls.end(second)
    await ended.value
    #expect(calls.all.isEmpty && calls.change(second) { $0 } == nil)
  }

  @Test("a set that is closed without calls has ended")
  func empty() async throws {
    let calls = RunningCalls<Int>()
    calls.end(try #require(calls.begin(1)))
    await calls.close().value
    #expect(calls.begin(2) == nil)
  }

  @Test("in any order of beginnings, changes and ends, the set has the calls that have begun and not ended")
  func generated() async {
    var random = SplitMix(for: "running calls")
    for round in 0..<100 {
      let calls = RunningCalls<Int>()
      var expected: [UInt64: Int] = [:]
      for step in 0..<50 {
        let any = expected.keys.sorted().randomElement(using: &random)
        switch (Int.random(in: 0..<4, using: &random), any) {
        case (0, let id?):
          calls.end(id)
          expected[id] = nil
        case (1, let id?):
          #expect(
            calls.change(id) {
              $0 += 100; return $0
            } == (expected[id] ?? 0) + 100)
          expected[id]? += 100
        default:
          if let id = calls.begin(step) { expected[id] = step }
        }
        #expect(calls.all.sorted() == expected.values.sorted(), "round \(round), step \(step)")
      }
      let ended = calls.close()
      for id in expected.keys { calls.end(id) }
      await ended.value
    }
  }
}
#endif
