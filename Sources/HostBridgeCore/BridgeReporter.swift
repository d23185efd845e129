// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Delivers a bridge's reports to the closures that it was created with.
final class BridgeReporter: Sendable {
  /// The maximum number of reports of each kind per bridge, since a host can cause any number.
  private static let limit = 16

  private let onStaleCall: (@Sendable (StaleCall) -> Void)?
  private let onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?
  private let onReport: (@Sendable (HostBridgeReport) -> Void)?
  private let counts = Guarded<[HostBridgeReport.Kind: Int]>([:])

  /// Creates a reporter; without a closure and an observer, reports are lines on the standard error output.
  init(
    _ observers: [BridgeObserver] = [], onStaleCall: (@Sendable (StaleCall) -> Void)?,
    onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?, onReport: (@Sendable (HostBridgeReport) -> Void)?
  ) {
    self.onStaleCall = Self.all(onStaleCall, observers.map(\.onStaleCall))
    self.onSchemaMismatch = Self.all(onSchemaMismatch, observers.map(\.onSchemaMismatch))
    self.onReport = Self.all(onReport, observers.map(\.onReport))
  }

  /// Returns a closure that calls all of the given ones; `nil` if there are none.
  private static func all<Matter>(
    _ closure: (@Sendable (Matter) -> Void)?, _ others: [@Sendable (Matter) -> Void]
  ) -> (@Sendable (Matter) -> Void)? {
    guard !others.isEmpty else { return closure }
    return { matter in
      closure?(matter)
      for other in others { other(matter) }
    }
  }

  func report(_ call: StaleCall) { Reporting.report(call, to: onStaleCall) }

  func report(_ mismatch: SchemaMismatch) { Reporting.report(mismatch, to: onSchemaMismatch) }

  /// Delivers the report that `make` returns, unless the limit for its kind is reached.
  func report(_ kind: HostBridgeReport.Kind, _ make: () -> HostBridgeReport?) {
    guard counts.withLock({ $0[kind, default: 0] < Self.limit }), let report = make() else { return }
    let isDelivered = counts.withLock { counts in
      counts[kind, default: 0] += 1
      return counts[kind, default: 0] <= Self.limit
    }
    if isDelivered { Reporting.report(report, to: onReport) }
  }
}
