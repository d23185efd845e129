// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostBridgeCore
@_spi(Tool) import HostCall
import Testing

@Suite("A bridge that declares the calls of a descriptor", .timeLimit(.minutes(1)))
struct DescribedCallSchemaTests {
  private struct WatchUser: HostStreamable {
    typealias Element = String
    var id: UInt64
  }

  /// The same stream with another element.
  private struct ReadUser: HostStreamable {
    static var wireName: String { "watch_user" }
    typealias Element = [UInt8]
    var id: UInt64
  }

  /// A call in CBOR except for its request, which is raw.
  private struct Mixed<Request: PlainData & Codable, Response: Codable & Sendable>: HostCallable, PlainData {
    static var wireName: String { "mixed" }
    var request: Request
  }

  /// Returns the descriptor of a core that makes `find_user`, `mixed` and the stream `watch_user`, and exposes `ping`.
  private func describe() async throws -> (descriptor: HostCallDescriptor, bytes: [UInt8]) {
    let core = HostBridge()
    try core.declare(FindUser.self, Mixed<UInt32, String>.self, WatchUser.self)
    try core.expose(Ping.self) { _, _ in Empty() }
    let bytes = core.descriptor()
    await core.close()
    return (try CBORDecoder().decode(HostCallDescriptor.self, from: bytes), bytes)
  }

  /// Registers a handler in C, and returns the status and the reason.
  private func register(
    _ name: String, fingerprint: UInt64, on bridge: HostBridge, isStream: Bool = false
  ) -> (status: Int32, reason: String) {
    let status: Int32
    if isStream {
      var handler = unsafe hostcall_stream_handler()
      unsafe handler.size = MemoryLayout<hostcall_stream_handler>.size
      unsafe handler.invoke = { _, _, _, _ in }
      unsafe handler.fingerprint = fingerprint
      status = unsafe hostcall_register_stream(bridge.cHandle, name, &handler)
    } else {
      var handler = unsafe hostcall_handler()
      unsafe handler.size = MemoryLayout<hostcall_handler>.size
      unsafe handler.invoke = { _, _, _, _ in }
      unsafe handler.fingerprint = fingerprint
      status = unsafe hostcall_register_handler(bridge.cHandle, name, &handler)
    }
    var text = [CChar](repeating: 0, count: 1024)
    let length = unsafe hostcall_last_error(&text, text.count)
    return (status, String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  @Test("a host in C is refused as its core refuses it, with the difference")
  func refusals() async throws {
    let descriptor = try await describe().descriptor
    let (bridge, core) = (HostBridge(), HostBridge())
    try bridge.declareCalls(of: descriptor)
    try core.declare(FindUser.self, Mixed<UInt32, String>.self, WatchUser.self)
    for (name, fingerprint, isStream, difference) in [
      (
        "find_user", HostCallSchema(FindUserAs<OtherUser.Retyped>.self).fingerprint, false,
        "response.balance: the host has tstr, the core int64"
      ),
      (
        "mixed", HostCallSchema(Mixed<UInt32, [UInt8]>.self).fingerprint, false,
        "response: the host has bytes, the core tstr"
      ),
      // The outline of a stream has a line more, which belongs to no part.
      ("watch_user", HostCallSchema(ReadUser.self).fingerprint, true, "response: the host has bytes, the core tstr"),
      ("watch_user", 7, true, "the core has request.id: uint, response: tstr"),
    ] {
      let found = register(name, fingerprint: fingerprint, on: bridge, isStream: isStream)
      let expected = register(name, fingerprint: fingerprint, on: core, isStream: isStream)
      #expect(found.status == HOSTCALL_SCHEMA_MISMATCH && expected.status == HOSTCALL_SCHEMA_MISMATCH)
      #expect(found.reason == expected.reason)
      #expect(found.reason.contains(difference))
    }
    await bridge.close()
    await core.close()
  }

  @Test("a host in C with the fingerprints of the descriptor is accepted, and so is one without")
  func accepted() async throws {
    let descriptor = try await describe().descriptor
    let bridge = HostBridge()
    try bridge.declareCalls(of: descriptor)
    for fingerprint in [HostCallSchema(FindUser.self).fingerprint, 0] {
      #expect(register("find_user", fingerprint: fingerprint, on: bridge).status == HOSTCALL_OK)
    }
    let stream = try #require(descriptor.streams?.first?.fingerprint)
    #expect(register("watch_user", fingerprint: stream, on: bridge, isStream: true).status == HOSTCALL_OK)
    // A call that the core exposes is none that its host answers.
    #expect(register("ping", fingerprint: 7, on: bridge).status == HOSTCALL_OK)
    await bridge.close()
  }

  @Test("hosts are given the whole descriptor")
  func described() async throws {
    let (descriptor, bytes) = try await describe()
    let bridge = HostBridge()
    try bridge.declareCalls(of: descriptor)
    var found = [UInt8](repeating: 0, count: bytes.count)
    var length = 0
    #expect(unsafe hostcall_describe(bridge.cHandle, &found, found.count, &length) == HOSTCALL_OK)
    #expect(found == bytes && length == bytes.count)
    await bridge.close()
  }

  @Test("without schema checks, only the parts that cross raw are compared")
  func unchecked() async throws {
    let descriptor = try await describe().descriptor
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    let bridge = HostBridge(configuration: configuration)
    try bridge.declareCalls(of: descriptor)
    #expect(register("find_user", fingerprint: 7, on: bridge).status == HOSTCALL_OK)
    let response = HostCallSchema(Mixed<UInt32, Int>.self).fingerprint
    #expect(register("mixed", fingerprint: response, on: bridge).status == HOSTCALL_OK)
    let request = register("mixed", fingerprint: HostCallSchema(Mixed<Float, String>.self).fingerprint, on: bridge)
    #expect(request.status == HOSTCALL_SCHEMA_MISMATCH)
    #expect(request.reason.contains("the request differs in a way that fingerprints do not identify"))
    await bridge.close()
  }

  @Test("a call without a schema is declared, and takes handlers of every schema")
  func withoutSchema() async throws {
    var descriptor = try await describe().descriptor
    descriptor.calls[0].fingerprint = nil
    descriptor.calls[0].outline = nil
    let (reports, report) = AsyncStream.makeStream(of: String.self)
    let bridge = HostBridge(onReport: { report.yield("\($0)") })
    try bridge.declareCalls(of: descriptor)
    #expect(register("find_user", fingerprint: 7, on: bridge).status == HOSTCALL_OK)
    #expect(register("find_users", fingerprint: 0, on: bridge).status == HOSTCALL_OK)
    for await report in reports {
      #expect(report.contains("find_users") && report.contains("find_user"))
      break
    }
    await bridge.close()
  }

  @Test("a name that is none, and a closed bridge, are errors")
  func errors() async throws {
    var descriptor = try await describe().descriptor
    descriptor.calls[0].name = ""
    let bridge = HostBridge()
    #expect(throws: HostSetupError.self) { try bridge.declareCalls(of: descriptor) }
    await bridge.close()
    let closed = #expect(throws: HostSetupError.self) { try bridge.declareCalls(of: descriptor) }
    #expect(closed?.code == .unavailable)
  }
}
