internal import Synchronization

/// Whether a bridge is open, closing or closed, and who waits for the last.
final class CloseGate: Sendable {
  /// Who waits: a task, or a thread.
  enum Closer: Sendable {
    case task(Waiter)
    case thread(Parker)

    func wake() {
      switch self {
      case .task(let waiter): waiter.resume()
      case .thread(let parker): parker.unpark()
      }
    }
  }

  private enum Phase: Sendable {
    case open
    case closing([Closer])
    case closed
  }

  private let phase = Guarded(Phase.open)
  private let hasBegun = Atomic<Bool>(false)
  private let refusing = Atomic<Bool>(false)

  /// Begins to close; false if that was done before.
  func begin() -> Bool {
    phase.withLock { phase in
      guard case .open = phase else { return false }
      phase = .closing([])
      hasBegun.store(true, ordering: .sequentiallyConsistent)
      return true
    }
  }

  /// Has `closer` woken when the bridge is closed; false if it is already.
  func wait(_ closer: Closer) -> Bool {
    phase.withLock { phase in
      guard case .closing(let closers) = phase else { return false }
      phase = .closing(closers + [closer])
      return true
    }
  }

  /// The bridge is closed; returns who is to be woken.
  func finish() -> [Closer] {
    phase.withLock { phase in
      defer { phase = .closed }
      guard case .closing(let closers) = phase else { return [] }
      return closers
    }
  }

  /// Every table of the bridge refuses new work by now.
  func everythingIsRefused() {
    refusing.store(true, ordering: .sequentiallyConsistent)
  }

  /// Whether every table of the bridge refuses new work.
  var isRefusing: Bool { refusing.load(ordering: .sequentiallyConsistent) }

  /// Whether it is closing or closed.
  var isClosing: Bool { hasBegun.load(ordering: .sequentiallyConsistent) }
}
