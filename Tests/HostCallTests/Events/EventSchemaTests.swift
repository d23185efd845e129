// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostCall
import HostCallTesting
import Testing

private struct ThemeChanged: HostEvent {
  static let documentation: String? = "The theme is another one."
  var isDark: Bool
  var name: String?
}

private struct UserLeft: HostEvent {
  static var policy: EventPolicy { .dropNewest }
  var user: Int
}

/// A call whose request has the fields of the event.
private struct AskTheme: HostCallable {
  static var wireName: String { "theme_changed" }
  typealias Response = Empty
  var isDark: Bool
  var name: String?
}

private struct Generic<Value: Codable & Sendable>: HostEvent { var value: Value }

@Suite("The schemas of events", .timeLimit(.minutes(1)))
struct EventSchemaTests {
  private func descriptor(of bridge: HostBridge) throws -> HostCallDescriptor {
    try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
  }

  private func listed(_ bridge: HostBridge) throws -> [String] {
    (try descriptor(of: bridge).events ?? []).map { "\($0.direction) \($0.name)" }
  }

  @Test("the outline of an event has its kind and its payload, and its fingerprint is never that of a call")
  func outline() {
    let schema = HostCallSchema(ThemeChanged.self)
    #expect(schema.wireName == "theme_changed")
    #expect(schema.outline == "kind: event\npayload.isDark: bool\npayload.name?: tstr\n")
    // Computed by Tests/Interop/fingerprint.py.
    #expect(schema.fingerprint == 0xB800_3454_5BC5_AE3B)
    #expect(schema.fingerprint != HostCallSchema(AskTheme.self).fingerprint)
    #expect(schema.cddl.hasSuffix("theme_changed.payload = {\n  isDark: bool,\n  ? name: tstr / null,\n}\n"))
  }

  @Test("the descriptor lists declared events with what a generator needs")
  func declared() async throws {
    try await withBridge { bridge async throws in
      try bridge.declareEvents(UserLeft.self, ThemeChanged.self)
      try bridge.declareEvents(UserLeft.self, direction: .toCore)
      #expect(try listed(bridge) == ["toHost theme_changed", "toHost user_left", "toCore user_left"])
      let descriptor = try descriptor(of: bridge)
      #expect(descriptor.minorVersion == 2 && descriptor.calls.isEmpty && descriptor.streams == nil)
      let event = try #require(descriptor.events?.first)
      let schema = HostCallSchema(ThemeChanged.self)
      #expect(event.fingerprint == schema.fingerprint && event.outline == schema.outline)
      #expect(event.typeName == "ThemeChanged" && event.policy == "dropOldest")
      #expect(event.documentation == "The theme is another one.")
      #expect(event.payload?.encoding == "cbor" && event.payload?.rule == "theme_changed.payload")
      #expect(event.payload?.type?.kind == .named && event.payload?.type?.name == "ThemeChanged")
      #expect(descriptor.types?.map(\.name).sorted() == ["ThemeChanged", "UserLeft"])
      #expect(descriptor.events?.last?.policy == "dropNewest" && descriptor.events?.last?.documentation == nil)
      #expect(descriptor.cddl.contains("; \"theme_changed\", an event emitted by the core, fingerprint 0xb8003454"))
      #expect(descriptor.cddl.contains("; \"user_left\", an event received by the core, fingerprint 0x"))
      #expect(descriptor.events?.last?.payload?.rule == "user_left-2.payload")
      // Declaring it again changes nothing.
      let bytes = bridge.descriptor()
      try bridge.declareEvents(ThemeChanged.self)
      #expect(bridge.descriptor() == bytes)
    }
  }

  @Test("an event and a call may have the same name")
  func sameName() async throws {
    try await withBridge { bridge async throws in
      try bridge.declare(AskTheme.self)
      try bridge.declareEvents(ThemeChanged.self)
      try bridge.handle(AskTheme.self) { _, _ in Empty() }
      let descriptor = try descriptor(of: bridge)
      #expect(descriptor.calls.map(\.request?.rule) == ["theme_changed.request"])
      #expect(descriptor.events?.map(\.payload?.rule) == ["theme_changed-2.payload"])
    }
  }

  @Test("an event is listed when the core first emits it or listens to it, not when the host does")
  func recorded() async throws {
    try await withHost { host async throws in
      let bridge = host.bridge
      let hosts = try host.events(of: UserLeft.self)
      try host.emit(UserLeft(user: 7))
      #expect(await hosts.next()?.user == 7)
      #expect(try listed(bridge) == [])
      try bridge.emit(UserLeft(user: 8))
      #expect(await hosts.next()?.user == 8)
      #expect(try listed(bridge) == ["toHost user_left"])
      for _ in 0..<2 { _ = try bridge.events(of: ThemeChanged.self) }
      #expect(try listed(bridge) == ["toHost user_left", "toCore theme_changed"])
      // Without a listener too.
      try bridge.emit(ThemeChanged(isDark: true))
      #expect(try listed(bridge) == ["toHost theme_changed", "toHost user_left", "toCore theme_changed"])
    }
  }

  @Test("hostcall_describe describes a core that has only events")
  func inC() async throws {
    try await withBridge { bridge async throws in
      var length = 0
      #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_NOT_REGISTERED)
      try bridge.declareEvents(ThemeChanged.self)
      #expect(unsafe hostcall_describe(bridge.cHandle, nil, 0, &length) == HOSTCALL_OK)
      #expect(length == bridge.descriptor().count)
    }
  }

  @Test("with schema checks off, an event has neither fingerprint nor outline, and its type is unknown")
  func off() async throws {
    var configuration = HostBridgeConfiguration()
    configuration.schemaCheck = .off
    try await withBridge(configuration: configuration) { bridge async throws in
      try bridge.declareEvents(ThemeChanged.self)
      let event = try #require(try descriptor(of: bridge).events?.first)
      #expect(event.fingerprint == nil && event.outline == nil && event.typeName == "ThemeChanged")
      #expect(event.payload?.type?.kind == .unknown)
    }
  }

  @Test("an event without a valid name is neither declared nor emitted, and a closed bridge says so")
  func invalid() async throws {
    let bridge = HostBridge()
    let error = #expect(throws: HostSetupError.self) {
      try bridge.declareEvents(ThemeChanged.self, Generic<Int>.self)
    }
    #expect(error?.code == .invalidArgument && error?.message.contains("an empty wire name") == true)
    #expect(throws: HostSetupError.self) { try bridge.events(of: Generic<Int>.self) }
    let other = #expect(throws: HostCallError<Never>.self) { try bridge.emit(Generic(value: 1)) }
    #expect(other?.code == .invalidArgument)
    #expect(try listed(bridge) == [])
    await bridge.close()
    let closed = #expect(throws: HostSetupError.self) { try bridge.declareEvents(ThemeChanged.self) }
    #expect(closed?.code == .unavailable)
  }
}
