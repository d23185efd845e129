// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

@testable import ConformanceCore

@Suite("Streams and events", .timeLimit(.minutes(1)))
struct StreamTests {
  @Test("the core's stream counts, and ends as it is told")
  func coreStream() async throws {
    try await withConformance { (core, _, _) async throws in
      func read(_ count: UInt32, _ end: StreamEnd) async -> ([Int64], HostCallError<Refusal>?) {
        var numbers: [Int64] = []
        do throws(HostCallError<Refusal>) {
          for try await reading in core.coreCounts(from: 5, count: count, end: end, key: "count") {
            numbers.append(reading.text == "\(reading.number)" ? reading.number : -1)
          }
          return (numbers, nil)
        } catch {
          return (numbers, error)
        }
      }
      #expect(await read(1000, .finish).0 == Array(5..<1005))
      #expect(await read(0, .finish).0 == [])
      let refused = await read(3, .refuse(.busy))
      #expect(refused.0 == [5, 6, 7] && refused.1?.failure == .busy)
      let failed = await read(3, .fail(code: 5, message: "m"))
      #expect(failed.0 == [5, 6, 7] && failed.1?.code == .notFound && failed.1?.message == "m")
      var ticks: [Double] = []
      for try await tick in core.coreTicks(count: 3) { ticks.append(tick) }
      #expect(ticks == [0.5, 1.5, 2.5])
    }
  }

  @Test("a host that leaves the core's stream ends it")
  func leaveCoreStream() async throws {
    try await withConformance { (core, _, _) async throws in
      var count = 0
      for try await _ in core.coreCounts(from: 0, count: 1_000_000, end: .finish, key: "leave") {
        count += 1
        if count == 3 { break }
      }
      let report = try await core.streamReport(key: "leave", awaitsEnd: true)
      #expect(report.hasEnded)
      #expect(report.produced >= 3 && report.produced <= 3 + 16 + 1, "\(report)")
    }
  }

  @Test("the core reads the host's stream, and reports its end")
  func hostStream() async throws {
    func read(
      _ count: UInt32, _ end: StreamEnd, stopAfter: UInt32? = nil, buffer: UInt32 = 16, silence: UInt32? = nil,
      timeout: UInt32? = nil
    ) async throws -> (StreamReading, sent: Int) {
      var result: (StreamReading, sent: Int)?
      try await withConformance { (core, host, _) async throws in
        let reading = try await core.readHostCounts(
          count: count, end: end, stopAfter: stopAfter, buffer: buffer, pauseMilliseconds: 0,
          timeoutMilliseconds: timeout, silenceMilliseconds: silence)
        result = (reading, host.sentCount)
      }
      return try #require(result)
    }
    let whole = try await read(1000, .finish).0
    #expect(whole.numbers == Array(1...1000) && whole.outcome == "ok")
    let refused = try await read(3, .refuse(.busy)).0
    #expect(refused.numbers == [1, 2, 3] && refused.outcome == "failed" && refused.refusal == .busy)
    let failed = try await read(3, .fail(code: 5, message: "m")).0
    #expect(failed.outcome == "notFound" && failed.message == "m")
    let (stopped, sent) = try await read(1_000_000, .finish, stopAfter: 3, buffer: 4)
    #expect(stopped.numbers == [1, 2, 3] && stopped.outcome == "stopped")
    #expect(sent <= 3 + 4 + 1, "\(sent)")
    #expect(try await read(2, .stay, silence: 50).0.outcome == "deadlineExceeded")
    #expect(try await read(2, .stay, timeout: 50).0.outcome == "deadlineExceeded")
    try await withConformance { (core, _, _) async throws in
      #expect(try await core.readHostTicks(count: 3) == [0.5, 1.5, 2.5])
    }
  }

  @Test("events of both sides reach the other")
  func events() async throws {
    try await withConformance { (core, host, bridge) async throws in
      let client = ConformanceCoreClient(bridge)
      try await core.emitEvents(count: 3)
      #expect(await host.numbers(awaiting: 3) == [1, 2, 3])
      for number in 1...3 { try client.hostSaid(number: Int64(number), text: "") }
      #expect(try await core.hostEvents(count: 3) == [1, 2, 3])
    }
  }
}
