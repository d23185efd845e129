// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// Receives the reports of each bridge whose configuration contains it, beside the closures of the bridge.
///
/// Each function runs in a task of its own on the package's threads.
package final class BridgeObserver: Hashable, Sendable {
  let onStaleCall: @Sendable (StaleCall) -> Void
  let onSchemaMismatch: @Sendable (SchemaMismatch) -> Void
  let onReport: @Sendable (HostBridgeReport) -> Void

  package init(
    onStaleCall: @escaping @Sendable (StaleCall) -> Void,
    onSchemaMismatch: @escaping @Sendable (SchemaMismatch) -> Void,
    onReport: @escaping @Sendable (HostBridgeReport) -> Void
  ) {
    self.onStaleCall = onStaleCall
    self.onSchemaMismatch = onSchemaMismatch
    self.onReport = onReport
  }

  package static func == (left: BridgeObserver, right: BridgeObserver) -> Bool { left === right }

  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
