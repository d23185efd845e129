// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall

/// What the core needs from its host.
@HostInterface
public protocol GreenhouseHost: Sendable {
  /// The temperature that a sensor measures, in degrees Celsius.
  @HostCall(.raw)
  func readSensor(_ sensor: UInt32) async throws(HostCallError<Never>) -> Double

  /// The plan for a crop.
  @HostCall(.idempotent, .timeout(.seconds(2)))
  func fetchPlan(crop: String) async throws(HostCallError<PlanFailure>) -> Plan

  /// Opens the windows.
  func openWindows(percent: Int) async throws(HostCallError<Never>)
}

/// The climate that a crop needs.
@HostCodable
public struct Plan: Codable, Equatable, Sendable {
  /// The highest temperature, in degrees Celsius.
  public var maximum: Double
  /// What else to know.
  public var note: String?

  /// Creates a plan.
  public init(maximum: Double, note: String? = nil) {
    self.maximum = maximum
    self.note = note
  }
}

/// The reason why there is no plan.
@HostCodable
public enum PlanFailure: Error, Codable, Equatable, Sendable {
  /// The host knows other crops only.
  case unknownCrop(known: [String])
}
