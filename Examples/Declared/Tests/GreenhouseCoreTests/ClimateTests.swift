// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import GreenhouseCore
import HostCall
import Testing

/// A greenhouse at a temperature, without a bridge.
private struct FakeHost: GreenhouseHost {
  var temperature: Double
  var opened: @Sendable (Int) -> Void = { _ in }

  func readSensor(_ sensor: UInt32) async throws(HostCallError<Never>) -> Double { temperature }
  func fetchPlan(crop: String) async throws(HostCallError<PlanFailure>) -> Plan { Plan(maximum: 20) }
  func openWindows(percent: Int) async throws(HostCallError<Never>) { opened(percent) }
}

@Suite("Climate")
struct ClimateTests {
  @Test("the windows open with the temperature", arguments: [(19.0, 0), (20, 0), (22, 40), (30, 100)])
  func windows(temperature: Double, percent: Int) async throws {
    try await confirmation { opened in
      let host = FakeHost(temperature: temperature) { found in
        #expect(found == percent)
        opened()
      }
      let result = try await Climate(host: host).adjust(for: "basil")
      #expect(result == percent)
    }
  }
}
