// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import CBORCodec
import HostBridgeCore
import HostCall
import HostCallTesting
import Synchronization
import Testing

@Suite("HostEvents", .timeLimit(.minutes(1)))
struct HostEventsTests {
  private struct ThemeChanged: HostEvent, Equatable {
    var isDark: Bool
    var number = 0
  }

  private struct Logged: HostEvent, Equatable {
    static let wireName = "log.line"
    static var policy: EventPolicy { .dropNewest }
    var line: Int
  }

  @Test("every reader receives each event once, in order")
  func fanOut() async throws {
    try await withBridge { bridge in
      let readers = try (0..<3).map { _ in try bridge.events(of: ThemeChanged.self) }
      for number in 0..<10 { try bridge.emit(ThemeChanged(isDark: number % 2 == 0, number: number)) }
      for reader in readers {
        for number in 0..<10 { #expect(await reader.next()?.number == number) }
        #expect(reader.dropped == 0)
      }
    }
  }

  @Test("a full queue drops by the policy of the event's type, and counts")
  func policies() async throws {
    try await withBridge { bridge in
      let themes = try bridge.events(of: ThemeChanged.self, capacity: 2)
      let lines = try bridge.events(of: Logged.self, capacity: 2)
      for number in 0..<5 {
        try bridge.emit(ThemeChanged(isDark: true, number: number))
        try bridge.emit(Logged(line: number))
      }
      #expect(await themes.next()?.number == 3)
      #expect(themes.dropped == 3)
      #expect(await themes.next()?.number == 4)
      #expect(await lines.next()?.line == 0)
      #expect(await lines.next()?.line == 1)
      try bridge.emit(Logged(line: 5))
      #expect(await lines.next()?.line == 5)
      #expect(lines.dropped == 3)
    }
  }

  @Test("an event that cannot be decoded is skipped, counted and reported once")
  func undecodable() async throws {
    let reports = Mutex<[HostBridgeReport]>([])
    let (reported, hasReported) = AsyncStream.makeStream(of: Void.self)
    let bridge = HostBridge(onReport: { report in
      reports.withLock { $0.append(report) }
      hasReported.yield()
    })
    let events = try bridge.events(of: ThemeChanged.self)
    try bridge.emitBytes([0xA0], named: "theme_changed")
    try bridge.emitBytes([0xFF], named: "theme_changed")
    try bridge.emit(ThemeChanged(isDark: true, number: 7))
    #expect(await events.next()?.number == 7)
    #expect(events.dropped == 2)
    let counts = bridge.statistics
    #expect(counts.events == 3 && counts.eventsDropped == 2 && counts.eventsDelivered == 1)
    _ = await reported.first { true }
    let seen = reports.withLock { $0 }
    #expect(seen.map(\.kind) == [.undecodableEvent] && seen.first?.wireName == "theme_changed")
    #expect(seen.first?.message.contains("isDark") == true)
    await bridge.close()
  }

  @Test("closing ends the events, and emitting on a closed bridge says so")
  func close() async throws {
    let bridge = HostBridge()
    let events = try bridge.events(of: ThemeChanged.self)
    try bridge.emit(ThemeChanged(isDark: true))
    let reading = Task.immediate { () -> Int in
      var count = 0
      while await events.next() != nil { count += 1 }
      return count
    }
    await bridge.close()
    #expect(await reading.value == 1)
    let error = #expect(throws: HostCallError<Never>.self) { try bridge.emit(ThemeChanged(isDark: true)) }
    #expect(error?.code == .unavailable && error?.wireName == "theme_changed")
    #expect(try await bridge.events(of: ThemeChanged.self).next() == nil)
  }

  @Test("an event without listeners is not encoded")
  func unheard() async throws {
    struct Unencodable: HostEvent {
      init() {}
      init(from decoder: any Decoder) throws { throw CancellationError() }
      func encode(to encoder: any Encoder) throws { throw CancellationError() }
    }
    try await withBridge { bridge in
      try bridge.emit(Unencodable())
      let events = try bridge.events(of: Unencodable.self)
      let error = #expect(throws: HostCallError<Never>.self) { try bridge.emit(Unencodable()) }
      #expect(error?.code == .invalidArgument)
      extendLifetime(events)
    }
  }

  @Test("a reader that is dropped does not hold up the others")
  func dropped() async throws {
    try await withBridge { bridge in
      do {
        let lost = try bridge.events(of: ThemeChanged.self)
        try bridge.emit(ThemeChanged(isDark: true, number: 1))
        #expect(await lost.next()?.number == 1)
      }
      let events = try bridge.events(of: ThemeChanged.self)
      for number in 2..<5 { try bridge.emit(ThemeChanged(isDark: true, number: number)) }
      var seen: [Int] = []
      for await event in events {
        seen.append(event.number)
        if event.number == 4 { break }
      }
      #expect(seen == [2, 3, 4])
    }
  }
}
