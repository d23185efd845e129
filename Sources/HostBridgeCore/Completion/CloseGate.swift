internal import Synchronization

/// How far the close of a bridge has come, and who waits for its end.
///
///     open ──drain──► draining ──begin──► closing ──finish──► closed
///       └──────────────begin─────────────────►
final class CloseGate: Sendable {
  /// A task or a thread that waits for the end.
  enum Closer: Sendable {
    case task(Suspension)
    case thread(Parker)
  }

  private enum Phase: Sendable {
    case open
    /// The host makes no new calls; those that run may go on until the grace time is over.
    case draining
    case closing
    case closed
  }

  private struct State: Sendable {
    var phase = Phase.open
    var closers: [Closer] = []
  }

  private let state: Guarded<State>
  private let isBegun = Atomic<Bool>(false)
  private let isDraining = Atomic<Bool>(false)
  private let isEverythingRefused = Atomic<Bool>(false)
  /// When the grace time is over, in nanoseconds.
  private let graceEnd = Atomic<Int64>(Deadline.never.nanoseconds)

  init() {
    var initial = State()
    // So that a close takes no memory.
    initial.closers.reserveCapacity(8)
    state = Guarded(initial)
  }

  /// Begins to drain; false if the bridge is draining or closing already.
  func drain(until end: Deadline) -> Bool {
    state.withLock { state in
      guard state.phase == .open else { return false }
      state.phase = .draining
      graceEnd.store(end.nanoseconds, ordering: .sequentiallyConsistent)
      isDraining.store(true, ordering: .sequentiallyConsistent)
      return true
    }
  }

  /// Begins to close; false if that was done before.
  func begin() -> Bool {
    state.withLock { state in
      guard state.phase == .open || state.phase == .draining else { return false }
      state.phase = .closing
      graceEnd.store(Deadline.never.nanoseconds, ordering: .sequentiallyConsistent)
      isDraining.store(false, ordering: .sequentiallyConsistent)
      isBegun.store(true, ordering: .sequentiallyConsistent)
      return true
    }
  }

  /// Has `closer` woken when the bridge is closed; false if it is already.
  func wait(_ closer: Closer) -> Bool {
    state.withLock { state in
      guard state.phase != .closed else { return false }
      state.closers.append(closer)
      return true
    }
  }

  /// The bridge is closed.
  ///
  /// - Returns: Who is to be woken.
  func finish() -> [Closer] {
    state.withLock { state in
      state.phase = .closed
      defer { state.closers = [] }
      return state.closers
    }
  }

  /// Every table of the bridge refuses new work by now.
  func everythingIsRefused() {
    isEverythingRefused.store(true, ordering: .sequentiallyConsistent)
  }

  /// Whether every table of the bridge refuses new work.
  var isRefusing: Bool { isEverythingRefused.load(ordering: .sequentiallyConsistent) }

  /// Whether it is closing or closed.
  var isClosing: Bool { isBegun.load(ordering: .sequentiallyConsistent) }

  /// Whether it waits for the functions that the host has called.
  var isWaitingForFunctions: Bool { isDraining.load(ordering: .sequentiallyConsistent) }

  /// Whether it is closed.
  var isFinished: Bool { state.withLock { $0.phase == .closed } }

  /// When the grace time is over; ``Deadline/never`` when none runs.
  var endOfGrace: Deadline { Deadline(nanoseconds: graceEnd.load(ordering: .sequentiallyConsistent)) }
}
