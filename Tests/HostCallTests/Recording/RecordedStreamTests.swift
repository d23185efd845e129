// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("Recorded streams", .timeLimit(.minutes(1)))
struct RecordedStreamTests {
  private struct Count: HostStreamable {
    typealias Element = Int
    struct Failure: Error, Codable, Equatable { var last: Int }
    /// Below 0 for a failure after that many elements.
    var to: Int
  }

  private let log: TestLog

  init() throws { log = try TestLog() }

  private func withBridge(
    _ change: (inout CallRecorder.Options) -> Void = { $0.recordsPayloads = true },
    _ body: (HostBridge) async throws -> Void
  ) async throws {
    try await HostCallTesting.withBridge(configuration: log.configuration(change)) { bridge async throws in
      try bridge.handleStream(Count.self) { request, _, send in
        for number in 0..<abs(request.to) { try await send(number) }
        if request.to < 0 { throw Count.Failure(last: request.to) }
      }
      try await body(bridge)
      while bridge.statistics.inFlight > 0 { await Task.yield() }
    }
  }

  @Test("a stream is recorded at its end, with its elements")
  func elements() async throws {
    try await withBridge { bridge async throws in
      for try await _ in bridge.stream(Count(to: 3)) {}
    }
    let records = try log.records()
    #expect(Set(records.map(\.side)) == [.caller, .handler] && records.count == 2)
    for record in records {
      #expect(record.kind == .stream && record.name == "count" && record.callID == 1 && record.elements == 3)
      #expect(record.requestSize == 5 && record.responseSize == 3 && record.outcome?.name == "ok")
      #expect(record.request?.description == #"{"to": 3}"#)
      #expect(record.elementPayloads?.map(\.bytes) == [[0], [1], [2]])
    }
  }

  @Test("a failure ends the record of a stream")
  func failure() async throws {
    try await withBridge { bridge async throws in
      do { for try await _ in bridge.stream(Count(to: -2)) {} } catch {}
    }
    for record in try log.records() {
      #expect(record.elements == 2 && record.outcome?.name == "failed")
      #expect(record.failure?.description == #"{"last": -2}"#)
    }
    #expect(try log.records().count == 2)
  }

  @Test("a stream that its reader gives up is recorded as that")
  func givenUp() async throws {
    try await withBridge { bridge async throws in
      for try await element in bridge.stream(Count(to: 100)) where element == 5 { break }
    }
    let records = try log.records().filter { $0.side == .caller }
    #expect(records.map(\.outcome?.name) == ["givenUp"])
    #expect(records.first?.elements == 6)
  }

  @Test("without payloads, elements are only counted")
  func withoutPayloads() async throws {
    try await withBridge({ _ in }) { bridge async throws in
      for try await _ in bridge.stream(Count(to: 3)) {}
    }
    #expect(try log.records().map(\.elements) == [3, 3])
    #expect(try log.records().allSatisfy { $0.elementPayloads == nil && $0.omitted == nil })
  }

  @Test("of a long stream, the first elements are recorded")
  func bounds() async throws {
    try await withBridge { bridge async throws in
      for try await _ in bridge.stream(Count(to: 1001)) {}
    }
    for record in try log.records() {
      #expect(record.elements == 1001 && record.elementPayloads?.count == 1000)
      #expect(record.omitted == ["elements: all after the first 1000"])
    }
  }

  @Test("the size of a stream's elements is limited")
  func sizeBound() async throws {
    try await withBridge({
      $0.recordsPayloads = true
      $0.payloadLimit = 5
    }) { bridge async throws in
      for try await _ in bridge.stream(Count(to: 7)) {}
    }
    for record in try log.records() {
      #expect(record.elementPayloads?.map(\.bytes) == [[0], [1], [2], [3], [4]])
      #expect(record.omitted == ["elements: all after the first 5"])
    }
  }
}
