public import HostCall
internal import HostBridgeCore

/// A host in the test's own process: it answers calls by closures, with what delays and faults a host may have, and
/// remembers what was asked.
///
///     let host = InProcessHost()
///     try host.answer(FetchProfile.self, .delayed(by: .seconds(3))) { request in Profile(name: "Ada", tags: []) }
///     async let profile = host.bridge.call(FetchProfile(userID: 7), timeout: .seconds(2))
///     try await host.received(1, of: FetchProfile.self)
///     await host.advance(by: .seconds(2))  // the call's deadline passes
///     #expect(host.requests(of: FetchProfile.self).map(\.userID) == [7])
///     await host.close()
///
/// The requests and answers cross as they would to any host: encoded, over a real bridge. Time does not: the bridge's
/// clock stands still until the test moves it with ``advance(by:)``, so no test has to sleep, and no timeout passes by
/// itself. For calls whose timeouts are to pass in real time, make a `HostBridge` and answer with its `handle`.
///
/// A host lives until it is closed, as its bridge does. Works in Swift Testing and XCTest alike. Thread safety: may be
/// used from anywhere.
public final class InProcessHost: Sendable {
  /// The bridge whose calls this host answers.
  public let bridge: HostBridge

  let clock: VirtualClock
  let ledger = CallLedger()
  let delayed = DelayedAnswers()
  let tasks = CallTasks()
  /// Notified when a call has come, been answered or given up, and when an answer is ready that is delayed.
  let changes: ChangeSignal
  /// Whether the clock is being moved, which the next one who moves it waits for.
  let isMoving = Guarded(false)

  /// Opens a bridge, on a clock of its own that stands still, and is its host.
  ///
  /// - Parameters:
  ///   - configuration: That of the bridge. Its `HostBridgeConfiguration.staleCallWarning` is counted on the clock as
  ///     well.
  ///   - onStaleCall: As for `HostBridge`: is given each call that has been pending for long, in a task of its own;
  ///     nil, the default, to have a line written to the standard error output.
  ///   - onSchemaMismatch: As for `HostBridge`: is given each handler of another schema that is let pass.
  ///   - onReport: As for `HostBridge`: is given what else is wrong without being the error of a call.
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

  /// Closes the bridge, which fails the calls that are pending and ends every wait on this host.
  ///
  /// Delayed answers are dropped.
  public func close() async {
    await bridge.close()
  }
}
