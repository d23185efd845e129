// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// A bridge between a core, the Swift code that makes calls, and its host, the program that answers them.
///
/// It joins a registry of the host's functions, a table of the pending calls, and two threads of the bridge's own: one
/// resumes callers and runs tasks that prefer ``executor``, the other calls the host's `cancel`, `reply` and `release`.
/// A process may have many bridges. They share the threads on which exposed functions and handlers in Swift run, and
/// one thread each that watches deadlines, cancels tasks, resumes tasks after a close, and frees what closures capture.
///
///     let bridge = HostBridge()
///     // hand bridge.cHandle to the host, which registers its functions
///     let profile = try await bridge.call(FetchProfile(userID: 7))
///     await bridge.close()
///
/// Close every bridge. A bridge whose ``cHandle`` has been read lives until it is closed, even if the core drops it,
/// because the host knows it only by that number. A bridge whose `cHandle` was never read closes itself when its last
/// reference is dropped, and reports that (``HostBridgeReport``).
///
/// Thread safety: safe from any thread.
public final class HostBridge: Sendable {
  @usableFromInline package let storage: BridgeStorage

  /// Opens a bridge and starts its threads.
  ///
  /// If that is impossible (4096 bridges are open, the process is a forked child of one with bridges, or the system
  /// lacks a thread, file descriptor or memory), the bridge is closed from the start: its calls throw
  /// ``HostCallCode/unavailable`` and its handle is 0.
  ///
  /// Each closure runs in a task of its own on the package's threads. Without a closure, a line is written to the
  /// standard error output instead.
  ///
  /// - Parameters:
  ///   - configuration: The limits and defaults.
  ///   - onStaleCall: Receives each call that has been pending for longer than
  ///     ``HostBridgeConfiguration/staleCallWarning``.
  ///   - onSchemaMismatch: Receives each handler with a different schema that
  ///     ``HostBridgeConfiguration/SchemaCheck/warn`` lets pass.
  ///   - onReport: Receives each ``HostBridgeReport``, at most 16 of each kind per bridge.
  public convenience init(
    configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
    onStaleCall: (@Sendable (StaleCall) -> Void)? = nil,
    onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil,
    onReport: (@Sendable (HostBridgeReport) -> Void)? = nil
  ) {
    self.init(
      configuration: configuration, clock: .system, onStaleCall: onStaleCall, onSchemaMismatch: onSchemaMismatch,
      onReport: onReport)
  }

  /// Opens a bridge on a clock; a virtual clock must not be shared with another bridge.
  package convenience init(
    configuration: HostBridgeConfiguration, clock: BridgeClock, onStaleCall: (@Sendable (StaleCall) -> Void)? = nil,
    onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil,
    onReport: (@Sendable (HostBridgeReport) -> Void)? = nil
  ) {
    self.init(
      BridgeStorage(
        configuration: configuration, clock: clock,
        reports: BridgeReporter(
          configuration.observers, onStaleCall: onStaleCall, onSchemaMismatch: onSchemaMismatch, onReport: onReport)))
  }

  /// Creates another object for the same bridge.
  init(_ storage: BridgeStorage) {
    self.storage = storage
    storage.didCreateFacade()
  }

  deinit { storage.didFreeFacade() }

  /// The configuration that the bridge was created with.
  public var configuration: HostBridgeConfiguration { storage.configuration }

  /// A Boolean value that indicates whether the bridge is closing, closed, or could not be opened.
  ///
  /// Takes no lock.
  package var isClosed: Bool { storage.isClosed }

  /// A snapshot of the bridge's counters of calls to the host, streams and events since it was created.
  ///
  /// Complexity: linear in the maximum numbers of calls and of streams that were in flight at once.
  public var statistics: HostBridgeStatistics { storage.statistics }

  /// A snapshot of the counters of calls and streams to the host by wire name, if
  /// ``HostBridgeConfiguration/countsCallsByName`` is set; otherwise without entries.
  ///
  /// Calls in bytes whose name was not registered are counted together, under the empty name. An error counts by its
  /// code: `cancelled`, `expired` and otherwise `failed`. Counted are `made`, these, `answered`, `inFlight` including
  /// calls that wait, `requestBytes`, and `answerBytes` without the items of streams; the other counters are 0.
  ///
  /// Complexity: linear in the number of names.
  public var statisticsByName: [String: HostBridgeStatistics] { storage.counters?.statistics ?? [:] }

  /// Returns the `wireNames` of calls that the host has not registered, in their order.
  ///
  /// - Throws: ``HostCallCode/invalidArgument`` for a string that is not a valid wire name.
  public func unregistered(among wireNames: [String]) throws(HostSetupError) -> [String] {
    var calls: [NamedCall] = []
    for text in wireNames { calls.append(NamedCall(try WireName(registering: text))) }
    return storage.registry.missing(calls).map(\.name.text)
  }
}
