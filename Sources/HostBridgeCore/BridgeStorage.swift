// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The state of a bridge, shared by its `HostBridge` objects, its threads, and the handle table.
///
///     HostBridge ──► BridgeStorage ──► HostRegistry     wire name → function of the host
///     (facades)           ▲       ├──► PendingTable     call ID → call to the host
///                         │       ├──► InboundTable     call ID → call to the core
///                         │       ├──► EventTable       wire name → listeners to events
///     handle ─────────────┤       ├──► TaskThread       resumes callers, runs tasks
///     its two threads ────┘       └──► CallbackThread   runs the host's other functions
///
/// Thread safety: safe from any thread.
@usableFromInline
package final class BridgeStorage: Sendable {
  package let configuration: HostBridgeConfiguration
  package let clock: BridgeClock
  let registry = HostRegistry()
  package let pending: PendingTable
  let inbound: InboundTable
  let inboundStreams = InboundStreamCounters()
  let exposed = FunctionTable()
  let declared = DeclaredCalls()
  /// The events that the core has declared that it emits, or has emitted.
  package let emitted = DeclaredCalls()
  /// The events that the core has declared that it listens to, or has listened to.
  package let heard = DeclaredCalls()
  /// The counters by name; `nil` if the configuration requires none.
  let counters: CountersByName?
  let descriptors = DescriptorCache()
  let answeredDescriptors = DescriptorCache()
  let targets = AddressMap<CallTarget>(bits: 3)
  /// The types of events that the core has emitted.
  package let eventTargets = AddressMap<EventTarget>(bits: 1)
  let taskThread = TaskThread()
  let callbackThread = CallbackThread()
  let delivery = HostDelivery()
  let closing = CloseGate()
  let events: EventTable
  let staleCalls: Guarded<StaleCallWatch>
  let reports: BridgeReporter
  /// Returns memory of ended calls to the system; `nil` on a virtual clock.
  let trimmer: SlotTrimmer?
  private let handle = Atomic<UInt64>(0)
  private let isHandleKnown = Atomic<Bool>(false)
  private let facadeCount = Atomic<Int>(0)

  /// Every open bridge of this copy of the package.
  static let handles = unsafe HandleTable<BridgeStorage> { unsafe releaseElsewhere($0) }

  /// Releases a bridge on another thread: freeing it frees closures, whose captures may run user code.
  static func releaseElsewhere(_ storage: Unmanaged<BridgeStorage>) {
    let object = unsafe Unmanaged<AnyObject>.fromOpaque(storage.toOpaque())
    BridgeRuntime.shared.disposals.append(unsafe UserCodeThread.Item(releasing: object))
  }

  /// Opens a bridge.
  ///
  /// If the system lacks a resource, the bridge is closed from the start.
  ///
  /// - Parameter isRefused: Whether to simulate that failure, for tests.
  init(configuration: HostBridgeConfiguration, clock: BridgeClock, reports: BridgeReporter, isRefused: Bool = false) {
    let trimmer = clock.virtual == nil ? SlotTrimmer() : nil
    self.trimmer = trimmer
    let configuration = configuration.withEnvironment
    self.configuration = configuration
    self.clock = clock
    self.reports = reports
    counters = configuration.countsCallsByName ? CountersByName() : nil
    inbound = InboundTable(limit: configuration.maximumInboundCalls)
    events = EventTable(limit: configuration.maximumListeners)
    staleCalls = Guarded(StaleCallWatch(configuration.staleCallWarning))
    pending = PendingTable(limit: configuration.maximumCallsInFlight) { trimmer?.scheduleTrim() }
    if isRefused || !open() { closeUnopened() }
    // In a forked child, freeing could deadlock on a runtime lock that one of the parent's threads held.
    if BridgeRuntime.isForkedChild { _ = unsafe Unmanaged.passRetained(self) }
  }

  private func open() -> Bool {
    guard pending.isUsable, BridgeRuntime.start() else { return false }
    let number = Self.handles.insert(self)
    guard number != 0 else { return false }
    // Published before the bridge's threads start and before any other thread knows the bridge.
    handle.store(number, ordering: .releasing)
    if callbackThread.start(self) {
      if taskThread.start() {
        if clock.virtual == nil {
          BridgeRuntime.shared.deadlines.add(BridgeDeadlines(number), for: ObjectIdentifier(self))
        }
        return true
      }
      // The callback thread is running and ends with the close.
      _ = closeAndWait(grace: nil)
    } else {
      Self.handles.remove(number)
    }
    handle.store(0, ordering: .releasing)
    return false
  }

  /// The bridge's handle in C; 0 if the bridge could not be opened.
  package var handleNumber: UInt64 { handle.load(ordering: .acquiring) }

  /// The handle, to be handed to a host: from now on, dropping the bridge does not close it.
  var sharedHandle: UInt64 {
    isHandleKnown.store(true, ordering: .relaxed)
    return handleNumber
  }

  /// A Boolean value that indicates whether the bridge is closing, closed, or could not be opened.
  ///
  /// Takes no lock.
  package var isClosed: Bool { closing.isClosing }

  /// The task executor of the thread that resumes callers.
  var executor: HostBridgeExecutor { taskThread.executor }

  /// The counters of calls to the host, streams and events.
  var statistics: HostBridgeStatistics {
    var statistics = pending.statistics
    inboundStreams.addCounters(to: &statistics)
    events.addCounters(to: &statistics)
    return statistics
  }

  // MARK: Facades

  /// Counts a ``HostBridge`` that was created.
  func didCreateFacade() {
    facadeCount.add(1, ordering: .relaxed)
  }

  /// Counts a ``HostBridge`` that is being freed.
  ///
  /// Closes the bridge if it was the last and no host knows the handle, since nothing else can.
  func didFreeFacade() {
    guard facadeCount.subtract(1, ordering: .acquiringAndReleasing).newValue == 0, !isClosed,
      !isHandleKnown.load(ordering: .relaxed), !BridgeRuntime.isForkedChild
    else { return }
    reports.report(.droppedBridge) { .droppedBridge() }
    beginClosing()
  }
}
