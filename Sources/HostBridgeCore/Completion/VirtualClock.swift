internal import Synchronization

/// A clock that stands still until it is moved.
///
/// It belongs to one bridge.
///
/// Who moves it has the bridge *settle* first and afterwards. The loop is settled when it is about to park: its queue
/// is empty, and since then it has looked at the deadlines at the time that the clock shows, and at the tasks that
/// prefer it. So all that was due has been carried out, up to the callers' being resumed; what they do then is theirs.
///
///     move(to:) ──► settle() ──► the loop: drain, tend, drain, tend, nothing left ──► settled(next:) ──► settle returns
package final class VirtualClock: Sendable {
  private typealias Settler = CheckedContinuation<Deadline, Never>

  private struct State: Sendable {
    var settlers: [Settler] = []
    var hasEnded = false
  }

  /// Nanoseconds since the clock was made.
  private let time = Atomic<Int64>(0)
  private let state = Guarded(State())
  private let onEnd: @Sendable () -> Void

  /// - Parameter onEnd: Runs when the bridge is closed, before those who closed it are resumed, on the bridge's loop.
  package init(onEnd: @escaping @Sendable () -> Void = {}) {
    self.onEnd = onEnd
  }

  package var now: Deadline { Deadline(nanoseconds: time.load(ordering: .sequentiallyConsistent)) }

  /// The last moment that there is, after 146 years.
  ///
  /// What the bridge adds to the time for its own purposes still fits.
  private static let last = Deadline(nanoseconds: .max / 2)

  /// The moment when `duration` from now has passed; now, for less than nothing.
  package func moment(after duration: Duration) -> Deadline {
    min(max(now, Deadline(after: duration, from: now)), Self.last)
  }

  /// Moves the clock forward to `moment`; it never goes back.
  package func move(to moment: Deadline) {
    _ = time.max(min(moment, Self.last).nanoseconds, ordering: .sequentiallyConsistent)
  }

  /// Has `settler` resumed when the loop is settled; false if there is no loop any more.
  fileprivate func wait(_ settler: CheckedContinuation<Deadline, Never>) -> Bool {
    state.withLock { state in
      if state.hasEnded { return false }
      state.settlers.append(settler)
      return true
    }
  }

  // MARK: The loop's

  /// Takes over who waits by now; a round of the loop has to follow.
  func takeSettlers() -> [CheckedContinuation<Deadline, Never>] {
    state.withLock { state in
      defer { state.settlers = [] }
      return state.settlers
    }
  }

  /// The bridge is closed: nobody is to wait any more.
  func end() {
    let settlers = state.withLock { state in
      state.hasEnded = true
      defer { state.settlers = [] }
      return state.settlers
    }
    for settler in settlers { settler.resume(returning: .never) }
    onEnd()
  }
}

extension HostBridge {
  /// Waits until the loop has carried out what is due at the time of the bridge's virtual clock; on the system's clock,
  /// and on a bridge that is closed, not at all.
  ///
  /// - Returns: When something is due next; ``Deadline/never`` if nothing is.
  package func settle() async -> Deadline {
    guard let clock = clock.virtual else { return .never }
    return await withCheckedContinuation { settler in
      if clock.wait(settler) { bridgeLoop.push(.settle) } else { settler.resume(returning: .never) }
    }
  }
}
