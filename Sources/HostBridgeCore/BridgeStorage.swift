internal import Synchronization

/// What a bridge consists of, shared by its face, its threads and the table of handles.
///
///     HostBridge ──► BridgeStorage ──► HostRegistry     wire name → function of the host
///      (a face)           ▲       ├──► PendingTable     call ID → call to the host
///                         │       ├──► InboundTable     call ID → call of the host
///     handle ─────────────┤       ├──► TaskThread       resumes callers, runs tasks
///     its two threads ────┘       └──► CallbackThread   calls the host's cancel, reply and release
///
/// Thread safety: safe from any thread.
@usableFromInline
package final class BridgeStorage: Sendable {
  package let configuration: HostBridgeConfiguration
  package let clock: BridgeClock
  let registry = HostRegistry()
  let pending: PendingTable
  let inbound: InboundTable
  let exposed = ExposedFunctions()
  let declared = DeclaredCalls()
  let descriptors = DescriptorCache()
  let sites = AddressMap<CallSite>(bits: 3)
  let taskThread = TaskThread()
  let callbackThread = CallbackThread()
  let closing = CloseGate()
  let staleCalls: Guarded<StaleCallWatch>
  let reports: BridgeReports
  /// Nil on a virtual clock, with which memory is not given back.
  let upkeep: Upkeep?
  private let handle = Atomic<UInt64>(0)
  private let isHandleKnown = Atomic<Bool>(false)
  private let faces = Atomic<Int>(0)

  /// Every open bridge of this copy of the package.
  static let handles = unsafe HandleTable<BridgeStorage> { unsafe releaseElsewhere($0) }

  /// Releases a bridge for a thread that must not run what its closures do when they are freed with it.
  static func releaseElsewhere(_ storage: Unmanaged<BridgeStorage>) {
    let object = unsafe Unmanaged<AnyObject>.fromOpaque(storage.toOpaque())
    BridgeRuntime.shared.disposals.append(unsafe UserCodeThread.Item(releasing: object))
  }

  /// Opens a bridge; one that is closed from the start if the system does not have what it needs.
  ///
  /// - Parameter isRefused: Whether to do as if it had not, for a test.
  init(configuration: HostBridgeConfiguration, clock: BridgeClock, reports: BridgeReports, isRefused: Bool = false) {
    let upkeep = clock.virtual == nil ? Upkeep() : nil
    self.upkeep = upkeep
    self.configuration = configuration
    self.clock = clock
    self.reports = reports
    inbound = InboundTable(limit: configuration.maximumInboundCalls)
    staleCalls = Guarded(StaleCallWatch(configuration.staleCallWarning))
    pending = PendingTable(limit: configuration.maximumCallsInFlight) { upkeep?.slotsHaveGrown() }
    if isRefused || !open() { abandon() }
    // Never freed in a forked child: that may need a lock of Swift's runtime which a thread that is not there holds.
    if BridgeRuntime.isForkedChild { _ = unsafe Unmanaged.passRetained(self) }
  }

  private func open() -> Bool {
    guard pending.isUsable, BridgeRuntime.start() else { return false }
    let number = Self.handles.insert(self)
    guard number != 0 else { return false }
    // Before its threads start, and before any other thread knows the bridge.
    handle.store(number, ordering: .releasing)
    if callbackThread.start(self) {
      if taskThread.start() {
        if clock.virtual == nil {
          BridgeRuntime.shared.deadlines.add(BridgeDeadlines(number), for: ObjectIdentifier(self))
        }
        return true
      }
      // The first thread is there, and ends with the close.
      _ = closeAndWait(grace: nil)
    } else {
      Self.handles.remove(number)
    }
    handle.store(0, ordering: .releasing)
    return false
  }

  /// The bridge's handle in C; 0 if it could not be opened.
  var handleNumber: UInt64 { handle.load(ordering: .acquiring) }

  /// The handle, for a host.
  var sharedHandle: UInt64 {
    isHandleKnown.store(true, ordering: .relaxed)
    return handleNumber
  }

  /// Whether it is closing or closed, or could not be opened.
  ///
  /// Takes no lock.
  package var isClosed: Bool { closing.isClosing }

  /// The executor for tasks that are to go on where callers are resumed.
  var executor: HostBridgeExecutor { taskThread.executor }

  // MARK: Faces

  /// A ``HostBridge`` has been created.
  func faceIsCreated() {
    faces.add(1, ordering: .relaxed)
  }

  /// A ``HostBridge`` is being freed.
  ///
  /// If it was the last, and no host knows the handle, nothing can close the bridge any more.
  func faceIsFreed() {
    guard faces.subtract(1, ordering: .acquiringAndReleasing).newValue == 0, !isClosed,
      !isHandleKnown.load(ordering: .relaxed), !BridgeRuntime.isForkedChild
    else { return }
    reports.report(.droppedBridge) { .droppedBridge() }
    beginClosing()
  }
}
