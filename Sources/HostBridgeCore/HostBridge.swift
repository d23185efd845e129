/// A bridge between a core, the Swift code that makes calls, and its host, the program that answers them.
///
/// It joins a registry of the host's functions, a table of the calls that are pending, and two threads of the bridge's own:
/// one resumes callers and runs tasks that prefer ``loop``, the other calls the host's `cancel`, `reply` and `release`. A
/// process may have many bridges. They share the threads on which exposed functions and handlers in Swift run, one that
/// watches deadlines, one that cancels tasks, one that resumes tasks which await a close, and one that frees what closures
/// hold.
///
///     let bridge = HostBridge()
///     // hand bridge.cHandle to the host, which registers its functions
///     let profile = try await bridge.call(FetchProfile(userID: 7))
///     await bridge.close()
///
/// A bridge whose ``cHandle`` has been read lives until it is closed, even if the core drops it, since the host knows it
/// only by that number. One that is never closed is never freed, like a file that stays open. A bridge whose `cHandle` was
/// never read closes itself when the last reference to it is dropped, and reports that
/// (``HostBridgeReport``).
///
/// Thread safety: safe from any thread.
public final class HostBridge: Sendable {
  @usableFromInline package let storage: BridgeStorage

  /// Opens a bridge, and starts its threads.
  ///
  /// Where that is impossible (4096 bridges are open, the process is a forked child of one with bridges, or the system has
  /// no thread, file descriptor or memory to give) the bridge is closed from the start: its calls end with
  /// ``HostCallCode/unavailable`` and its handle is 0.
  ///
  /// - Parameters:
  ///   - configuration: Limits and defaults.
  ///   - onStaleCall: Is given each call that has been pending for longer than
  ///     ``HostBridgeConfiguration/staleCallWarning``; nil to have a line written to the standard error output.
  ///   - onSchemaMismatch: Is given each handler of another schema that is let pass, as
  ///     ``HostBridgeConfiguration/SchemaCheck/warn`` has it; nil as above.
  ///   - onReport: Is given each ``HostBridgeReport``, at most 16 of each kind for a bridge; nil as above.
  ///
  /// Each closure runs in a task of its own, on the threads of the package on which functions run that hosts call.
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

  /// As ``init(configuration:onStaleCall:onSchemaMismatch:onReport:)``, on a clock; a virtual one belongs to this bridge
  /// alone.
  package convenience init(
    configuration: HostBridgeConfiguration, clock: BridgeClock, onStaleCall: (@Sendable (StaleCall) -> Void)? = nil,
    onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil,
    onReport: (@Sendable (HostBridgeReport) -> Void)? = nil
  ) {
    self.init(
      BridgeStorage(
        configuration: configuration, clock: clock,
        reports: BridgeReports(onStaleCall: onStaleCall, onSchemaMismatch: onSchemaMismatch, onReport: onReport)))
  }

  /// Creates another face of the same bridge.
  init(_ storage: BridgeStorage) {
    self.storage = storage
    storage.faceIsCreated()
  }

  deinit { storage.faceIsFreed() }

  /// What was set when the bridge was created.
  public var configuration: HostBridgeConfiguration { storage.configuration }

  /// Whether it is closing or closed, or could not be opened.
  ///
  /// Takes no lock.
  package var isClosed: Bool { storage.isClosed }

  /// What the bridge has counted of its calls to the host since it was created: a snapshot.
  ///
  /// Complexity: linear in the most calls that were in flight at once.
  public var statistics: HostBridgeStatistics { storage.pending.statistics }

  /// Returns those of `wireNames` that the host has not registered, in their order.
  ///
  /// - Throws: ``HostCallCode/invalidArgument`` for a text that can't be a wire name.
  public func unregistered(among wireNames: [String]) throws(BridgeError) -> [String] {
    var names: [WireName] = []
    for text in wireNames { names.append(try WireName(checking: text)) }
    return storage.registry.missing(names).map(\.text)
  }
}
