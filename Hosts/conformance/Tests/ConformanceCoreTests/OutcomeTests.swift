// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import HostCall
import Testing

@testable import ConformanceCore

@Suite("Outcomes", .timeLimit(.minutes(1)))
struct OutcomeTests {
  @Test(
    "both sides answer as they are told",
    arguments: [
      (Order.succeed(text: "a"), "ok"), (.refuse(.busy), "failed"),
      (.refuse(.limit(maximum: 7, reason: "r")), "failed"), (.refuse(.limit(maximum: 7, reason: nil)), "failed"),
      (.fail(code: 7, message: "m"), "permissionDenied"), (.crash(message: "m"), "unknown"), (.cancel, "cancelled"),
    ])
  func orders(order: Order, outcome: String) async throws {
    try await withConformance { (core, _, _) async throws in
      let report = try await core.command(order)
      #expect(report.outcome == outcome)
      var refusal: Refusal?
      do throws(HostCallError<Refusal>) {
        let text = try await core.follow(order)
        #expect(text == "a" && report.text == "a")
      } catch {
        #expect("\(error.code)" == outcome)
        refusal = error.failure
        if ["permissionDenied", "unknown"].contains(outcome) {
          #expect(error.message == "m")
          #expect(report.message == "m")
        }
      }
      #expect(report.refusal == refusal)
      if case .refuse(let expected) = order { #expect(refusal == expected) }
    }
  }

  @Test("a failure may be a record, and a failure of the host may be that of the core's function")
  func failures() async throws {
    try await withConformance { (core, _, _) async throws in
      let fault = Fault(code: -7, isTemporary: true)
      #expect(try await core.commandFault(fault).fault == fault)
      let error = await failure(of: { () async throws(HostCallError<Fault>) in try await core.failCore(fault) })
      #expect(error?.failure == fault)
      #expect(
        try await core.logIn(userID: 7)
          == Greeting(greeting: "Welcome back, Ada", loggedInAt: 1_700_000_000.5, tagCount: 2))
      let refused = await failure(of: { () async throws(HostCallError<Refusal>) in try await core.logIn(userID: 404) })
      #expect(refused?.failure == .limit(maximum: 403, reason: nil))
    }
  }

  @Test("missing functions and payloads over the limit are errors of their calls only")
  func limits() async throws {
    try await withConformance { (core, _, _) async throws in
      #expect(try await core.callUnregistered().outcome == "unimplemented")
      let error = await failure(of: { () async throws(HostCallError<Never>) in
        try await core.roundTripBytes([UInt8](repeating: 0, count: 5 << 20))
      })
      #expect(error?.message.hasPrefix("HOSTCALL_RESOURCE_EXHAUSTED") == true, "\(error!)")
      #expect(try await core.fetchBytes(count: 5 << 20).outcome == "resourceExhausted")
      #expect(try await core.fetchBytes(count: 5).text == "5")
      #expect(try await core.coreBytes(count: 5) == [0, 0, 0, 0, 0])
    }
  }

  @Test("load: many calls at once, and calls within calls")
  func load() async throws {
    try await withConformance { (core, _, _) async throws in
      #expect(try await core.callMany(count: 1000) == 1000)
      #expect(try await core.coreDescend(depth: 10) == 10)
      let statistics = try await core.statistics()
      #expect(statistics.answered == 1005)
      #expect(statistics.made == 1005)
    }
  }
}
