// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

import GreenhouseCore
import HostCall

/// A host in Swift that has two sensors and one plan.
struct Devices: GreenhouseHost {
  func readSensor(_ sensor: UInt32) async throws(HostCallError<Never>) -> Double { 24.5 + Double(sensor) }

  func fetchPlan(crop: String) async throws(HostCallError<PlanFailure>) -> Plan {
    guard crop == "basil" else {
      throw HostCallError(code: .failed, message: "no plan", failure: .unknownCrop(known: ["basil"]))
    }
    return Plan(maximum: 22, note: "water in the morning")
  }

  func openWindows(percent: Int) async throws(HostCallError<Never>) {
    print("host: the windows are open by \(percent) %")
  }
}

@main
struct Greenhouse {
  static func main() async throws {
    let bridge = HostBridge()
    try bridge.handle(Devices(), as: GreenhouseHostInterface.self)
    let climate = Climate(host: GreenhouseHostClient(bridge))
    print("core: basil needs", try await climate.adjust(for: "basil"), "%")
    do throws(HostCallError<PlanFailure>) {
      _ = try await GreenhouseHostClient(bridge).with(timeout: .seconds(1)).fetchPlan(crop: "rice")
    } catch {
      print("core: \(error)")
    }
    await bridge.close()
  }
}
