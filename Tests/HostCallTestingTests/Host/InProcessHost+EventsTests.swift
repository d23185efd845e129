// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import HostCallTesting
import Testing

@Suite("InProcessHost, events", .timeLimit(.minutes(1)))
struct InProcessHostEventsTests {
  private struct ThemeChanged: HostEvent, Equatable {
    var isDark: Bool
  }

  private struct UserLeft: HostEvent, Equatable {
    var user: Int
  }

  @Test("the host receives the core's events and emits its own, which the core's descriptor does not list")
  func bothWays() async throws {
    try await withHost { host in
      let themes = try host.events(of: ThemeChanged.self, capacity: 1)
      let users = try host.bridge.events(of: UserLeft.self)
      try host.bridge.emit(ThemeChanged(isDark: false))
      try host.bridge.emit(ThemeChanged(isDark: true))
      #expect(await themes.next() == ThemeChanged(isDark: true))
      #expect(themes.dropped == 1)
      try host.emit(UserLeft(user: 7))
      #expect(await users.next() == UserLeft(user: 7))
      let descriptor = try CBORDecoder().decode(HostCallDescriptor.self, from: host.bridge.descriptor())
      #expect(descriptor.events?.map { "\($0.direction) \($0.name)" } == ["toHost theme_changed", "toCore user_left"])
    }
  }

  @Test("the events of a closed host have ended, and it emits none")
  func closed() async throws {
    let host = InProcessHost()
    await host.close()
    #expect(try await host.events(of: UserLeft.self).next() == nil)
    let error = #expect(throws: HostCallError<Never>.self) { try host.emit(UserLeft(user: 1)) }
    #expect(error?.code == .unavailable)
  }
}
