// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

/// An implementation that passes on what it receives.
private struct FakeThemes: Themes {
  let seen = AsyncStream.makeStream(of: String.self)

  func use(isDark: Bool) async throws(HostCallError<Never>) { try themeChanged(to: isDark, name: "used") }

  func themeChanged(to isDark: Bool, name: String?) throws(HostCallError<Never>) {
    seen.continuation.yield("\(isDark) \(name ?? "-")")
    if name == "wrong" { throw HostCallError(code: .invalidArgument, message: "an unknown theme") }
  }

  func themeRemoved(_ number: Int) throws(HostCallError<Never>) { seen.continuation.yield("\(number)") }

  func next(_ count: Int) async -> [String] {
    var next: [String] = []
    for await one in seen.stream.prefix(count) { next.append(one) }
    return next
  }
}

@Suite("The events of @HostInterface", .timeLimit(.minutes(1)))
struct InterfaceEventTests {
  private typealias Calls = ThemesInterface

  @Test("an event has the name, the policy, the bytes and the schema of one written by hand")
  func sameAsByHand() throws {
    #expect(Calls.calls.map(\.wireName) == ["use", "theme_changed", "themes.removed"])
    #expect(Calls.ThemeChangedEvent.policy == .dropOldest && Calls.ThemeRemovedEvent.policy == .dropNewest)
    for name in ["a", nil] {
      let bytes: [UInt8] = try CBOREncoder().encode(Calls.ThemeChangedEvent(isDark: true, name: name))
      #expect(try bytes == CBOREncoder().encode(ByHandThemes.ThemeChanged(isDark: true, name: name)))
    }
    let schema = HostCallSchema(Calls.ThemeChangedEvent.self)
    #expect(schema.fingerprint == HostCallSchema(ByHandThemes.ThemeChanged.self).fingerprint)
    #expect(Calls.ThemeChangedEvent.documentation == ByHandThemes.ThemeChanged.documentation)
  }

  @Test("a client's events reach an implementation and listeners written by hand, over a bridge and over a client")
  func client() async throws {
    try await withBridge { bridge in
      let themes = FakeThemes()
      try bridge.handle(themes, as: Calls.self)
      let byHand = try bridge.events(of: ByHandThemes.ThemeChanged.self)
      let clients: [any Themes] = [
        themes, ThemesClient(bridge), ThemesClient(HostCallClient(transport: bridge)),
      ]
      for client in clients {
        try client.themeChanged(to: true, name: nil)
        #expect(await themes.next(1) == ["true -"])
        try client.themeRemoved(7)
        #expect(await themes.next(1) == ["7"])
        try await client.use(isDark: false)
        #expect(await themes.next(1) == ["false used"])
      }
      for _ in 0..<2 { #expect(await byHand.next() == ByHandThemes.ThemeChanged(isDark: true)) }
      try bridge.emit(ByHandThemes.ThemeRemoved(number: 8))
      #expect(await themes.next(1) == ["8"])
    }
    let closed = HostBridge()
    await closed.close()
    let error = #expect(throws: HostCallError<Never>.self) { try ThemesClient(closed).themeRemoved(1) }
    #expect(error?.code == .unavailable && error?.wireName == "themes.removed")
  }

  @Test("an event for which a method throws is reported, and later ones arrive")
  func errors() async throws {
    let (reports, report) = AsyncStream.makeStream(of: HostBridgeReport.self)
    let bridge = HostBridge(onReport: { report.yield($0) })
    let themes = FakeThemes()
    try bridge.expose(themes, as: Calls.self)
    let client = ThemesClient(bridge)
    try client.themeChanged(to: true, name: "wrong")
    try client.themeChanged(to: true, name: "right")
    #expect(await themes.next(2) == ["true wrong", "true right"])
    let first = await reports.first { _ in true }
    #expect(first?.kind == .failedEvent && first?.wireName == "theme_changed")
    #expect(first?.message.contains("an unknown theme") == true)
    let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: bridge.descriptor())
    #expect(descriptor.calls.map(\.name) == ["use"])
    #expect(
      descriptor.events?.map { "\($0.direction) \($0.name)" }
        == ["toHost theme_changed", "toCore theme_changed", "toCore themes.removed"])
    #expect(descriptor.events?.last?.policy == "dropNewest" && descriptor.events?.last?.typeName == "ThemeRemovedEvent")
    await bridge.close()
  }
}
