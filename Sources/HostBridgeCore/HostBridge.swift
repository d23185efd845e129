internal import Synchronization

/// A bridge between a core, the Swift code that makes calls, and its host, the program that answers them.
///
/// It joins a registry of the host's functions, a table of the calls that are pending, and a queue of what is to be
/// done about them, which a thread of the bridge's own works off. A process may have many; they share nothing.
///
///     let bridge = HostBridge()
///     // hand bridge.cHandle to the host, which registers its functions
///     let profile = try await bridge.call(FetchProfile(userID: 7))
///     await bridge.close()
///
/// A bridge lives until it is closed, whoever holds it, since the host knows it only by a number. One that is never
/// closed is never freed, like a file that stays open.
///
/// Thread safety: everything may be called from anywhere, at the same time.
public final class HostBridge: Sendable {
  /// What was set when the bridge was made.
  public let configuration: HostBridgeConfiguration

  /// What deadlines are read from.
  package let clock: BridgeClock

  let registry = HostRegistry()
  let pending: PendingTable
  let inbound = InboundTable()
  let exposed = ExposedFunctions()
  let declared = DeclaredCalls()
  let bridgeLoop: BridgeLoop
  let closing = CloseGate()
  private let handle = Atomic<UInt64>(0)
  private let onStaleCall: (@Sendable (StaleCall) -> Void)?
  private let onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)?

  /// Opens a bridge, and starts its thread.
  ///
  /// Where that is impossible (4096 bridges are open, the system has no thread to give, or the process is a forked
  /// child) the bridge is closed from the start: its calls end with ``HostCallCode/unavailable`` and its handle is 0.
  ///
  /// - Parameters:
  ///   - configuration: Limits and defaults.
  ///   - onStaleCall: Is given each call that has been pending for longer than
  ///     ``HostBridgeConfiguration/staleCallWarning``, in a task of its own on the global pool; nil to have a line
  ///     written to the standard error output.
  ///   - onSchemaMismatch: Is given each handler of another schema that is let pass, as
  ///     ``HostBridgeConfiguration/SchemaCheck/warn`` has it; in a task of its own, nil as above.
  public convenience init(
    configuration: HostBridgeConfiguration = HostBridgeConfiguration(),
    onStaleCall: (@Sendable (StaleCall) -> Void)? = nil,
    onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil
  ) {
    self.init(
      configuration: configuration, clock: .system, onStaleCall: onStaleCall, onSchemaMismatch: onSchemaMismatch)
  }

  /// As ``init(configuration:onStaleCall:onSchemaMismatch:)``, on a clock; a virtual one belongs to this bridge alone.
  package init(
    configuration: HostBridgeConfiguration, clock: BridgeClock, onStaleCall: (@Sendable (StaleCall) -> Void)? = nil,
    onSchemaMismatch: (@Sendable (SchemaMismatch) -> Void)? = nil
  ) {
    let loop = BridgeLoop()
    self.configuration = configuration
    self.clock = clock
    self.onStaleCall = onStaleCall
    self.onSchemaMismatch = onSchemaMismatch
    bridgeLoop = loop
    pending = PendingTable(limit: configuration.maximumCallsInFlight) { loop.push(.resume($0)) }
    if !open() { abandon() }
  }

  private func open() -> Bool {
    guard ForkWatch.mayOpenBridges else { return false }
    let number = HandleTable.shared.insert(self)
    guard number != 0 else { return false }
    // Before its thread starts, and before anybody else knows the bridge.
    handle.store(number, ordering: .releasing)
    if SystemThread.start({ self.bridgeLoop.run(self) }) { return true }
    HandleTable.shared.remove(number)
    handle.store(0, ordering: .releasing)
    return false
  }

  /// The bridge's handle in C; 0 if it could not be opened.
  var handleNumber: UInt64 { handle.load(ordering: .acquiring) }

  /// Whether it is closing or closed, or could not be opened.
  ///
  /// Takes no lock.
  package var isClosed: Bool { closing.isClosing }

  /// What the bridge has counted of its calls to the host since it was made.
  ///
  /// A snapshot.
  public var statistics: HostBridgeStatistics { pending.statistics }

  /// Those of `wireNames` that the host has not registered, in their order.
  ///
  /// - Throws: ``HostCallCode/invalidArgument`` for a text that can't be a wire name.
  public func unregistered(among wireNames: [String]) throws(BridgeError) -> [String] {
    var names: [WireName] = []
    for text in wireNames { names.append(try WireName(checking: text)) }
    return registry.missing(names).map(\.text)
  }

  /// Reports a call that has been pending for very long.
  func report(_ call: StaleCall) { Reporting.report(call, to: onStaleCall) }

  /// Reports a handler of another schema that was let pass.
  func report(_ mismatch: SchemaMismatch) { Reporting.report(mismatch, to: onSchemaMismatch) }
}
