// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("CallRecorder", .timeLimit(.minutes(1)))
struct CallRecorderTests {
  private let log: TestLog

  init() throws { log = try TestLog() }

  /// Runs `body` with a bridge whose host in Swift answers `FetchProfile`.
  private func withBridge(
    _ change: (inout CallRecorder.Options) -> Void = { _ in }, _ body: (HostBridge) async throws -> Void
  ) async throws {
    try await HostCallTesting.withBridge(configuration: log.configuration(change)) { bridge async throws in
      try bridge.handle(FetchProfile.self) { request, _ in
        if request.userID == 0 { throw FetchProfile.Failure.notFound(userID: 5) }
        if request.userID == 1 { throw OddError() }
        return .init(name: "Ada", tags: [])
      }
      try await body(bridge)
    }
  }

  @Test("both sides of a call are recorded, without payloads unless they are asked for")
  func sides() async throws {
    try await withBridge { bridge async throws in
      var metadata = HostCallMetadata()
      try metadata.set("acme", forKey: "tenant")
      _ = try await HostCallMetadata.withValue(metadata) { try await bridge.call(FetchProfile(userID: 7)) }
      let records = try log.records()
      try #require(records.count == 2)
      #expect(records.map(\.side) == [.handler, .caller])
      #expect(records.map(\.number) == [2, 1])
      for record in records {
        #expect(record.name == "fetch_profile" && record.kind == .call && record.direction == .toHost)
        #expect(record.callID == 1 && record.bridge == bridge.cHandle && record.parent == nil)
        #expect(record.requestEncoding == "cbor" && record.responseEncoding == "cbor")
        // {"userID": 7} and {"name": "Ada", "tags": []}
        #expect(record.requestSize == 9 && record.responseSize == 16)
        #expect(record.outcome == CallRecord.Outcome(code: 0, name: "ok"))
        #expect(record.metadata == [CallRecord.MetadataEntry(key: "tenant")])
        #expect(record.request == nil && record.response == nil && record.omitted == nil && record.lost == nil)
        #expect(record.time > 1_700_000_000 && record.duration ?? -1 >= 0)
      }
      #expect(records.last?.attempts == 1)
    }
  }

  @Test("payloads, failures and messages are recorded")
  func payloads() async throws {
    try await withBridge({ $0.recordsPayloads = true }) { bridge async throws in
      _ = try await bridge.call(FetchProfile(userID: 7))
      for record in try log.records() {
        #expect(record.request?.description == #"{"userID": 7}"#)
        #expect(record.response?.description == #"{"name": "Ada", "tags": []}"#)
      }
      _ = try? await bridge.call(FetchProfile(userID: 0))
      for record in try log.records().dropFirst(2) {
        #expect(record.failure?.description == #"{"notFound": {"userID": 5}}"#)
        #expect(record.outcome?.code == 256 && record.outcome?.name == "failed")
      }
      _ = try? await bridge.call(FetchProfile(userID: 1))
      for record in try log.records().dropFirst(4) {
        #expect(record.outcome == CallRecord.Outcome(code: 2, name: "unknown", message: "the odd one"))
        #expect(record.failure == nil)
      }
      #expect(try log.records().count == 6)
    }
  }

  @Test("a raw call is recorded in CBOR")
  func raw() async throws {
    try await HostCallTesting.withBridge(
      configuration: log.configuration { $0.recordsPayloads = true }
    ) { bridge async throws in
      try bridge.handle(ReadClock.self) { _, _ in 1.5 }
      #expect(try await bridge.call(ReadClock(clock: 3)) == 1.5)
      let records = try log.records()
      #expect(records.count == 2)
      for record in records {
        #expect(record.requestEncoding == "raw" && record.requestSize == 4 && record.responseSize == 8)
        #expect(record.request?.description == #"{"clock": 3}"# && record.response?.description == "1.5")
      }
    }
  }

  @Test("a call to the core is recorded, and is the parent of the calls that its function makes")
  func nested() async throws {
    try await withBridge { bridge async throws in
      try bridge.expose(Ping.self) { _, context in
        _ = try await context.bridge.call(FetchProfile(userID: 7))
        async let second = context.bridge.call(FetchProfile(userID: 7))
        _ = try await second
        return Empty()
      }
      #expect(await callCore("ping", on: bridge).outcome == HOSTCALL_REPLY_OK)
      let records = try log.records()
      let outer = try #require(records.last)
      #expect(outer.name == "ping" && outer.direction == .toCore && outer.side == .handler && outer.callID == 1)
      #expect(outer.parent == nil && outer.requestEncoding == "cbor")
      #expect(records.filter { $0.side == .caller }.map(\.parent) == [outer.number, outer.number])
      #expect(records.filter { $0.side == .handler }.map(\.parent) == [nil, nil, nil])
    }
  }

  @Test("a handler's calls have its number as their parent, where another recorder records them too")
  func twoRecorders() async throws {
    let (first, second) = (try CallRecorder(path: log.path("1")), try CallRecorder(path: log.path("2")))
    try await HostCallTesting.withBridge(configuration: .recording(first, second)) { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in Empty() }
      try bridge.handle(FetchProfile.self) { _, context in
        _ = try await context.bridge.call(Ping())
        return .init(name: "", tags: [])
      }
      _ = try await bridge.call(FetchProfile(userID: 7))
    }
    for name in ["1", "2"] {
      let records = try log.records(name)
      let handler = records.first { $0.name == "fetch_profile" && $0.side == .handler }
      #expect(records.first { $0.name == "ping" && $0.side == .caller }?.parent == handler?.number)
      #expect(handler != nil && records.count == 4)
    }
  }

  @Test("a request that cannot be decoded and a handler in bytes are recorded as far as they are CBOR")
  func bytes() async throws {
    try await withBridge({ $0.recordsPayloads = true }) { bridge async throws in
      try bridge.expose(FetchProfile.self) { _, _ in .init(name: "", tags: []) }
      try bridge.exposeBytes("echo") { .response($0.payload) }
      _ = await callCore("fetch_profile", [0x01], on: bridge)
      _ = await callCore("echo", [0x82, 0x01, 0x02], on: bridge)
      _ = await callCore("echo", [0xFF], on: bridge)
      let records = try log.records()
      try #require(records.count == 3)
      #expect(records[0].request?.bytes == [0x01] && records[0].outcome?.name == "invalidArgument")
      #expect(records[1].request?.bytes == [0x82, 0x01, 0x02] && records[1].response?.bytes == [0x82, 0x01, 0x02])
      #expect(records[2].omitted == ["request: 1 bytes that are not CBOR", "response: 1 bytes that are not CBOR"])
    }
  }

  @Test("the beginnings of calls are recorded if that is asked for")
  func beginnings() async throws {
    try await withBridge({ $0.recordsBeginnings = true }) { bridge async throws in
      _ = try await bridge.call(FetchProfile(userID: 7))
      let records = try log.records()
      #expect(records.map(\.number) == [1, 2, 2, 1])
      #expect(records.map { $0.outcome == nil } == [true, true, false, false])
      #expect(records.map { $0.duration == nil } == [true, true, false, false])
    }
  }

  @Test("a client records its calls, which have no bridge")
  func client() async throws {
    let configuration = try log.configuration { $0.recordsPayloads = true }
    try await HostCallTesting.withBridge { bridge async throws in
      try bridge.handle(Ping.self) { _, _ in Empty() }
      _ = try await HostCallClient(transport: bridge, configuration: configuration).call(Ping())
    }
    let records = try log.records()
    #expect(records.count == 1)
    #expect(records.first?.bridge == nil && records.first?.callID == nil && records.first?.side == .caller)
  }

  @Test("concurrent calls are all recorded, with numbers of their own")
  func concurrency() async throws {
    try await withBridge { bridge async throws in
      await withTaskGroup(of: Void.self) { group in
        for _ in 1...8 {
          group.addTask { for _ in 1...50 { _ = try? await bridge.call(FetchProfile(userID: 7)) } }
        }
      }
      let records = try log.records()
      #expect(records.count == 800 && Set(records.map(\.number)) == Set(1...800))
      #expect(Set(records.filter { $0.side == .caller }.map(\.callID)).count == 400)
    }
  }
}
