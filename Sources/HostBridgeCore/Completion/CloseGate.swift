internal import Synchronization

/// The phase of a bridge's close, and the tasks and threads that wait for its end.
///
///     open ──drain──► draining ──begin──► closing ──finish──► closed
///       └──────────────begin─────────────────►
final class CloseGate: Sendable {
  /// A task or thread that waits for the close to end.
  enum Closer: Sendable {
    case task(Suspension)
    case thread(Parker)
  }

  private enum Phase: Sendable {
    case open
    /// The host can make no new calls; running functions may continue until the grace time is over.
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
  private let draining = Atomic<Bool>(false)
  private let isEverythingRefused = Atomic<Bool>(false)
  /// The end of the grace time, in nanoseconds.
  private let graceEnd = Atomic<Int64>(Deadline.never.nanoseconds)

  init() {
    var initial = State()
    // Reserved so that a close does not allocate.
    initial.closers.reserveCapacity(8)
    state = Guarded(initial)
  }

  /// Starts draining; returns false if the bridge is already draining or closing.
  func drain(until end: Deadline) -> Bool {
    state.withLock { state in
      guard state.phase == .open else { return false }
      state.phase = .draining
      graceEnd.store(end.nanoseconds, ordering: .sequentiallyConsistent)
      draining.store(true, ordering: .sequentiallyConsistent)
      return true
    }
  }

  /// Starts closing; returns false if the close has already started.
  func begin() -> Bool {
    state.withLock { state in
      guard state.phase == .open || state.phase == .draining else { return false }
      state.phase = .closing
      graceEnd.store(Deadline.never.nanoseconds, ordering: .sequentiallyConsistent)
      draining.store(false, ordering: .sequentiallyConsistent)
      isBegun.store(true, ordering: .sequentiallyConsistent)
      return true
    }
  }

  /// Wakes `closer` when the bridge is closed; returns false if it already is.
  func wait(_ closer: Closer) -> Bool {
    state.withLock { state in
      guard state.phase != .closed else { return false }
      state.closers.append(closer)
      return true
    }
  }

  /// Marks the bridge as closed.
  ///
  /// - Returns: The tasks and threads to wake.
  func finish() -> [Closer] {
    state.withLock { state in
      state.phase = .closed
      defer { state.closers = [] }
      return state.closers
    }
  }

  /// Records that every table of the bridge refuses new work.
  func everythingIsRefused() {
    isEverythingRefused.store(true, ordering: .sequentiallyConsistent)
  }

  /// A Boolean value that indicates whether every table of the bridge refuses new work.
  var isRefusing: Bool { isEverythingRefused.load(ordering: .sequentiallyConsistent) }

  /// A Boolean value that indicates whether the bridge is closing or closed.
  var isClosing: Bool { isBegun.load(ordering: .sequentiallyConsistent) }

  /// A Boolean value that indicates whether the close waits for replies to calls from the host.
  var isDraining: Bool { draining.load(ordering: .sequentiallyConsistent) }

  /// A Boolean value that indicates whether the bridge is closed.
  var isFinished: Bool { state.withLock { $0.phase == .closed } }

  /// The end of the grace time; ``Deadline/never`` if there is none.
  var endOfGrace: Deadline { Deadline(nanoseconds: graceEnd.load(ordering: .sequentiallyConsistent)) }
}
