// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import HostBridgeCore

@Suite("Handlers for undeclared names", .timeLimit(.minutes(1)))
struct UndeclaredHandlerTests {
  private func name(_ text: String) throws -> WireName { try WireName(checking: text) }

  @Test("an undeclared handler is reported once, with the nearest declared name")
  func reported() async throws {
    let (reports, report) = AsyncStream.makeStream(of: HostBridgeReport.self)
    let bridge = HostBridge(onReport: { report.yield($0) })
    // Nothing is declared yet.
    try bridge.handleBytes("anything") { _ in .response([]) }
    for text in ["fetch_profile", "read_clock", "log_out"] { try bridge.storage.declare(NamedCall(name(text))) }
    for text in ["read_clock", "fetch_profil", "fetch_profil", "raed_clock"] {
      try bridge.handleBytes(text) { _ in .response([]) }
    }
    var found: Set<HostBridgeReport> = []
    for await report in reports {
      found.insert(report)
      if found.count == 2 { break }
    }
    await bridge.close()
    #expect(found.allSatisfy { $0.kind == .undeclaredHandler && $0.callID == nil })
    #expect(
      found.map(\.description).sorted() == [
        "fetch_profil: a handler is registered for a call that the core has not declared; "
          + #"the nearest declared name is "fetch_profile""#,
        "raed_clock: a handler is registered for a call that the core has not declared; "
          + #"the nearest declared name is "read_clock""#,
      ])
  }

  @Test("a handler registered before the declaration is reported if it may be misspelled")
  func early() async throws {
    let (reports, report) = AsyncStream.makeStream(of: HostBridgeReport.self)
    let bridge = HostBridge(onReport: { report.yield($0) })
    for text in ["fetch_profil", "read_clock", "read_clocks", "write_log", "cancel_al"] {
      try bridge.handleBytes(text) { _ in .response([]) }
    }
    func declare(_ names: String...) throws {
      let calls = try names.map { NamedCall(try name($0)) }
      for call in calls { try bridge.storage.declare(call) }
      bridge.storage.reportMisspellings(of: calls)
    }
    // Another part of the core may declare "write_log" later, so that handler is not reported.
    try declare("fetch_profile", "read_clock")
    try declare("fetch_profile", "cancel_all")
    var found: [String] = []
    for await report in reports {
      found.append(report.wireName ?? "")
      if found.count == 2 { break }
    }
    await bridge.close()
    report.finish()
    for await report in reports { found.append(report.wireName ?? "") }
    #expect(found.sorted() == ["cancel_al", "fetch_profil"])
  }

  @Test("a call that the core makes without declaring it is not reported, and reports are limited")
  func calls() async throws {
    let count = Atomic<Int>(0)
    let bridge = HostBridge(onReport: { _ in count.add(1, ordering: .relaxed) })
    try bridge.storage.declare(NamedCall(name("declared")))
    for number in 0..<200 { try bridge.handleBytes("name\(number)") { _ in .response([]) } }
    while count.load(ordering: .relaxed) < 16, !Task.isCancelled { await Task.yield() }
    await bridge.close()
    #expect(count.load(ordering: .relaxed) == 16)
  }
}
