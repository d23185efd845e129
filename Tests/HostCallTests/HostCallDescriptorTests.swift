// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Fixtures
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
    let bridge = HostBridge()
    try bridge.declare(FindUser.self, FindUserAs<OtherUser.Older>.self)
    let descriptor = try descriptor(of: bridge)
    #expect(descriptor.calls.map(\.name) == ["find_user", "find_user"])
    #expect(descriptor.calls.map(\.response?.rule) == ["find_user.response", "find_user-2.response"])
    await bridge.close()
  }

  @Test("the descriptor is encoded once until a call is declared or exposed, and each type is probed once")
  func once() async throws {
    let bridge = HostBridge()
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
    await bridge.close()
  }

  @Test("with schema checks off, the descriptor lists names and encodings, and no type is probed")
  func off() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    let bridge = HostBridge(configuration: configuration)
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
    await bridge.close()
  }
}

@Suite("The structure in a descriptor", .timeLimit(.minutes(1)))
struct HostCallDescriptorStructureTests {
  typealias ValueType = HostCallDescriptor.ValueType

  /// A call as a macro would write it.
  struct Find: HostCallable, HostSchemaProviding {
    typealias Response = Declared.Everything
    static let isIdempotent = true
    static let documentation: String? = "Finds everything."
    static var hostSchema: HostTypeSchema {
      .record([HostFieldSchema("tree", integer: 1, Declared.Expression.self, documentation: "What to find.")])
    }
    var tree: Declared.Expression
  }

  private func descriptor(
    _ configuration: HostBridgeConfiguration = HostBridgeConfiguration(), _ declare: (HostBridge) throws -> Void
  ) async throws -> HostCallDescriptor {
    let bridge = HostBridge(configuration: configuration)
    try declare(bridge)
    let bytes = bridge.descriptor()
    await bridge.close()
    return try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
  }

  private func type(_ name: String, in descriptor: HostCallDescriptor) throws -> HostCallDescriptor.NamedType {
    try #require(descriptor.types?.first { $0.name == name })
  }

  @Test("a call is described with its name in Swift, its idempotence, its documentation and its types")
  func call() async throws {
    let descriptor = try await descriptor { try $0.declare(Find.self) }
    #expect(descriptor.version == 1 && descriptor.minorVersion == 1 && descriptor.openFunction == nil)
    let call = try #require(descriptor.calls.first)
    #expect(call.typeName == "Find" && call.isIdempotent == true && call.documentation == "Finds everything.")
    #expect(call.request?.type == ValueType(.named, name: "Find"))
    #expect(call.response?.type == ValueType(.named, name: "Everything"))
    let find = try type("Find", in: descriptor)
    let tree = HostCallDescriptor.Field(
      key: "tree", integer: 1, type: ValueType(.named, name: "Expression"), isOptional: false,
      documentation: "What to find.")
    #expect(find.type == ValueType(.record, fields: [tree]))
  }

  @Test("named types have fields, cases and their documentation")
  func types() async throws {
    let descriptor = try await descriptor { try $0.declare(Find.self) }
    let everything = try #require(try type("Everything", in: descriptor).type.fields)
    let byKey = Dictionary(uniqueKeysWithValues: everything.map { ($0.key, $0) })
    #expect(byKey["address"]?.type == ValueType(.named, name: "Address"))
    #expect(byKey["level"]?.type == ValueType(.nullable, items: [ValueType(.named, name: "Level")]))
    #expect(byKey["level"]?.isOptional == true)
    #expect(byKey["texts"]?.type == ValueType(.dictionary, items: [ValueType(.named, name: "Address")]))
    #expect(byKey["numbers"]?.type == ValueType(.numberedDictionary, items: [ValueType(.named, name: "Color")]))
    #expect(byKey["avatar"]?.type == ValueType(.nullable, items: [ValueType(.builtIn, name: "bytes")]))
    #expect(byKey["vector"]?.type.items?.count == 3)
    let address = try type("Address", in: descriptor)
    #expect(address.documentation == "A postal address.")
    #expect(address.type.fields?.map(\.documentation) == ["The city.", nil])
    let color = try type("Color", in: descriptor).type
    #expect(color.kind == .rawEnumeration && color.name == "tstr")
    #expect(color.cases?.map(\.name) == ["red", "green"])
    #expect(color.cases?.map(\.rawValue) == ["red", "dark green"])
    let level = try type("Level", in: descriptor)
    #expect(level.type.name == "int" && level.type.cases?.map(\.rawValue) == ["-1", "10"])
    #expect(level.documentation == "How high.")
    let expression = try type("Expression", in: descriptor).type
    #expect(expression.kind == .enumeration)
    #expect(expression.cases?.map(\.name) == ["sum", "number", "variable", "nothing"])
    #expect(expression.cases?[0].fields?.map(\.type) == [expression, expression].map { _ in ValueType(.named, name: "Expression") })
    #expect(expression.cases?[1].documentation == "A number." && expression.cases?[3].fields == [])
  }

  @Test("types that are probed have the same structure, without names of raw cases and documentation")
  func probed() async throws {
    let descriptor = try await descriptor { try $0.declare(FindUser.self, FindUserAs<OtherUser.Older>.self) }
    #expect(descriptor.calls[0].failure?.type == ValueType(.named, name: "Failure"))
    let failure = try type("Failure", in: descriptor).type
    #expect(failure.kind == .enumeration && failure.cases?.map(\.name) == ["notFound", "busy"])
    #expect(try type("Response", in: descriptor).type.fields?.map(\.key) == ["name", "home", "balance", "avatar"])
    // Two calls use the same types, and two types have the same name.
    #expect(Set(descriptor.types?.map(\.name) ?? []).count == descriptor.types?.count)
    struct Ask: HostCallable { typealias Response = [Undeclared.Color] }
    let other = try await self.descriptor { try $0.declare(Ask.self) }
    let color = try type("Color", in: other).type
    #expect(color.cases == [.init(rawValue: "dark green"), .init(rawValue: "red")] && color.name == "tstr")
  }

  @Test("a raw value has the offsets of its numbers")
  func raw() async throws {
    let descriptor = try await descriptor { try $0.declare(ReadClock.self) }
    let request = try #require(descriptor.calls[0].request?.type)
    #expect(request.kind == .raw && request.size == 4)
    #expect(request.fields?.map(\.key) == ["clock"] && request.fields?.map(\.offset) == [0])
    #expect(request.fields?.map(\.type) == [ValueType(.rawNumber, name: "UInt32")])
    #expect(descriptor.calls[0].response?.type?.fields?.map(\.key) == [""])
  }

  @Test("the limits are those of the bridge")
  func limits() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.maximumPayloadSize = 12_345
    let descriptor = try await descriptor(configuration) { try $0.declare(Find.self) }
    #expect(descriptor.limits == HostCallDescriptor.Limits(payloadSize: 12_345, nestingDepth: 128))
  }

  private typealias Five<Element> = [[[[[Element]]]]]

  @Test("a type of any depth leaves the descriptor readable")
  func deep() async throws {
    struct Ask: HostCallable { typealias Response = Five<Five<Five<Five<Five<Five<Int>>>>>> }
    let descriptor = try await descriptor { try $0.declare(Ask.self) }
    var type = try #require(descriptor.calls[0].response?.type)
    while let item = type.items?.first { type = item }
    #expect(type.kind == .unknown)
  }

  // MARK: Versions

  /// The descriptor's type as it was before it had minor versions.
  private struct Minor0: Codable, Equatable {
    struct Part: Codable, Equatable {
      var encoding: String
      var rule: String
    }

    struct Call: Codable, Equatable {
      var name: String
      var direction: HostCallDescriptor.Direction
      var fingerprint: UInt64?
      var request: Part?
      var response: Part?
      var failure: Part?
      var outline: String?
    }

    var version: Int
    var calls: [Call]
    var cddl: String
  }

  @Test("an earlier reader reads today's descriptor")
  func earlierReader() async throws {
    let bridge = HostBridge()
    try bridge.declare(Find.self, ReadClock.self)
    let earlier = try CBORDecoder().decode(Minor0.self, from: bridge.descriptor())
    let today = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
    await bridge.close()
    #expect(earlier.version == 1 && earlier.cddl == today.cddl)
    #expect(earlier.calls.map(\.name) == ["find", "read_clock"])
    #expect(earlier.calls.map(\.fingerprint) == today.calls.map(\.fingerprint))
    #expect(earlier.calls.map(\.request?.rule) == ["find.request", "read_clock.request"])
  }

  @Test("today's reader reads an earlier descriptor")
  func earlierDescriptor() throws {
    let bytes = try Fixtures.bytes("descriptor/minor-0.cbor")
    let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
    #expect(descriptor.version == 1 && descriptor.minorVersion == nil && descriptor.types == nil)
    #expect(descriptor.calls.map(\.name) == ["fetch_profile", "anything"])
    #expect(descriptor.calls[0].fingerprint == 0x4E1D_0000_0000_0001)
    #expect(descriptor.calls[0].response?.rule == "fetch_profile.response" && descriptor.calls[0].typeName == nil)
    // It has nothing that today's format lacks.
    #expect(try CBOREncoder().encode(descriptor) == bytes)
  }

  /// A call whose response is a descriptor, for the CDDL of the format.
  private struct Descriptor: HostCallable {
    typealias Response = HostCallDescriptor
  }

  @Test("the format is the one in Fixtures/descriptor/descriptor.cddl")
  func format() throws {
    func lines(_ text: String) -> [String] {
      text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix(";") }
    }
    let committed = lines(String(decoding: try Fixtures.bytes("descriptor/descriptor.cddl"), as: UTF8.self))
    let found = lines(HostCallSchema(Descriptor.self).cddl).filter { $0 != "descriptor.request = {}" }
    #expect(found == committed, "\(found.joined(separator: "\n"))")
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
