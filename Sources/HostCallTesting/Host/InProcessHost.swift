// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

public import HostCall
internal import HostBridgeCore

/// A host in the test's own process: it answers calls with closures, simulates delays and faults, and records requests.
///
///     let host = InProcessHost()
///     try host.answer(FetchProfile.self, .delayed(by: .seconds(3))) { request in Profile(name: "Ada", tags: []) }
///     async let profile = host.bridge.call(FetchProfile(userID: 7), timeout: .seconds(2))
///     try await host.received(1, of: FetchProfile.self)
///     await host.advance(by: .seconds(2))  // the call's deadline passes
///     #expect(host.requests(of: FetchProfile.self).map(\.userID) == [7])
///     await host.close()
///
/// Requests and answers are encoded and pass through a real bridge. Time is virtual: the bridge's clock stands still
/// until the test calls ``advance(by:)``, so no test has to sleep. To test timeouts in real time, create a `HostBridge`
/// and use its `handle`.
///
/// A host lives until it is closed, like its bridge. It works with Swift Testing and XCTest. Thread safety: safe from
/// any thread.
public final class InProcessHost: Sendable {
  /// The bridge whose calls this host answers.
  public let bridge: HostBridge

  let clock: VirtualClock
  let ledger = CallLedger()
  let delayed = DelayedAnswers()
  let tasks = CallTasks()
  /// Signals that a call has arrived, been answered or been cancelled, or that a delayed answer is available.
  let changes: ChangeSignal
  /// Whether a task is advancing the clock; other tasks that advance it wait.
  let isAdvancing = Guarded(false)

  /// Creates a host, and opens a bridge to it on a virtual clock.
  ///
  /// - Parameters:
  ///   - configuration: The configuration of the bridge. `HostBridgeConfiguration.staleCallWarning` uses the virtual
  ///     clock too.
  ///   - onStaleCall: As for `HostBridge`: receives each stale call, in a separate task; `nil`, the default, writes a
  ///     line to standard error.
  ///   - onSchemaMismatch: As for `HostBridge`: receives each accepted handler with a different schema.
  ///   - onReport: As for `HostBridge`: receives each report.
  public init(
    configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
    onStaleCall: (@Sendable (StaleCall) -> Void)? = nil,
    onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil,
    onReport: (@Sendable (HostBridgeReport) -> Void)? = nil
  ) {
    let changes = ChangeSignal()
    let clock = VirtualClock { changes.end() }
    self.changes = changes
    self.clock = clock
    bridge = HostBridge(
      configuration: configuration, clock: .virtual(clock), onStaleCall: onStaleCall,
      onSchemaMismatch: onSchemaMismatch, onReport: onReport)
  }

  /// Closes the bridge, which fails pending calls, ends every wait on this host, and drops delayed answers.
  public func close() async {
    await bridge.close()
  }
}
