// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Fixtures
import Testing

@testable import HostCall

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
    #expect(descriptor.version == 1 && descriptor.minorVersion == 2 && descriptor.openFunction == nil)
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
    let itself = ValueType(.named, name: "Expression")
    #expect(expression.cases?[0].fields?.map(\.type) == [itself, itself])
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

  @Test("an enum with raw values has its name, unless a type that declares no schema requires it")
  func rawValues() async throws {
    struct Found: HostCallable {
      typealias Response = Empty
      var color: Undeclared.Color
      var level: Declared.Level
      var other: Undeclared.Color?
      var colors: [Undeclared.Color]
    }
    struct Stated: HostCallable, HostSchemaProviding {
      typealias Response = Empty
      static var hostSchema: HostTypeSchema { .record([HostFieldSchema("color", Undeclared.Color.self)]) }
      var color: Undeclared.Color
    }
    let descriptor = try await descriptor { try $0.declare(Found.self, Stated.self) }
    let color = ValueType(.named, name: "Color")
    let fields = try #require(try type("Found", in: descriptor).type.fields)
    let content = try type("Color", in: descriptor).type
    #expect(fields[0].type.kind == .rawEnumeration && fields[0].type == content)
    #expect(fields[1].type.kind == .rawEnumeration && fields[1].type.cases?.map(\.name) == [nil, nil])
    #expect(fields[2].type == ValueType(.nullable, items: [color]))
    #expect(fields[3].type == ValueType(.array, items: [color]))
    #expect(try type("Stated", in: descriptor).type.fields?.map(\.type) == [color])
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

  @Test("today's reader reads and writes a descriptor with streams and events", arguments: 1...2)
  func minorVersion(_ minor: Int) throws {
    let bytes = try Fixtures.bytes("descriptor/minor-\(minor).cbor")
    let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bytes)
    #expect(descriptor.version == 1 && descriptor.minorVersion == minor && descriptor.streams?.map(\.name) == ["watch"])
    #expect(descriptor.types?.map(\.name) == ["ThemeChanged"] && descriptor.limits?.nestingDepth == 128)
    #expect(descriptor.events?.map(\.name) == (minor == 2 ? ["theme_changed", "anything"] : nil))
    let event = descriptor.events?.first
    #expect(event?.direction == (minor == 2 ? .toHost : nil) && event?.policy == (minor == 2 ? "dropNewest" : nil))
    #expect(event?.payload?.type == (minor == 2 ? ValueType(.named, name: "ThemeChanged") : nil))
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
