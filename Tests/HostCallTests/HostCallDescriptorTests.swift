// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCallTesting
import Synchronization
import Testing

@testable import HostCall

@Suite("The descriptor of a core", .timeLimit(.minutes(1)))
struct HostCallDescriptorTests {
  private func descriptor(of bridge: HostBridge) throws -> HostCallDescriptor {
    try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
  }

  @Test("the descriptor lists the calls that the core has declared, made and exposed, including those in bytes")
  func lists() async throws {
    let bridge = HostBridge()
    #expect(try descriptor(of: bridge).calls.isEmpty)
    try bridge.exposeBytes("anything") { .response($0.payload) }
    #expect(try descriptor(of: bridge).calls.map(\.name) == ["anything"])
    try bridge.declare(FindUser.self)
    try bridge.expose(Ping.self) { _, _ in Empty() }
    _ = try? await bridge.call(ReadClock(clock: 0))
    let descriptor = try descriptor(of: bridge)
    #expect(descriptor.version == 1)
    #expect(descriptor.calls.map(\.name) == ["find_user", "read_clock", "anything", "ping"])
    #expect(descriptor.calls.map(\.direction) == [.toHost, .toHost, .toCore, .toCore])
    let user = descriptor.calls[0]
    let schema = HostCallSchema(FindUser.self)
    #expect(user.fingerprint == schema.fingerprint && user.outline == schema.outline)
    #expect(user.request?.encoding == "cbor" && user.request?.rule == "find_user.request")
    #expect(user.response?.rule == "find_user.response" && user.failure?.rule == "find_user.failure")
    let clock = descriptor.calls[1]
    #expect(clock.request?.encoding == "raw" && clock.response?.encoding == "raw" && clock.failure == nil)
    #expect(descriptor.calls[2] == HostCallDescriptor.Call(name: "anything", direction: .toCore))
    // One text has the rules of all calls, and each definition once.
    #expect(descriptor.cddl.contains("; \"find_user\", made by the core, fingerprint 0x"))
    #expect(descriptor.cddl.contains("; \"ping\", exposed by the core, fingerprint 0x"))
    for rule in ["find_user.response = {", "find_user.Address = {", "ping.response = {}", "int64 = ", "uint32 = "] {
      #expect(descriptor.cddl.split(separator: "\n").filter { $0.hasPrefix(rule) }.count == 1, "\(rule)")
    }
    await bridge.close()
    #expect(try self.descriptor(of: bridge).calls.map(\.name) == ["find_user", "read_clock"])
  }

  @Test("hostcall_describe returns the descriptor's bytes, and their size")
  func inC() async throws {
    let bridge = HostBridge()
    var length = 77
    #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_NOT_REGISTERED)
    #expect(length == 77)
    try bridge.declare(FindUser.self)
    let bytes = bridge.descriptor()
    #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_OK)
    #expect(length == bytes.count)
    var buffer = [UInt8](repeating: 0xEE, count: length + 1)
    length = 0
    #expect(unsafe hostcall_describe(bridge.cHandle, &buffer, bytes.count - 1, &length) == HOSTCALL_RESOURCE_EXHAUSTED)
    #expect(length == bytes.count && buffer.allSatisfy { $0 == 0xEE })
    #expect(unsafe hostcall_describe(bridge.cHandle, &buffer, buffer.count, &length) == HOSTCALL_OK)
    #expect(length == bytes.count && Array(buffer.dropLast()) == bytes && buffer.last == 0xEE)
    await bridge.close()
    #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_INVALID_BRIDGE)
  }

  @Test("the rules of two versions of a call have different names")
  func versions() async throws {
    try await withBridge { bridge async throws in
      try bridge.declare(FindUser.self, FindUserAs<OtherUser.Older>.self)
      let descriptor = try descriptor(of: bridge)
      #expect(descriptor.calls.map(\.name) == ["find_user", "find_user"])
      #expect(descriptor.calls.map(\.response?.rule) == ["find_user.response", "find_user-2.response"])
    }
  }

  @Test("the descriptor is encoded once until a call is declared or exposed, and each type is probed once")
  func once() async throws {
    try await withBridge { bridge async throws in
      try bridge.declare(AskWatched.self)
      let (looks, encodings) = (Watched.looks.load(ordering: .relaxed), Watched.encodings.load(ordering: .relaxed))
      let first = bridge.descriptor()
      for _ in 0..<3 { #expect(bridge.descriptor() == first) }
      var length = 0
      #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_OK)
      var buffer = [UInt8](repeating: 0, count: length)
      #expect(unsafe hostcall_describe(bridge.cHandle, &buffer, buffer.count, &length) == HOSTCALL_OK)
      #expect(buffer == first)
      #expect(Watched.looks.load(ordering: .relaxed) == looks)
      #expect(Watched.encodings.load(ordering: .relaxed) == encodings)

      // Declaring or exposing a known call again changes nothing.
      try bridge.declare(AskWatched.self)
      #expect(bridge.descriptor() == first)
      try bridge.expose(Ping.self) { _, _ in Empty() }
      let second = bridge.descriptor()
      #expect(try descriptor(of: bridge).calls.map(\.name) == ["ask_watched", "ping"])
      try bridge.expose(Ping.self) { _, _ in Empty() }
      #expect(bridge.descriptor() == second)
      _ = try? await bridge.call(ReadClock(clock: 0))
      #expect(try descriptor(of: bridge).calls.map(\.name) == ["ask_watched", "read_clock", "ping"])
      #expect(Watched.looks.load(ordering: .relaxed) == looks)
    }
  }

  @Test("with schema checks off, the descriptor lists names and encodings, and no type is probed")
  func off() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.declare(AskUnwatched.self, ReadClock.self)
      try bridge.require()
      try bridge.handle(AskUnwatched.self) { _, _ in Unwatched() }
      try bridge.expose(AskUnwatched.self) { _, _ in Unwatched() }
      let client = HostCallClient(transport: bridge, configuration: configuration)
      _ = try await client.call(AskUnwatched())
      _ = try await bridge.call(AskUnwatched())
      #expect(await bridge.fingerprint(of: "ask_unwatched") == nil)
      let recorder = RecordingTransport()
      _ = try? await HostCallClient(transport: recorder, configuration: configuration).call(AskUnwatched())
      #expect(recorder.calls.withLock { $0.map(\.fingerprint) } == [nil])

      let descriptor = try descriptor(of: bridge)
      #expect(descriptor.calls.map(\.name) == ["ask_unwatched", "read_clock", "ask_unwatched"])
      #expect(descriptor.calls.allSatisfy { $0.fingerprint == nil && $0.outline == nil })
      #expect(descriptor.calls.map(\.response?.encoding) == ["cbor", "raw", "cbor"])
      #expect(descriptor.cddl.contains("ask_unwatched.response = any\n"))
      #expect(descriptor.cddl.contains("read_clock.response = bytes .size 8\n"))
      // The type is decoded twice, from messages, and never from made-up values.
      #expect(Unwatched.looks.load(ordering: .relaxed) == 2)
    }
  }
}

/// A type that counts how often it is probed, and how often its CDDL is requested.
private struct Watched: Codable, Sendable {
  static let looks = Atomic<Int>(0)
  static let encodings = Atomic<Int>(0)

  struct Stated: Codable, Sendable, CDDLDescribed {
    static var cddl: String {
      encodings.add(1, ordering: .relaxed)
      return "tstr"
    }
    static var cddlExample: Stated { Stated() }
  }

  var stated = Stated()

  init(from decoder: any Decoder) throws {
    Self.looks.add(1, ordering: .relaxed)
    stated = try decoder.singleValueContainer().decode(Stated.self)
  }
}

private struct AskWatched: HostCallable {
  typealias Response = Watched
}

private struct Unwatched: Codable, Sendable {
  static let looks = Atomic<Int>(0)

  init() {}

  init(from decoder: any Decoder) throws {
    Self.looks.add(1, ordering: .relaxed)
  }

  func encode(to encoder: any Encoder) throws {
    _ = encoder.container(keyedBy: NoKey.self)
  }

  private enum NoKey: CodingKey {}
}

private struct AskUnwatched: HostCallable {
  typealias Response = Unwatched
}

/// A transport that records its calls, and answers none.
private final class RecordingTransport: HostCallTransport {
  let calls = Mutex<[TransportCall]>([])
  let carriesRawBytes = false

  func send(_ call: TransportCall) async throws(BridgeError) -> [UInt8] {
    calls.withLock { $0.append(call) }
    throw BridgeError(code: .unavailable, message: "there is no handler")
  }

  func fingerprint(of wireName: String) async -> UInt64? { nil }
}
