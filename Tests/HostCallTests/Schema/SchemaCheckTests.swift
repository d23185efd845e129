// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostBridgeCore
import HostCall
import HostCallTesting
import Synchronization
import Testing

/// Registers a C handler that has a fingerprint and never answers.
private func register(
  _ name: String, fingerprint: UInt64, on bridge: HostBridge
) -> (status: Int32, message: String) {
  var handler = unsafe hostcall_handler()
  unsafe handler.size = MemoryLayout<hostcall_handler>.size
  unsafe handler.invoke = { _, _, _, _ in }
  unsafe handler.fingerprint = fingerprint
  let status = unsafe hostcall_register_handler(bridge.cHandle, name, &handler)
  var text = [CChar](repeating: 0, count: 1024)
  let length = unsafe hostcall_last_error(&text, text.count)
  return (status, String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self))
}

private typealias OldFindUser = FindUserAs<OtherUser.Retyped>

@Suite("Handlers whose schema differs from the core's", .timeLimit(.minutes(1)))
struct SchemaCheckTests {
  private let difference = "response.balance: the host has tstr, the core int64"

  @Test("a handler for a declared call is refused with the difference")
  func declared() async throws {
    try await withBridge { bridge async throws in
      try bridge.declare(FindUser.self, Ping.self)
      let error = #expect(throws: HostSetupError.self) {
        try bridge.handle(OldFindUser.self) { _, _ in throw CancellationError() }
      }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.wireName == "find_user")
      #expect(error?.message.contains(difference) == true)

      let old = HostCallSchema(OldFindUser.self).fingerprint
      let inC = register("find_user", fingerprint: old, on: bridge)
      #expect(inC.status == HOSTCALL_SCHEMA_MISMATCH)
      #expect(
        inC.message
          == "the host's schema of find_user is not the core's: \(difference) (fingerprints 0x\(String(old, radix: 16)) "
          + "of the host and 0x\(String(HostCallSchema(FindUser.self).fingerprint, radix: 16)) of the core)")
      // Nothing was registered.
      #expect(try bridge.unregistered(among: ["find_user"]) == ["find_user"])
    }
  }

  @Test("a handler with the same schema is accepted, regardless of its type's name")
  func same() async throws {
    try await withBridge { bridge async throws in
      try bridge.declare(FindUser.self)
      try bridge.handle(SearchForUser.self) { request, _ in
        SearchForUser.Person(balance: 7, home: .init(zip: 1, city: "B"), name: "user \(request.id)")
      }
      #expect(try await bridge.call(FindUser(id: 3)).name == "user 3")
      let fingerprint = HostCallSchema(SearchForUser.self).fingerprint
      #expect(register("find_user", fingerprint: fingerprint, on: bridge).status == HOSTCALL_OK)
      #expect(register("find_user", fingerprint: 0, on: bridge).status == HOSTCALL_OK)
    }
  }

  @Test("an undeclared call fails when it is first made, and its handler is not invoked")
  func firstCall() async throws {
    try await withBridge { bridge async throws in
      let invocations = Mutex(0)
      try bridge.handle(OldFindUser.self) { _, _ in
        invocations.withLock { $0 += 1 }
        throw CancellationError()
      }
      for _ in 0..<3 {
        let error = await #expect(throws: HostCallError<FindUser.Failure>.self) {
          try await bridge.call(FindUser(id: 3))
        }
        #expect(error?.code == .failedPrecondition)
        #expect(error?.message.contains(difference) == true)
      }
      let results = await bridge.callEach([FindUser(id: 1), FindUser(id: 2)])
      for result in results {
        #expect(throws: HostCallError<FindUser.Failure>.self) { try result.get() }
      }
      #expect(invocations.withLock { $0 } == 0)
      #expect(bridge.statistics.failed == 5)
      #expect(bridge.statistics.inFlight == 0)

      // Calls succeed after the handler is replaced, and fail once it is back.
      try bridge.handle(SearchForUser.self) { _, _ in
        SearchForUser.Person(balance: 7, home: .init(zip: 1, city: "B"), name: "Ada")
      }
      #expect(try await bridge.call(FindUser(id: 3)).name == "Ada")
    }
  }

  @Test("require and declare detect a handler that was registered before")
  func requireAndDeclare() async throws {
    let bridge = HostBridge()
    try bridge.handle(OldFindUser.self) { _, _ in throw CancellationError() }
    let missing = #expect(throws: HostSetupError.self) { try bridge.require(FindUser.self, Ping.self) }
    #expect(missing?.code == .unimplemented)
    try bridge.handle(Ping.self) { _, _ in Empty() }
    let required = #expect(throws: HostSetupError.self) { try bridge.require(FindUser.self, Ping.self) }
    #expect(required?.code == .failedPrecondition)
    #expect(required?.message.contains(difference) == true)
    let declared = #expect(throws: HostSetupError.self) { try bridge.declare(FindUser.self) }
    #expect(declared?.code == .failedPrecondition)
    await bridge.close()
    let closed = #expect(throws: HostSetupError.self) { try bridge.declare(FindUser.self) }
    #expect(closed?.code == .unavailable)
  }

  @Test("if the bridge only warns of mismatches, a handler is accepted and reported once")
  func warn() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .warn
    let (reports, report) = AsyncStream.makeStream(of: SchemaMismatch.self)
    let bridge = HostBridge(configuration: configuration, onSchemaMismatch: { report.yield($0) })
    try bridge.declare(FindUser.self)
    try bridge.handle(OldFindUser.self) { _, _ in .init(name: "Ada", home: .init(city: "B", zip: 1), balance: "7") }
    // The call reveals the mismatch that was reported.
    let error = await #expect(throws: HostCallError<FindUser.Failure>.self) { try await bridge.call(FindUser(id: 3)) }
    #expect(error?.code == .internal)
    try bridge.handle(FindUser.self) { _, _ in throw FindUser.Failure.busy }
    #expect(register("find_user", fingerprint: 7, on: bridge).status == HOSTCALL_OK)
    await bridge.close()
    var found: [SchemaMismatch] = []
    for await mismatch in reports {
      found.append(mismatch)
      if found.count == 2 { break }
    }
    let byFingerprint = Dictionary(uniqueKeysWithValues: found.map { ($0.hostFingerprint, $0) })
    let old = try #require(byFingerprint[HostCallSchema(OldFindUser.self).fingerprint])
    #expect(old.wireName == "find_user" && old.difference == difference)
    #expect(old.coreFingerprint == HostCallSchema(FindUser.self).fingerprint)
    #expect(
      byFingerprint[7]?.difference.contains("in a way that fingerprints do not identify; the core has request.id: uint")
        == true)
  }

  @Test("if schema checks are off, a handler is accepted without a report")
  func off() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    let bridge = HostBridge(
      configuration: configuration, onSchemaMismatch: { Issue.record("\($0) was reported") })
    try bridge.declare(FindUser.self)
    #expect(register("find_user", fingerprint: 7, on: bridge).status == HOSTCALL_OK)
    try bridge.require(FindUser.self)
    await bridge.close()
  }

  @Test(
    "a mismatch is always refused if the request or the response is raw",
    arguments: [HostBridgeConfiguration.SchemaCheck.strict, .warn, .off])
  func raw(_ check: HostBridgeConfiguration.SchemaCheck) async throws {
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = check
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.declare(Measure<Reading>.self)
      let error = #expect(throws: HostSetupError.self) {
        try bridge.handle(Measure<OtherReading>.self) { _, _ in OtherReading(value: 1, time: -1) }
      }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.message.contains("response.time: the host has Int64 at 8, the core UInt64 at 8") == true)
      #expect(register("measure", fingerprint: 7, on: bridge).status == HOSTCALL_SCHEMA_MISMATCH)

      // The handler alone uses raw bytes, and would read any bytes as a value.
      struct InCBOR: HostCallable {
        static var wireName: String { "same" }
        typealias Response = Int
        var value: UInt8
      }
      struct Raw: HostCallable, PlainData {
        static var wireName: String { "same" }
        typealias Response = Int
        var value: UInt32
      }
      try bridge.declare(InCBOR.self)
      #expect(throws: HostSetupError.self) { try bridge.handle(Raw.self) { _, _ in 1 } }
    }
  }

  @Test("a handler is checked against both versions of a call that one core makes")
  func versions() async throws {
    try await withBridge { bridge async throws in
      try bridge.declare(FindUser.self, OldFindUser.self)
      #expect(throws: HostSetupError.self) {
        try bridge.handle(FindUser.self) { _, _ in throw FindUser.Failure.busy }
      }
      #expect(register("find_user", fingerprint: 0, on: bridge).status == HOSTCALL_OK)
    }
  }
}
