import Synchronization
import TestSupport
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
    // Another part of the core declares its calls later: "write_log" may be one of those.
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
    while count.load(ordering: .relaxed) < 16 { await Task.yield() }
    await bridge.close()
    #expect(count.load(ordering: .relaxed) == 16)
  }
}

@Suite("The nearest name", .timeLimit(.minutes(1)))
struct NearestNameTests {
  @Test("the distance counts letters added, removed, changed and swapped")
  func distances() {
    func distance(_ left: String, _ right: String) -> Int {
      NearestName.distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
    }
    #expect(distance("", "abc") == 3)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("read_clock", "raed_clock") == 1)
    #expect(distance("fetch_profile", "fetchprofiles") == 2)
    #expect(distance("größe", "grösse") == 2)
  }

  @Test("names are close if at most a quarter of their letters, or one, differ")
  func closeness() {
    for name in ["fetch_profil", "fetch_profiel", "fetchProfile", "fetch_profiles"] {
      #expect(NearestName.isClose(name, "fetch_profile"))
    }
    for name in ["fetch", "read_profile", "", String(repeating: "x", count: 255)] {
      #expect(!NearestName.isClose(name, "fetch_profile"))
    }
    #expect(NearestName.isClose("b", "a") && !NearestName.isClose("log_out", "log_in"))
  }

  @Test("the distance is at most the number of changes, and symmetric")
  func properties() {
    var random = SplitMix(for: "distances of names")
    let letters = Array("abc_".unicodeScalars)
    for _ in 0..<500 {
      let name = (0..<Int.random(in: 1...20, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" }
      var changed = name
      let changes = Int.random(in: 0...3, using: &random)
      for _ in 0..<changes {
        let place = Int.random(in: 0...changed.count, using: &random)
        if place < changed.count, Bool.random(using: &random) {
          changed.remove(at: place)
        } else {
          changed.insert("x", at: place)
        }
      }
      let distance = NearestName.distance(name, changed)
      #expect(distance <= changes)
      #expect(distance == NearestName.distance(changed, name))
      #expect((distance == 0) == (name == changed))
    }
  }
}
