// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall
import HostCallGenerator
import HostCallTool
import Testing

@Suite("SchemaChange")
struct SchemaChangeTests {
  private struct ReadClock: HostCallable {
    typealias Response = Double
    var clock: UInt32
  }

  private struct LogIn: HostCallable {
    typealias Response = Empty
    var name: String
  }

  private struct Narrow: HostCallable, PlainData {
    typealias Response = Double
    static let wireName = "read"
    var clock: UInt32
  }

  private struct Wide: HostCallable, PlainData {
    typealias Response = Double
    static let wireName = "read"
    var clock: UInt64
  }

  private struct Ticks: HostStreamable {
    typealias Element = Double
    static let wireName = "read_clock"
    static let wireFormat = WireFormat.cbor
    var clock: UInt32
  }

  private struct Changed: HostEvent {
    var isDark: Bool
  }

  private func interface(_ prepare: (HostBridge) throws -> Void) async throws -> InterfaceModel {
    let bridge = HostBridge()
    try prepare(bridge)
    let bytes = bridge.descriptor()
    await bridge.close()
    return try InterfaceModel(try CBORDecoder().decode(HostCallDescriptor.self, from: bytes), name: "changes")
  }

  private func lines(_ old: InterfaceModel, _ new: InterfaceModel, isStrict: Bool = true) -> [String] {
    SchemaComparison.changes(from: old, to: new, isStrict: isStrict).map(\.description)
  }

  @Test("a call that is added or removed breaks the side that would make it")
  func calls() async throws {
    let none = try await interface { _ in }
    let made = try await interface { try $0.declare(ReadClock.self) }
    let exposed = try await interface { try $0.expose(LogIn.self) { _, _ in Empty() } }
    #expect(
      lines(none, made) == [
        "call read_clock: found a call from the core to the host, expected nothing: breaks an old host with a new core"
      ])
    #expect(
      lines(made, none) == [
        "call read_clock: found nothing, expected a call from the core to the host: breaks a new host with an old core"
      ])
    #expect(
      lines(none, exposed) == [
        "call log_in: found a call from the host to the core, expected nothing: breaks a new host with an old core"
      ])
    #expect(
      lines(exposed, none) == [
        "call log_in: found nothing, expected a call from the host to the core: breaks an old host with a new core"
      ])
  }

  @Test("a call that becomes a stream breaks both sides, and an event breaks none")
  func kinds() async throws {
    let call = try await interface { try $0.declare(ReadClock.self) }
    let stream = try await interface { try $0.declare(Ticks.self) }
    #expect(SchemaComparison.changes(from: call, to: stream, isStrict: false).map(\.breaks) == [.oldCore, .oldHost])
    let none = try await interface { _ in }
    let event = try await interface { try $0.declareEvents(Changed.self) }
    for (old, new) in [(none, event), (event, none)] {
      #expect(SchemaComparison.changes(from: old, to: new, isStrict: true).map(\.breaks) == [[]])
    }
  }

  @Test("raw memory is checked in any case, and bridges refuse it too")
  func raw() async throws {
    let old = try await interface { try $0.declare(Narrow.self) }
    let new = try await interface { try $0.declare(Wide.self) }
    let changes = SchemaComparison.changes(from: old, to: new, isStrict: false)
    #expect(changes.map(\.place) == ["fingerprint", "request"])
    #expect(changes.allSatisfy { $0.breaks == [.oldHost, .oldCore] })
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .warn
    let bridge = HostBridge(configuration: configuration)
    try bridge.declare(Wide.self)
    #expect(throws: HostSetupError.self) { try bridge.handle(Narrow.self) { _, _ in 0 } }
    await bridge.close()
  }

  @Test("a fingerprint that changes for a reason that the types do not show breaks both sides")
  func unexplained() async throws {
    let old = try await interface { try $0.declare(LogIn.self) }
    var new = old
    new.callsToHost[0].schema?.fingerprint = 5
    for isStrict in [false, true] {
      let changes = SchemaComparison.changes(from: old, to: new, isStrict: isStrict)
      #expect(changes.map(\.place) == ["fingerprint"] && changes.map(\.breaks) == [[.oldHost, .oldCore]], "\(changes)")
    }
  }

  @Test("a function that no longer states its schema is listed, and a core without schemas is refused")
  func withoutSchemas() async throws {
    let typed = try await interface { try $0.expose(LogIn.self) { _, _ in Empty() } }
    let bytes = try await interface {
      try $0.expose(ReadClock.self) { _, _ in 0 }
      try $0.exposeBytes("log_in") { .response($0.payload) }
    }
    let found = lines(typed, bytes)
    #expect(found.contains { $0.hasPrefix("call log_in: found a function in bytes, ") && $0.hasSuffix(": compatible") })
    try SchemaComparison.check(typed)
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    let bridge = HostBridge(configuration: configuration)
    try bridge.declare(ReadClock.self)
    let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
    await bridge.close()
    #expect(throws: GeneratorError.self) {
      try SchemaComparison.check(try InterfaceModel(descriptor, name: "off"))
    }
  }
}
