// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// The core: it asks its host for a plan and a temperature, and has the windows opened.
public struct Climate<Host: GreenhouseHost>: Sendable {
  private let host: Host

  /// Creates a core.
  ///
  /// - Parameter host: The functions of the host: a client, or a fake in a test.
  public init(host: Host) {
    self.host = host
  }

  /// Opens the windows if it is too warm for a crop.
  ///
  /// - Returns: How far the windows are open, in percent.
  public func adjust(for crop: String) async throws -> Int {
    let plan = try await host.fetchPlan(crop: crop)
    let excess = try await host.readSensor(1) - plan.maximum
    let percent = excess <= 0 ? 0 : min(100, Int(excess * 20))
    try await host.openWindows(percent: percent)
    return percent
  }
}
